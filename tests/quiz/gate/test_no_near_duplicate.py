"""Rule 10, first half: no two questions of a set ask the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.library.library import Scope
from llmtutor.quiz.gate.set_rules import Asked, ask_the_same, holds, near_duplicate, taken_apart
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.models import Kind, Question
from tests.quiz.gate.conftest import Bench

OVERLAP = "**Overlap** is the number of\ntokens that two neighbouring chunks share."
STRIDE = "The **stride** is the size of the window minus the\noverlap."
BI = "A **bi-encoder** is a model that embeds question and passage separately."


def test_the_same_definition_asked_both_ways_is_one(bench: Bench) -> None:
    one = bench.choice("Which of these is the number of shared tokens?", "overlap", (), OVERLAP)
    other = bench.question("cloze", "____ is the number of shared tokens.", "overlap", OVERLAP)
    assert "asks what another asks" in near_duplicate(other, [one])


def test_two_terms_of_a_section_are_two(bench: Bench) -> None:
    one = bench.choice("Which of these is the number of shared tokens?", "overlap", (), OVERLAP)
    other = bench.choice("Which of these is a step of the window?", "stride", (), STRIDE)
    assert near_duplicate(other, [one]) == ""


def test_the_same_words_about_two_places_are_one(bench: Bench) -> None:
    stem = "Which of these is a model that embeds question and passage?"
    one = bench.choice(stem, "bi-encoder", (), BI)
    other = bench.choice(stem + " Say which.", "bi-encoder", (), STRIDE)
    assert near_duplicate(other, [one])


@pytest.mark.parametrize(
    ("stem", "key", "same"),
    [
        ("In the 1928 test the model had only ____%.", "2.6", True),
        ("In the 1928 test ____ models failed.", "12", False),
        ("In the 1931 test the model had only ____%.", "2.6", False),
        ("In the 1928 test the model had only 2.6%.", True, True),
    ],
)
def test_a_fact_that_is_one_of_the_pairs_is_asked_once(
    bench: Bench, stem: str, key: str | bool, same: bool
) -> None:
    pairs = (("May 1928", "2.6"), ("Sept 1930", "18.3"), ("July 1932", "37.3"))
    matching = bench.question("match", "Match each election with its share.", pairs, OVERLAP)
    quote = replace(matching.source, text=stem, start=900, end=950)
    kind: Kind = "truefalse" if key is True else "cloze"
    other = replace(bench.question(kind, stem, key, BI), source=quote)
    assert holds(matching, other) == holds(other, matching) == same


def test_short_forms_that_differ_in_a_numeral_are_one(bench: Bench) -> None:
    def made(short: str, long: str, quote: str) -> Question:
        stem = f"What does {short} stand for?"
        return replace(bench.question("short", stem, long, quote), maker="abbreviation: long")

    first = made("PKC1", "protein kinase C 1", OVERLAP)
    assert near_duplicate(made("PKC2", "protein kinase C 2", STRIDE), [first])
    assert not near_duplicate(made("MHC", "major histocompatibility complex", STRIDE), [first])


@given(st.integers(0, 2**31))
def test_likeness_does_not_depend_on_who_is_asked_first(seed: int) -> None:
    # any two of three fixed questions; the seed only picks them
    pool = POOL
    one, other = pool[seed % len(pool)], pool[(seed // 7) % len(pool)]
    assert ask_the_same(one, other) == ask_the_same(other, one)


def test_a_quiz_never_asks_the_same_twice(quizzes: QuizMaker) -> None:
    for seed in range(5):
        made = quizzes.make(Scope("invented"), count=25, seed=seed)
        for one, other in combinations(map(taken_apart, made), 2):
            assert not ask_the_same(one, other), (one.question.stem, other.question.stem)


def test_key_places_are_uniform_and_follow_the_seed(quizzes: QuizMaker) -> None:
    places: Counter[int] = Counter()
    for seed in range(16):
        made = quizzes.make(Scope("invented"), count=20, seed=seed, kinds=["choice"])
        if seed < 3:
            again = quizzes.make(Scope("invented"), count=20, seed=seed, kinds=["choice"])
            assert shown(made) == shown(again)
        places.update((one.options or ()).index(str(one.key)) for one in made)
    total = sum(places.values())
    assert total > 120
    assert all(0.2 <= places[place] / total <= 0.3 for place in range(4))


def shown(questions: Sequence[Question]) -> list[tuple[str, tuple[str, ...] | None]]:
    return [(one.id, one.options) for one in questions]


def _pool() -> list[Asked]:
    from tests.quiz.gate.conftest import RETRIEVAL, bench_on

    bench = bench_on(RETRIEVAL)
    return [
        taken_apart(bench.choice("Which is the number of tokens?", "overlap", (), OVERLAP)),
        taken_apart(bench.question("cloze", "____ is a number of tokens.", "overlap", OVERLAP)),
        taken_apart(bench.choice("Which is a step of the window?", "stride", (), STRIDE)),
        taken_apart(bench.question("truefalse", "A bi-encoder embeds passages.", True, BI)),
    ]


POOL = _pool()

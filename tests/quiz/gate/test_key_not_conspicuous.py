"""Rule 6: the key is as long as the others, of their grammar, and no echo of the stem."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from llmtutor.quiz.gate.option_rules import not_conspicuous
from llmtutor.quiz.likeness import LENGTH_RATIO, LENGTH_SLACK
from tests.quiz.gate.conftest import RETRIEVAL, Bench, bench_on

STEM = "Which of these is a cut passage?"


def test_a_key_that_looks_like_the_others_passes(bench: Bench) -> None:
    made = bench.choice(STEM, "chunk", ("index", "query", "vector"))
    assert not_conspicuous(made, bench.context) == ""


def test_the_one_long_option_is_dropped(bench: Bench) -> None:
    made = bench.choice(
        "What is a chunk?",
        "a passage that was cut from a document before the document is put into an index",
        ("a list of numbers", "a pair of tokens", "a row of a table"),
    )
    assert "length" in not_conspicuous(made, bench.context)


@pytest.mark.parametrize(
    ("key", "others"),
    [
        ("a passage", ("an index", "queries", "vectors")),
        ("passages", ("index", "query", "vector")),
        ("to cut text", ("a query", "a vector", "an index")),
    ],
)
def test_another_grammar_is_dropped(bench: Bench, key: str, others: tuple[str, ...]) -> None:
    assert "grammar" in not_conspicuous(bench.choice("What is it?", key, others), bench.context)


def test_a_word_of_the_stem_in_the_key_alone_is_dropped(bench: Bench) -> None:
    stem = "Which of these answers when a stored question is similar in its semantic content?"
    made = bench.choice(stem, "semantic cache", ("vector table", "query router", "token filter"))
    assert "semant" in not_conspicuous(made, bench.context)


def test_a_word_of_the_stem_in_most_options_tells_nothing(bench: Bench) -> None:
    stem = "Which cache answers when a stored question is similar?"
    made = bench.choice(stem, "semantic cache", ("lookup cache", "prefix cache", "result cache"))
    assert not_conspicuous(made, bench.context) == ""


@given(st.lists(st.integers(8, 60), min_size=4, max_size=4))
def test_length_is_held_to_the_median_of_all_options(lengths: list[int]) -> None:
    key, *others = ("".join("ab"[(n + i) % 2] for i in range(n)) for n in lengths)
    assume(len({key, *others}) == 4)
    ordered = sorted(lengths)
    median = (ordered[1] + ordered[2]) / 2
    own = lengths[0]
    fair = (
        abs(own - median) <= LENGTH_SLACK or median / LENGTH_RATIO <= own <= median * LENGTH_RATIO
    )
    found = not_conspicuous(BENCH.choice("What is it?", key, tuple(others)), BENCH.context)
    assert ("length" in found) is not fair


BENCH = bench_on(RETRIEVAL)

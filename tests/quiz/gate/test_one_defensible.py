"""Rule 3: exactly one answer can be defended from the course."""

from __future__ import annotations

import pytest

from llmtutor.quiz.gate.key_rules import one_defensible
from llmtutor.quiz.models import Key
from tests.quiz.gate.conftest import Bench, bench_on

STRIDE = "The **stride** is the size of the window minus the\noverlap."
STEM = "Which of these is the size of the window minus something shared?"
CROSS = "A **cross-encoder** is a\nmodel that reads question and passage together."


def test_wrong_answers_of_which_nothing_says_so_pass(bench: Bench) -> None:
    made = bench.choice(STEM, "stride", ("bi-encoder", "chunk", "vector"), STRIDE)
    assert one_defensible(made, bench.context) == ""


def test_a_wrong_answer_that_the_source_names_is_dropped(bench: Bench) -> None:
    made = bench.choice("What is the stride made from?", "window", ("chunk", "overlap"), STRIDE)
    assert "stands in the source as well" in one_defensible(made, bench.context)


def test_a_wrong_answer_that_another_sentence_supports_is_dropped() -> None:
    bench = bench_on(
        "A **tram** is a vehicle that carries passengers on rails through a city.\n\n"
        "A **ferry** is a ship that carries cars.\n\n"
        "In the city a train carries passengers on rails too, like every tram and any vehicle."
    )
    made = bench.choice(
        "Which of these is a vehicle that carries passengers on rails through a city?",
        "tram",
        ("train", "ferry"),
        "A **tram** is a vehicle that carries passengers on rails through a city.",
    )
    assert "is said elsewhere" in one_defensible(made, bench.context)


def test_a_wrong_answer_that_means_the_same_is_dropped(bench: Bench) -> None:
    made = bench.choice(
        "What is a chunk?",
        "a passage cut from a document before it is indexed",
        ("a passage cut out of a document before being indexed", "a vector of tokens"),
    )
    assert "means nearly" in one_defensible(made, bench.context)


def test_what_is_called_false_must_not_stand_anywhere_in_the_notes(bench: Bench) -> None:
    stem = "A cross-encoder is a model that reads question and passage together."
    assert one_defensible(bench.question("truefalse", stem, False, STRIDE), bench.context)
    assert one_defensible(bench.question("truefalse", stem, True, CROSS), bench.context) == ""


@pytest.mark.parametrize(
    ("pairs", "good"),
    [
        ((("chunk", "a cut passage"), ("overlap", "shared tokens"), ("stride", "a step")), True),
        ((("chunk", "a cut passage"), ("overlap", "a cut passage"), ("stride", "a step")), False),
        ((("chunk", "a cut passage"), ("Chunks", "shared tokens"), ("stride", "a step")), False),
    ],
)
def test_pairs_match_one_to_one(bench: Bench, pairs: Key, good: bool) -> None:
    made = bench.question("match", "Match each term.", pairs, STRIDE, options=("x", "y", "z"))
    assert (one_defensible(made, bench.context) == "") is good

"""Rule 7: no "all of the above", no negative that is easy to miss, no absolute that tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.quiz.gate.stem_rules import no_tricks
from tests.quiz.gate.conftest import RETRIEVAL, Bench, bench_on

OTHERS = ("index", "query", "vector")
QUOTE = "A **chunk** is"


@pytest.mark.parametrize(
    "other",
    [
        "all of the above",
        "None of these",
        "both of these",
        "neither of the two",
        "both a and b",
        "以上皆非",
    ],
)
def test_all_or_none_of_the_above_is_dropped(bench: Bench, other: str) -> None:
    made = bench.choice("Which of these is a cut passage?", "chunk", ("index", "query", other))
    assert no_tricks(made, bench.context)


@pytest.mark.parametrize(
    "stem",
    [
        "Which of these is not a model?",
        "Which of these never reads a passage?",
        "Which of these is a model without an index, except one?",
    ],
)
def test_a_negative_that_is_easy_to_miss_is_dropped(bench: Bench, stem: str) -> None:
    assert "negative" in no_tricks(bench.choice(stem, "chunk", OTHERS), bench.context)


@pytest.mark.parametrize(
    "stem",
    [
        "Which of these is NOT an encoder-only model?",
        "Which of these is a value that the model does not learn?",
        "Which of these is a cut passage?",
    ],
)
def test_a_marked_negative_and_one_inside_a_description_pass(bench: Bench, stem: str) -> None:
    assert no_tricks(bench.choice(stem, "chunk", OTHERS), bench.context) == ""


def test_a_negative_statement_is_dropped(bench: Bench) -> None:
    made = bench.question("truefalse", "A chunk is not indexed.", False, QUOTE)
    assert no_tricks(made, bench.context)


@given(st.sampled_from(["always", "never", "all", "every", "only"]))
def test_an_absolute_in_a_statement_is_dropped(word: str) -> None:
    made = BENCH.question("truefalse", f"A chunk is {word} cut from documents.", False, QUOTE)
    assert no_tricks(made, BENCH.context)


def test_an_absolute_in_one_option_is_dropped(bench: Bench) -> None:
    made = bench.choice(
        "What does a chunk do?",
        "It holds a passage",
        ("It always holds a table", "It splits a query", "It moves a vector"),
    )
    assert "absolute" in no_tricks(made, bench.context)


def test_a_plain_statement_passes(bench: Bench) -> None:
    made = bench.question("truefalse", "A chunk is cut from a document.", True, QUOTE)
    assert no_tricks(made, bench.context) == ""


def test_chinese_negatives_and_absolutes_are_dropped(chinese_bench: Bench) -> None:
    for stem in ("八旗不是軍事組織。", "所有滿人都屬於八旗。"):
        made = chinese_bench.question("truefalse", stem, False, "**八旗**是")
        assert no_tricks(made, chinese_bench.context)


BENCH = bench_on(RETRIEVAL)

"""Rule 1: the stem and the options can be read with nothing beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.quiz.gate.stem_rules import stands_alone
from tests.quiz.gate.conftest import Bench, bench_on

OTHERS = ("index", "query", "vector")


@pytest.mark.parametrize(
    "stem",
    [
        "Which of these is a passage cut from a document before it is indexed?",
        "Why is a document cut before it is indexed?",
        "What is the term for the number of tokens that two neighbouring chunks share?",
    ],
)
def test_a_stem_that_says_what_it_speaks_of_passes(bench: Bench, stem: str) -> None:
    assert stands_alone(bench.choice(stem, "chunk", OTHERS), bench.context) == ""


@pytest.mark.parametrize(
    "stem",
    [
        "What does this section say of chunks?",
        "According to the passage, what is a chunk?",
        "Which of these divides them by this?",
        "What did the authors mentioned above call a chunk?",
        "Why are these passages cut?",
        "In the previous example, how many chunks were cut?",
    ],
)
def test_a_stem_that_points_elsewhere_is_dropped(bench: Bench, stem: str) -> None:
    assert stands_alone(bench.choice(stem, "chunk", OTHERS), bench.context)


@pytest.mark.parametrize(
    "statement",
    [
        "It divides them by the overlap.",
        "This method cuts documents.",
        "The result is a vector of tokens.",
        "However, chunks overlap.",
    ],
)
def test_a_statement_that_leans_on_the_one_before_is_dropped(bench: Bench, statement: str) -> None:
    made = bench.question("truefalse", statement, True, "**Overlap** is the number of")
    assert stands_alone(made, bench.context)


def test_an_option_that_points_elsewhere_is_dropped(bench: Bench) -> None:
    made = bench.choice("Which of these is a passage?", "chunk", ("the above", "this one", "it"))
    assert "an option leans" in stands_alone(made, bench.context)


@pytest.mark.parametrize(
    "stem", ["該機構是什麼？", "下列何者是他設立的機構？", "如下圖，八旗是什麼？"]
)
def test_chinese_that_leans_is_dropped(chinese_bench: Bench, stem: str) -> None:
    made = chinese_bench.choice(stem, "軍機處", ("八旗", "綠營", "內閣"), "**軍機處**是雍正皇帝")
    assert stands_alone(made, chinese_bench.context)


def test_chinese_that_names_its_subject_passes(chinese_bench: Bench) -> None:
    made = chinese_bench.choice(
        "下列何者是雍正皇帝設立的中央決策機構？",
        "軍機處",
        ("八旗", "綠營", "內閣"),
        "**軍機處**是雍正皇帝",
    )
    assert stands_alone(made, chinese_bench.context) == ""


@given(st.sampled_from(["this", "these"]), st.sampled_from(["section", "figure", "lecture"]))
def test_no_wording_of_this_section_passes(which: str, thing: str) -> None:
    made = BENCH.choice(f"What does {which} {thing} call a cut passage?", "chunk", OTHERS)
    assert stands_alone(made, BENCH.context)


BENCH = bench_on("A **chunk** is a passage cut from a document before it is indexed.")

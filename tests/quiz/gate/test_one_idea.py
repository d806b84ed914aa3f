"""Rule 8: a question tests one idea of the course, no heading, page furniture, link or praise."""

from __future__ import annotations

import pytest

from llmtutor.quiz.gate.stem_rules import MOST_WORDS, one_idea
from tests.quiz.gate.conftest import Bench, bench_on

OTHERS = ("index", "query", "vector")


def test_an_idea_of_the_course_passes(bench: Bench) -> None:
    made = bench.choice("Which of these is a cut passage?", "chunk", OTHERS)
    assert one_idea(made, bench.context) == ""


@pytest.mark.parametrize(
    "stem",
    [
        "Which slides show the chunk?",
        "Where can the notebook of the course be found?",
        "What should be read next?",
        "When was the site last updated?",
        "What is on the exam?",
        "Which chunk has impressive quality?",
        "Which of these is an important idea?",
    ],
)
def test_furniture_and_praise_are_dropped(bench: Bench, stem: str) -> None:
    assert one_idea(bench.choice(stem, "chunk", OTHERS), bench.context)


def test_a_link_alone_is_no_idea() -> None:
    bench = bench_on(
        "One sentence stands here for prose.\n\n- [Attention Is All You Need](https://x.org/a)\n"
    )
    made = bench.question(
        "short",
        "Which work is listed?",
        "Attention",
        "- [Attention Is All You Need](https://x.org/a)",
    )
    assert "heading or a link" in one_idea(made, bench.context)


def test_the_title_of_a_link_is_no_key() -> None:
    bench = bench_on("Chunks are explained in [Cutting Texts](https://x.org) for those who ask.")
    made = bench.question(
        "short", "Where are chunks explained?", "Cutting Texts", "Chunks are explained in [Cutting"
    )
    assert "title of a link" in one_idea(made, bench.context)


def test_more_than_can_be_held_in_mind_is_dropped(bench: Bench) -> None:
    long = "Which of these is " + "very " * MOST_WORDS + "small?"
    assert "words to read" in one_idea(bench.choice(long, "chunk", OTHERS), bench.context)


def test_a_statement_with_many_figures_is_dropped(bench: Bench) -> None:
    stem = "A cut of 100 tokens with 20 shared gives 13 chunks."
    made = bench.question("truefalse", stem, True, "A **chunk** is")
    assert "3 figures" in one_idea(made, bench.context)


@pytest.mark.parametrize(
    ("markdown", "quote"),
    [
        ("## Roots\n\nTODO draw the whole ethylene path of roots.", "TODO draw"),
        ("## Still to do\n\nRoots take up water through fine hairs.", "Roots take"),
    ],
)
def test_what_a_student_has_yet_to_do_is_no_idea(markdown: str, quote: str) -> None:
    bench = bench_on(markdown)
    assert one_idea(bench.question("truefalse", f"{quote}.", True, quote), bench.context)

"""Rule 2: one verbatim piece of the notes entails the key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.quiz.gate.key_rules import entailed
from tests.quiz.gate.conftest import RETRIEVAL, Bench, bench_on

OVERLAP = "**Overlap** is the number of\ntokens that two neighbouring chunks share."
STEM = "Which of these is the number of tokens that two neighbouring chunks share?"
OTHERS = ("stride", "chunk", "window")


def test_a_key_that_its_source_holds_passes(bench: Bench) -> None:
    assert entailed(bench.choice(STEM, "overlap", OTHERS, OVERLAP), bench.context) == ""


def test_a_key_that_its_source_does_not_hold_is_dropped(bench: Bench) -> None:
    assert "does not follow" in entailed(
        bench.choice(STEM, "stride", ("overlap", "chunk", "window"), OVERLAP), bench.context
    )


def test_a_source_that_speaks_of_something_else_is_dropped(bench: Bench) -> None:
    made = bench.choice("Which of these reads question and passage?", "overlap", OTHERS, OVERLAP)
    assert "does not speak of the stem" in entailed(made, bench.context)


def test_a_number_that_its_source_does_not_hold_is_dropped(bench: Bench) -> None:
    quote = "A bi-encoder answers in 20 ms"
    stem = "How fast does a bi-encoder answer?"
    good = bench.question("short", stem, "20 ms", quote)
    assert entailed(good, bench.context) == ""
    bad = bench.question("short", stem, "25 ms", quote)
    assert entailed(bad, bench.context)


@given(st.integers(0, 40), st.characters(codec="ascii", categories=("Ll", "Lu")))
def test_a_quotation_changed_in_one_letter_is_dropped(at: int, letter: str) -> None:
    made = BENCH.choice(STEM, "overlap", OTHERS, OVERLAP)
    text = made.source.text
    changed = text[:at] + letter + text[at + 1 :]
    source = replace(made.source, text=changed)
    found = entailed(replace(made, source=source), BENCH.context)
    assert (found == "the source is not verbatim in the notes") is (changed != text)


def test_a_source_of_a_section_that_is_gone_is_dropped(bench: Bench) -> None:
    made = bench.choice(STEM, "overlap", OTHERS, OVERLAP)
    gone = replace(made, source=replace(made.source, path="course/notes/gone"))
    assert entailed(gone, bench.context)


@pytest.mark.parametrize(
    ("stem", "key", "good"),
    [
        ("Overlap is the number of tokens that two neighbouring chunks share.", True, True),
        ("Overlap is the number of letters that two distant pages share.", True, False),
        ("Overlap is the number of passages that two neighbouring chunks share.", False, True),
        ("Overlap is the number of tokens that two neighbouring chunks share.", False, False),
        ("Rivers carry salt to the sea.", False, False),
    ],
)
def test_statements(bench: Bench, stem: str, key: bool, good: bool) -> None:
    made = bench.question("truefalse", stem, key, OVERLAP)
    assert (entailed(made, bench.context) == "") is good


def test_an_order_must_be_the_sources_own(bench: Bench) -> None:
    quote = RETRIEVAL[RETRIEVAL.index("Cut the document") : RETRIEVAL.index("\n4.")]
    steps = (
        "Cut the document into chunks",
        "Embed every chunk as a vector",
        "Search the vectors for the question",
    )
    stem = "Steps of search: put these in order, from first to last."
    right = bench.question("order", stem, steps, quote, options=steps[::-1])
    assert entailed(right, bench.context) == ""
    wrong = bench.question("order", stem, steps[::-1], quote, options=steps)
    assert "another order" in entailed(wrong, bench.context)


BENCH = bench_on(RETRIEVAL)

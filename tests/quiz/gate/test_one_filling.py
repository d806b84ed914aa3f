"""Rule 9, second half: a blank is a term with one filling that what is left tells."""

from __future__ import annotations

import pytest

from llmtutor.quiz.gate.filling_rules import recoverable
from tests.quiz.gate.conftest import Bench, bench_on

OVERLAP = "**Overlap** is the number of\ntokens that two neighbouring chunks share."


def test_a_gap_that_what_is_left_fills_passes(bench: Bench) -> None:
    stem = "____ is the number of tokens that two neighbouring chunks share."
    assert recoverable(bench.question("cloze", stem, "overlap", OVERLAP), bench.context) == ""


@pytest.mark.parametrize(
    ("stem", "why"),
    [
        ("____ is useful.", "too little is left"),
        ("Overlap: ____ is the number of tokens that two chunks share.", "stands in the stem"),
        ("Overlap is the number of tokens that chunks share.", "0 blanks"),
        ("____ is the ____ of tokens that two neighbouring chunks share.", "2 blanks"),
    ],
)
def test_a_gap_that_nothing_fills_is_dropped(bench: Bench, stem: str, why: str) -> None:
    made = bench.question("cloze", stem, "overlap", OVERLAP)
    assert why in recoverable(made, bench.context)


def test_a_filling_too_long_to_be_recovered_is_dropped(bench: Bench) -> None:
    made = bench.question(
        "cloze",
        "Overlap is ____ for every document in the index.",
        "the number of tokens that two neighbouring chunks share",
        OVERLAP,
    )
    assert "too long" in recoverable(made, bench.context)


def test_a_gap_that_another_term_fills_as_well_is_dropped() -> None:
    bench = bench_on(
        "A **tram** is a vehicle that carries passengers on rails.\n\n"
        "A **train** is a long vehicle that carries passengers on rails."
    )
    made = bench.question(
        "cloze",
        "A(n) ____ is a vehicle that carries passengers on rails.",
        "tram",
        "A **tram** is a vehicle that carries passengers on rails.",
    )
    assert "'train' would fit as well" in recoverable(made, bench.context)


def test_an_abbreviation_is_asked_by_its_letters_alone() -> None:
    bench = bench_on("A **recurrent neural network** (RNN) reads a sequence word by word.")
    made = bench.question(
        "short", "What does RNN stand for?", "recurrent neural network", "A **recurrent neural"
    )
    assert recoverable(made, bench.context) == ""


def test_other_kinds_have_no_gap(bench: Bench) -> None:
    made = bench.question("truefalse", "Overlap is useful.", True, OVERLAP)
    assert recoverable(made, bench.context) == ""


def test_a_stem_may_name_the_sort_of_thing_it_asks_for() -> None:
    bench = bench_on("The Onin War destroyed much of the old capital within ten years.")
    source = "The Onin War destroyed much of the old capital within ten years."
    named = "Which war destroyed much of the old capital within ten years?"
    assert recoverable(bench.question("short", named, "Onin War", source), bench.context) == ""
    shown = "Which war like Onin destroyed much of the old capital?"
    made = bench.question("short", shown, "Onin War", source)
    assert "stands in the stem" in recoverable(made, bench.context)


def test_a_filling_holds_no_brackets() -> None:
    text = "The stride (step) sets how far a window moves over the words of a text."
    bench = bench_on(text)
    stem = "The ____ sets how far a window moves over the words of a text."
    assert recoverable(bench.question("cloze", stem, "stride (step)", text), bench.context)


def test_a_trade_alone_tells_nobody() -> None:
    many, one = "was a poet, printer and publican.", "was a poet, printer and mayor of Ulm in 1712."
    bench = bench_on(f"Ada Sand {many}\n\nAda Sand {one}")
    made = bench.question("cloze", f"____ {many}", "Ada Sand", f"Ada Sand {many}")
    assert "no more than a trade" in recoverable(made, bench.context)
    told = bench.question("cloze", f"____ {one}", "Ada Sand", f"Ada Sand {one}")
    assert recoverable(told, bench.context) == ""

"""Rule 10, second half: the explanation says why the key is right, and so holds it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.quiz.gate.set_rules import explanation_agrees
from tests.quiz.gate.conftest import Bench

OVERLAP = "**Overlap** is the number of\ntokens that two neighbouring chunks share."


@pytest.mark.parametrize(
    ("explanation", "good"),
    [
        ("Overlap is what two neighbouring chunks share.", True),
        ("Stride is the size of the window.", False),
        ("   ", False),
    ],
)
def test_a_choice(bench: Bench, explanation: str, good: bool) -> None:
    made = bench.question(
        "choice", "Which do chunks share?", "overlap", OVERLAP,
        others=("stride", "index"), explanation="Overlap.",
    )  # fmt: skip
    made = replace(made, explanation=explanation)
    assert (explanation_agrees(made, bench.context) == "") is good


def test_a_false_statement_is_not_explained_by_itself(bench: Bench) -> None:
    stem = "Overlap is the number of words that two chunks share."
    bad = bench.question("truefalse", stem, False, OVERLAP, explanation=f"The notes say: {stem}")
    assert "repeats" in explanation_agrees(bad, bench.context)
    good = bench.question("truefalse", stem, False, OVERLAP)
    assert explanation_agrees(good, bench.context) == ""


def test_a_part_of_the_key_that_is_not_explained_is_dropped(bench: Bench) -> None:
    made = bench.question(
        "multi", "Which are counted?", ("overlap", "stride"), OVERLAP,
        options=("overlap", "stride", "index", "query"), explanation="Overlap is counted.",
    )  # fmt: skip
    assert "'stride'" in explanation_agrees(made, bench.context)

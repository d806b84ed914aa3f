"""Rule 6: the lines of the notes above a question do not hold its answer."""

from __future__ import annotations

import pytest

from llmtutor.quiz.gate.echo_rules import not_shown_above
from llmtutor.quiz.gate.gate import verdict
from llmtutor.quiz.led import led
from llmtutor.quiz.models import Key, Kind, Question
from tests.quiz.gate.conftest import Bench, bench_on

HEAT = "Oak burns hot for a long time. It needs two years to dry before it burns in a stove."


def asked(bench: Bench, stem: str, key: Key, lines: str) -> Question:
    kind: Kind = "truefalse" if isinstance(key, bool) else "cloze"
    made = bench.question(kind, stem, key, HEAT, explanation="It needs two years to dry.")
    return led(made, lines, made.source)


@pytest.mark.parametrize(
    ("stem", "key", "lines", "shown"),
    [
        ("It needs ____ (number) years to dry.", "two", "Oak burns hot.", False),
        ("It needs ____ (number) years to dry.", "two", "Two kinds of oak burn hot.", True),
        ("It needs five years to dry.", False, "Oak burns hot.", False),
        ("It needs five years to dry.", False, "Two kinds of oak burn hot.", True),
    ],
)
def test_the_lines_above_hold_no_answer(stem: str, key: Key, lines: str, shown: bool) -> None:
    bench = bench_on(HEAT)
    assert bool(not_shown_above(asked(bench, stem, key, lines), bench.context)) is shown


def test_what_leans_on_the_line_above_passes_the_gate() -> None:
    bench = bench_on(HEAT)
    alone = bench.question(
        "truefalse", "It needs two years to dry before it burns in a stove.", True, HEAT
    )
    shown = led(alone, "Oak burns hot for a long time.", alone.source)
    rejected = verdict(alone, bench.context)
    assert rejected is not None
    assert rejected.rule == "stands alone"
    assert verdict(shown, bench.context) is None

"""The figures of the adapter's test, on rows whose figures are plain to see."""

from __future__ import annotations

from typing import Any

import pytest

from adapter.figures import area, figures


def row(task: str, **more: Any) -> dict[str, Any]:
    return {"set": "s", "task": task, "target": "", "accepted": (), "refusal": 0.0, **more}


def test_an_answer_counts_if_any_wording_fits() -> None:
    rows = [
        row("answer", target="mill", accepted=["a water mill"], said="water mill", verbatim=True),
        row("answer", target="mill", said="the church", verbatim=False),
    ]
    assert figures(rows)["s answer"] == {"n": 2, "exact": 50.0, "F1": 50.0, "in the notes": 0.5}


def test_refusals_and_false_refusals_are_counted_apart() -> None:
    rows = [
        row("answer", target="x", said="x", verbatim=True, refusal=0.45),
        row("refuse", refusal=0.9),
        row("refuse", refusal=0.35),
        row("off topic", refusal=0.99),
    ]
    found = figures(rows)["s refusing"]
    assert found["at 0.4"] == {"refuse": 0.5, "off topic": 1.0, "false": 1.0}
    assert found["at 0.5"] == {"refuse": 0.5, "off topic": 1.0, "false": 0.0}
    assert found["refuse: AUC"] == 0.5


@pytest.mark.parametrize(
    ("above", "below", "share"),
    [([2, 3], [0, 1], 1.0), ([0, 1], [2, 3], 0.0), ([1, 1], [1, 1], 0.5), ([0, 2], [1], 0.5)],
)
def test_the_area_is_the_share_of_pairs_in_order(
    above: list[float], below: list[float], share: float
) -> None:
    assert area(above, below) == share


def test_a_false_statement_differs_in_one_place() -> None:
    rows = [
        row("false", statement="The mill is old", said="The mill is new"),
        row("false", statement="The mill is old", said="The mill is old"),
    ]
    assert figures(rows)["s false"] == {"n": 2, "changed": 0.5, "one place changed": 0.5}


def test_a_verdict_is_judged_by_its_first_word() -> None:
    rows = [
        row("judge", target="partly: the year", said="partly: the town"),
        row("judge", target="right", said="wrong: the year"),
    ]
    found = figures(rows)["s judge"]
    assert found["same verdict"] == 0.5
    assert found["right taken for wrong, or wrong for right"] == 0.5

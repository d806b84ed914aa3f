"""Five of the thousand kills of ``make soak``, and some weeks of ``make year``."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_five_kills_lose_nothing(tmp_path: Path) -> None:
    counts = import_module("soak").soak(5, seed=7, folder=tmp_path, tell=False)
    assert counts["kills"] == 5
    assert counts["review"] + counts["attempt"] + counts["exam"] > 0


def test_weeks_of_daily_use() -> None:
    weeks = import_module("year").simulate(days=20, forgets=1.0, goal=0.9)
    assert weeks["integrity"] == "ok"
    assert weeks["due_a_day"]["most"] < 60
    assert 0.82 < weeks["retention"] < 0.97
    assert weeks["today_cpu_ms_more"] < 50

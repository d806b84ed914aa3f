"""Fitting the confidence of search: a logistic model over the signs, for ``confidence.py``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from llmtutor.search.confidence import REFUSED_BELOW, Signs, weigh

_LARGE = 100
"""Off-topic questions that make a share of them mean something."""
_WEIGHTS = {
    "lectures": 2.0,
    "paragraphs: wiki 300": 0.4,
    "paragraphs: wiki 60": 0.4,
    "paragraphs: forum": 0.0,
    "paragraphs: reviews": 0.0,
}
"""Of a set against the others: lectures are what llmtutor is for; posts and reviews only test."""
_NEAR_MISS = 0.5
"""Weight of a near miss: some can be told by nothing that words or vectors say."""
_RIDGE = 5.0
SIGNS = tuple(sign.name for sign in fields(Signs))


@dataclass(frozen=True)
class Row:
    """One question, asked."""

    source: str
    kind: str
    """answerable, near_miss, off_topic, or off_topic and the set that it is from."""
    cjk: bool
    fitted: bool
    """Whether it may calibrate."""
    signs: dict[str, float | None]
    """Empty where nothing was found."""

    @property
    def confidence(self) -> float:
        return weigh(Signs(**self.signs), cjk=self.cjk) if self.signs else 0.0  # type: ignore[arg-type]


def fit(rows: Sequence[Row], signs: Sequence[str], refused: float) -> dict[str, float]:
    """A logistic model whose lower threshold is that of the program.

    Every set has its weight, however many questions it has, and so do its
    answerable and other questions.

    Args:
        rows: to calibrate on.
        signs: that are weighed.
        refused: share of the off-topic questions of every large set that must
            stay below the lower threshold.
    """
    import numpy as np

    rows = [row for row in rows if _WEIGHTS.get(set_of(row), 1.0)]
    table = np.array([[row.signs[name] or 0.0 for name in signs] for row in rows])
    middle, spread = table.mean(0), table.std(0) + 1e-9
    table = np.c_[(table - middle) / spread, np.ones(len(rows))]
    right = np.array([row.kind == "answerable" for row in rows], dtype=float)
    weight, ridge = _weights(rows), _RIDGE * np.eye(table.shape[1])
    ridge[-1, -1] = 0.0
    solved = np.zeros(table.shape[1])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-table @ solved))
        slope = table.T @ (weight * (right - guess)) - ridge @ solved
        curve = (table * (weight * guess * (1 - guess))[:, None]).T @ table
        solved += np.linalg.solve(curve + ridge, slope)
    least = _least(rows, table @ solved, refused)
    found = solved[:-1] / spread
    base = solved[-1] - found @ middle + math.log(REFUSED_BELOW / (1 - REFUSED_BELOW)) - least
    named = zip([*signs, "base"], [*found, base], strict=True)
    return {name: round(float(value), 2) for name, value in named}


def _weights(rows: Sequence[Row]) -> Any:
    """Of each row; shape (rows,)."""
    import numpy as np

    weight = np.array([_NEAR_MISS if row.kind == "near_miss" else 1.0 for row in rows])
    groups = [(set_of(row), row.kind == "answerable") for row in rows]
    for group in set(groups):
        chosen = np.array([item == group for item in groups])
        weight[chosen] *= _WEIGHTS.get(group[0], 1.0) / weight[chosen].sum()
    return weight * len(rows) / weight.sum()


def _least(rows: Sequence[Row], scores: Sequence[float], refused: float) -> float:
    """The score that a share of the off-topic questions of every large set stays below."""
    import numpy as np

    off_topic: dict[tuple[str, str], list[float]] = {}
    for row, score in zip(rows, scores, strict=True):
        if row.kind.startswith("off_topic") and _WEIGHTS.get(set_of(row), 1.0) >= 1:
            off_topic.setdefault((set_of(row), row.kind), []).append(float(score))
    shares = [np.quantile(item, refused) for item in off_topic.values() if len(item) >= _LARGE]
    return float(max(shares, default=0.0))


def set_of(row: Row) -> str:
    """All lectures together; each set of paragraphs for itself."""
    return "lectures" if row.source.startswith("lectures") else row.source.partition(",")[0]


def trade_off(rows: Sequence[Row], shares: Sequence[float] = (0.8, 0.85, 0.9, 0.95)) -> list[str]:
    """What lectures alone would allow: kept, by the share of off-topic questions refused."""
    import numpy as np

    lines = []
    for cjk, script in ((False, "English"), (True, "Chinese")):
        mine = [row for row in rows if set_of(row) == "lectures" and row.cjk == cjk]
        sure = {
            kind: np.array([row.confidence for row in mine if row.kind == kind])
            for kind in ("answerable", "off_topic")
        }
        for share in shares if all(map(len, sure.values())) else ():
            least = np.quantile(sure["off_topic"], share)
            kept = float((sure["answerable"] > least).mean())
            lines.append(f"{script}: {share:.2f} off topic refused, {kept:.3f} kept")
    return lines

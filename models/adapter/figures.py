"""Figures from what a model said in the test: pure, no model needed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from llmtutor.evaluate.squad import exact, f1

Row = Mapping[str, Any]
"""One thing asked: ``set``, ``task``, ``target``, ``accepted``, and what was said."""

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Probabilities of the refusal's first token above which an answer counts as refused."""


def figures(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Per set of the test and per task: ``n`` and what is measured there."""
    report: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(row["set"] for row in rows):
        of_set = [row for row in rows if row["set"] == name]
        tasks = Counter(row["task"] for row in of_set)
        for task, count in sorted(tasks.items()):
            chosen = [row for row in of_set if row["task"] == task]
            found = _OF_TASK[task](chosen) if task in _OF_TASK else {}
            report[f"{name} {task}"] = {"n": count, **found}
        report[f"{name} refusing"] = refusing(of_set)
    return report


def _answers(rows: Sequence[Row]) -> dict[str, Any]:
    golds = [[row["target"], *row["accepted"]] for row in rows]
    return {
        "exact": _mean(exact(row["said"], gold) for row, gold in zip(rows, golds, strict=True)),
        "F1": _mean(f1(row["said"], gold) for row, gold in zip(rows, golds, strict=True)),
        "in the notes": _share(row["verbatim"] for row in rows),
    }


def refusing(rows: Iterable[Row]) -> dict[str, Any]:
    """How well the first token of the refusal tells questions without an answer."""
    without: dict[str, list[float]] = {}
    answerable = []
    for row in rows:
        if row["task"] == "answer":
            answerable.append(row["refusal"])
        elif row["task"] in {"refuse", "off topic"}:
            without.setdefault(row["task"], []).append(row["refusal"])
    found: dict[str, Any] = {"n answerable": len(answerable)}
    for kind, values in without.items():
        found[f"{kind}: AUC"] = round(area(values, answerable), 4)
    for limit in THRESHOLDS:
        shares = {kind: _share(v >= limit for v in values) for kind, values in without.items()}
        found[f"at {limit}"] = {**shares, "false": _share(v >= limit for v in answerable)}
    return found


def area(above: Sequence[float], below: Sequence[float]) -> float:
    """The chance that a value of the first list is larger than one of the second."""
    if not above or not below:
        return math.nan
    ordered = sorted([(value, 1) for value in above] + [(value, 0) for value in below])
    wins, seen, place = 0.0, 0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end][0] == ordered[place][0]:
            end += 1
        here = [kind for _, kind in ordered[place:end]]
        wins += sum(here) * (seen + here.count(0) / 2)
        seen += here.count(0)
        place = end
    return wins / (len(above) * len(below))


def _explanations(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "supported": _share(row["support"] == "full" for row in rows),
        "supported or in part": _share(row["support"] != "none" for row in rows),
        "F1": _against_target(rows),
    }


def _questions(rows: Sequence[Row]) -> dict[str, Any]:
    backs = [f1(row["back"], [row["span"]]) for row in rows]
    return {
        "answered back by the span": _share(value >= 50 for value in backs),
        "ends with a question mark": _share(row["said"].endswith("?") for row in rows),
        "F1": _against_target(rows),
    }


def _falsehoods(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "changed": _share(row["said"].strip() != row["statement"] for row in rows),
        "one place changed": _share(_changes(row["statement"], row["said"]) == 1 for row in rows),
    }


def _changes(true: str, false: str) -> int:
    codes = SequenceMatcher(a=true.split(), b=false.split(), autojunk=False).get_opcodes()
    return sum(code[0] != "equal" for code in codes)


def _verdicts(rows: Sequence[Row]) -> dict[str, Any]:
    def first(text: str) -> str:
        return text.split(":", maxsplit=1)[0].strip()

    return {
        "same verdict": _share(first(row["said"]) == first(row["target"]) for row in rows),
        "right taken for wrong, or wrong for right": _share(
            {first(row["said"]), first(row["target"])} == {"right", "wrong"} for row in rows
        ),
    }


def _rewritten(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "F1": _against_target(rows),
        "F1 of leaving it as it is": _mean(f1(row["follow_up"], [row["target"]]) for row in rows),
    }


def _against_target(rows: Sequence[Row]) -> float | None:
    return _mean(f1(row["said"], [row["target"]]) for row in rows)


_OF_TASK: Mapping[str, Callable[[Sequence[Row]], dict[str, Any]]] = {
    "answer": _answers,
    "explain": _explanations,
    "question": _questions,
    "false": _falsehoods,
    "judge": _verdicts,
    "rewrite": _rewritten,
}


def _share(values: Iterable[bool]) -> float | None:
    found = list(values)
    return round(sum(found) / len(found), 3) if found else None


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return round(sum(found) / len(found), 1) if found else None

"""Join recorded refusals with search's confidence: ``python -m adapter.joined``.

Each question of the held-out articles is asked of its own passage, as ``adapter.evaluate``
recorded it, so that no model is needed; the rule is the app's own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapter.evaluate import SEED, Asked, everything, recorded
from adapter.figures import area
from llmtutor.evaluate.scratch import COURSE, LECTURE, scratch_library
from llmtutor.library.library import Scope
from llmtutor.search.confidence import confidence
from llmtutor.search.evidence import find_evidence
from llmtutor.tutor.verdict import joined, joined_verdict


def sureness(items: Sequence[Asked]) -> list[float]:
    """Search's confidence that the passage of each question holds its answer, 0 to 1."""
    passages = list(dict.fromkeys(item.block.notes for item in items))
    with tempfile.TemporaryDirectory() as folder:
        connection = scratch_library(Path(folder) / "passages.db", passages).connection
        found = []
        for item in items:
            scope = Scope(COURSE, LECTURE, f"p{passages.index(item.block.notes)}")
            evidence = find_evidence(connection, item.branch.fields["question"], scope)
            found.append(confidence(connection, evidence) if evidence.sentences else 0.0)
    return found


def figures(rows: Sequence[dict[str, Any]], sure: Sequence[float]) -> dict[str, Any]:
    """Of near misses and of questions with an answer: how many are refused, and the area."""
    sums: dict[str, list[float]] = {"refuse": [], "answer": []}
    refused = {"refuse": 0, "answer": 0}
    for row, own in zip(rows, sure, strict=True):
        sums[row["task"]].append(joined(own, row["refusal"]))
        refused[row["task"]] += joined_verdict(own, row["refusal"]) == "not_in_notes"
    return {
        "n near misses": len(sums["refuse"]),
        "n answerable": len(sums["answer"]),
        "refused": round(refused["refuse"] / max(1, len(sums["refuse"])), 3),
        "false": round(refused["answer"] / max(1, len(sums["answer"])), 3),
        "AUC": round(area(sums["answer"], sums["refuse"]), 4),
    }


def main() -> None:
    """Join from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--record", type=Path, required=True, help="what adapter.evaluate wrote")
    parser.add_argument("--split", choices=("test", "tune"), default="test")
    parser.add_argument("--most", type=int, default=500, help="as it was given to adapter.evaluate")
    options = parser.parse_args()
    groups = everything(options.squad, SEED, options.most, options.split)
    items = {item.id: item for group in groups for item in group}
    asked = {"answer", "refuse"}
    rows = [
        row
        for row in recorded(options.record)
        if row["set"] == "held-out articles" and row["task"] in asked and row["id"] in items
    ]
    sure = sureness([items[row["id"]] for row in rows])
    print(json.dumps(figures(rows, sure), indent=1))


if __name__ == "__main__":
    main()

"""How well the model tells what is clear by itself: ``python -m adapter.heard [--labels strict]``.

Asked of the statements of whole lectures that were held back from training, with the engine that
the app uses; what readers said is compared with the probability that the app goes by.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from adapter.alone import LABELS, YES, alone_blocks
from adapter.figures import area
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.notes.clarity import ALONE, UNDER_LINES

HERE = Path(__file__).parent
FROM = (0.3, 0.5, 0.7, 0.8, 0.9)
"""Probabilities from which the share of good statements is told, beside the app's own two."""
Heard = list[tuple[float, bool]]
"""Of each statement the model's probability that it is clear, and whether readers found it so."""


async def heard(base: Path, adapter: Path, labels: Path, log: Path) -> Heard:
    """Ask the model about every statement that was held back."""
    engine = WorkerEngine(WorkerConfig(base, log, threads=1, adapter=adapter))
    try:
        asker = Asker(engine, await engine.start())
        return [
            (await asker.clear(branch.fields["statement"], block.notes), branch.target == YES)
            for block in alone_blocks("tune", labels)
            for branch in block.branches
        ]
    finally:
        await engine.close()


def figures(rows: Heard) -> dict[str, Any]:
    """The area under the curve, and how many are good from and below each probability."""
    clear = [one for one, good in rows if good]
    found: dict[str, Any] = {
        "n": len(rows),
        "good": _share(rows),
        "area": round(area(clear, [one for one, good in rows if not good]), 3),
    }
    for least in sorted({*FROM, *ALONE, *UNDER_LINES}):
        above = [row for row in rows if row[0] >= least]
        below = [row for row in rows if row[0] < least]
        found[f"from {least}"] = {"n": len(above), "good": _share(above), "below": _share(below)}
    return found


def _share(rows: Heard) -> float:
    return round(sum(said for _, said in rows) / max(1, len(rows)), 3)


def main() -> None:
    """Ask from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="the default model's .gguf")
    parser.add_argument("--adapter", type=Path, default=HERE / "tutor-smollm2-135m.gguf")
    parser.add_argument("--labels", choices=("labels", "strict", "lines"), default="strict")
    options = parser.parse_args()
    labels = LABELS / f"{options.labels}.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(
            heard(options.base, options.adapter, labels, Path(folder) / "worker.log")
        )
    print(json.dumps(figures(rows), indent=1))


if __name__ == "__main__":
    main()

"""Let the quiz write questions on lectures never trained on: ``python -m adapter.questions``.

What the model offers goes the quiz's way: is it a question for its answer, does the
model answer it so, then the rules of the gate. Counted is what falls where.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapter.lectures import COURSE, lectures
from llmtutor.bootstrap import build
from llmtutor.quiz.gate.report import GateReport
from llmtutor.quiz.modelled.background import write_items
from llmtutor.quiz.modelled.writer import NO_QUESTION, STRAYED

FILTER = (NO_QUESTION, STRAYED)
"""What drops a question before the gate's rules."""


def counted(report: GateReport) -> dict[str, Any]:
    """How many were offered, what dropped them, and the share of the rest that passes the gate."""
    dropped = report.by_rule()
    held = len(report.passed) + sum(n for rule, n in dropped.items() if rule not in FILTER)
    return {
        "offered": report.offered,
        "dropped": dropped,
        "passed": len(report.passed),
        "of those through the filter": round(len(report.passed) / held, 3) if held else None,
    }


async def _main(options: argparse.Namespace) -> None:
    services = build(overrides={"engine.adapter": options.adapter, "ask.cache": "off"})
    report = GateReport()
    try:
        if services.engine is None:
            raise SystemExit(str(services.engine_problem))
        with options.out.open("w", encoding="utf-8") as stream:
            for name in lectures():
                items = write_items(
                    services.engine, services.quizzes, services.written,
                    services.library.resolve(f"{COURSE}/{name}"),
                    seed=7, now=lambda: datetime.now(UTC), report=report,
                )  # fmt: skip
                passed = 0
                async with aclosing(items):
                    async for question in items:
                        row = {"lecture": name, "question": question.stem, "key": question.key}
                        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                        stream.flush()
                        passed += 1
                        if passed == options.most:
                            break
    finally:
        for engine in (services.engine, services.embedder):
            if engine:
                await engine.close()
    print(json.dumps(counted(report), indent=1))


def main() -> None:
    """Write from the command line; ``LLMTUTOR_HOME`` says which data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="file for what passed")
    parser.add_argument("--most", type=int, default=20, help="questions that pass, of a lecture")
    parser.add_argument("--adapter", default="auto", help="as the setting engine.adapter")
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()

"""How fast the engine is, beside what llama.cpp does without it, and whether it keeps its goals.

    python benchmarks/engine.py [--json] [--model FILE] [--threads N] [--rounds N] [--only NAME …]

Everything runs in one go and in turns with its reference, so that a busy machine
hurts all alike. With one thread the ratios are of processor time, which other
programs hardly change; the wall clock stands beside it. The references are
llama-bench and llama-server of the same llama.cpp, from LLAMA_BENCH and
LLAMA_SERVER or PATH; without them their rows are skipped and say so.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import engine_cancel
import engine_decode
import engine_first_token
import engine_memory
import engine_paint
from engine_rows import Bench, Row
from installed import bytecode_kept
from llmtutor.engine.catalogue import load_catalogue
from llmtutor.engine.models import ModelShelf
from llmtutor.paths import Paths

CASES: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "decode": engine_decode.run,
    "first-token": engine_first_token.run,
    "cancel": engine_cancel.run,
    "paint": engine_paint.run,
    "memory": engine_memory.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    options = parser.parse_args()
    model = options.model
    if model is None:
        shelf = ModelShelf.of(load_catalogue(), Paths.from_environment())
        model = shelf.resolve("default").path
    with bytecode_kept():
        rows = asyncio.run(_run(model, options.threads, options.rounds, options.only))
    if options.json:
        print(json.dumps({row.name: asdict(row) for row in rows}, indent=2))
    else:
        _print(rows, f"{model.name}, {options.threads} thread{'s' * (options.threads != 1)}")
    sys.exit(any(row.met is False for row in rows))


async def _run(model: Path, threads: int, rounds: int, only: list[str]) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(model, threads, rounds, Path(folder))
        for name in only:
            Console(stderr=True).print(f"{name} …", style="dim")
            await CASES[name](bench)
        return bench.rows


def _print(rows: list[Row], title: str) -> None:
    table = Table("what", "measured", "goal", "", "note", title=title)
    for row in rows:
        sign = "" if row.met is None else "✓" if row.met else "✗"
        value = "skipped" if row.value is None else f"{row.value:,.3g} {row.unit}"
        table.add_row(row.name, value, row.goal, sign, row.note)
    Console().print(table)


if __name__ == "__main__":
    main()

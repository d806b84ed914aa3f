"""Ends the engine's process at random moments, and looks at what the app has of it.

    python benchmarks/crashes.py [--kills 200] [--seed 1]

Each round lets the engine load, read, write, save or restore a section, and
ends it there by a signal: killed, or as native code ends that crashes. Some
rounds damage a snapshot in between, some end it again after its restart. Then:
the app's event loop never stood still, each request ended with one answer or
one typed error, each answer is the one that an engine gives that is left alone,
every snapshot on disk is whole, and one process is left, not two.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from crash_moments import MOMENTS, SIGNALS, Crashes
from crash_verdict import BrokenPromiseError, expect
from llmtutor.engine.catalogue import load_catalogue
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.models import ModelShelf
from llmtutor.paths import Paths

OUTCOMES = {item.name: item.name.removeprefix("SIG") for item in SIGNALS} | {
    "came too late": "too late",
    "damaged": "damaged",
    "answered": "answered",
    "given up, named": "given up",
}
"""What is counted, and what it is called in the table."""

LONGEST_PAUSE = 2.0
"""Seconds that the app's loop may stand still on a machine that is busy with other things."""


async def crash(
    kills: int, seed: int, folder: Path, model: Path, tell: Callable[[str], object] = print
) -> Crashes:
    """End an engine that many times.

    Raises:
        BrokenPromiseError: something did not hold.
        TimeoutError: a round never ended.
    """
    snapshots = folder / "snapshots"
    config = WorkerConfig(
        model, folder / "log", context=1024, threads=1, snapshots=snapshots, save_after=0.0,
        meeting=folder / "run",
    )  # fmt: skip
    engine = WorkerEngine(config)
    crashes = Crashes(engine, snapshots, random.Random(seed))
    beat = asyncio.create_task(crashes.heartbeat())
    try:
        await crashes.learn()
        while crashes.counts["kills"] < kills:
            await crashes.round()
            crashes.counts["rounds"] += 1
            if crashes.counts["rounds"] % 20 == 0:
                tell(f"{crashes.counts['kills']} kills: {dict(crashes.counts)}")
        expect(crashes.longest_pause < LONGEST_PAUSE, f"a pause of {crashes.longest_pause:.1f} s")
    finally:
        beat.cancel()
        await engine.close()
    return crashes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    model = ModelShelf.of(load_catalogue(), Paths.from_environment()).resolve("default").path
    folder = Path(tempfile.mkdtemp(prefix="llmtutor-crashes-"))
    began = time.monotonic()
    try:
        crashes = asyncio.run(crash(options.kills, options.seed, folder, model))
    except (BrokenPromiseError, TimeoutError) as error:
        print(f"BROKEN: {str(error) or 'a round never ended'}\nEverything is kept in {folder}.")
        sys.exit(1)
    shutil.rmtree(folder, ignore_errors=True)
    _tell(crashes, time.monotonic() - began)


def _tell(crashes: Crashes, seconds: float) -> None:
    table = Table("ended while it was", *OUTCOMES.values(), box=MARKDOWN)
    for moment in MOMENTS:
        table.add_row(moment, *(str(crashes.matrix[moment, what]) for what in OUTCOMES))
    table.add_row("all", *(str(crashes.counts[what]) for what in OUTCOMES))
    Console(width=100).print(table)
    print(
        f"{crashes.counts['kills']} kills in {seconds:.0f} s, {crashes.counts['rounds']} rounds;"
        f" longest pause of the app {crashes.longest_pause * 1000:.0f} ms."
    )


if __name__ == "__main__":
    main()

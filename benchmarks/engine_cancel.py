"""How soon it is quiet after a cancel, and how soon it is back after a kill."""

from __future__ import annotations

import asyncio
import statistics
import time
from contextlib import aclosing

import psutil

from engine_rows import Bench, answer, cpu_ms, ms, request, section_and_questions
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.protocol import Prefill, Token

TRIES = 100
"""Of each: while it reads, and while it writes."""


async def run(bench: Bench) -> None:
    """Goal: p99 under 20 ms on one thread."""
    engine = bench.engine("cancel")
    try:
        section, _ = await section_and_questions(engine)
        idle = [await _reply(engine) for _ in range(TRIES)]
        waits, costs = [], []
        for turn in range(TRIES):
            for stage in (Prefill, Token):
                notes = f"{turn} {section if stage is Prefill else ''}"
                async with aclosing(engine.generate(request(notes, "Go on.", 400))) as events:
                    async for event in events:
                        if isinstance(event, stage):
                            break
                    await asyncio.sleep(0.02 + turn % 17 / 250)
                    before = cpu_ms(engine.pid)
                waits.append(await _reply(engine))
                costs.append(cpu_ms(engine.pid) - before)
        worth = costs if bench.threads == 1 else waits
        note = f"of {2 * TRIES}, half reading; CPU {_told(costs)}, wall {_told(waits)} ms;"
        note += f" asking an idle worker, wall {_told(idle)} ms (medians and p99)"
        bench.at_most("cancel to quiet, p99", _p99(worth), 20, "ms", note)
        await _killed(bench, engine)
    finally:
        await engine.close()


async def _reply(engine: WorkerEngine) -> float:
    """A short request is answered when the one before it has ended."""
    begun = time.perf_counter()
    await engine.count_tokens([""])
    return ms(begun)


async def _killed(bench: Bench, engine: WorkerEngine) -> None:
    psutil.Process(engine.pid).kill()
    while engine.pid is not None:  # noqa: ASYNC110 (nothing tells of it)
        await asyncio.sleep(0.001)
    _, cost = await answer(engine, request("", "Hi", 1))
    bench.fact("killed to first token, short prompt", cost.wall, "ms")


def _told(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} and {_p99(values):.1f}"


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]

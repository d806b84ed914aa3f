"""Writing, beside llama-bench: the same tokens at the same place of the context."""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics

from engine_rows import SECTION, Bench, Cost, both, cpu_ms, marks, median, request, worth
from engine_rows import section_and_questions as case
from llmtutor.engine.client import WorkerEngine

FROM, TO = 32, 96
"""Pieces of the answer between which is measured: loading, prompt and start are left out."""


async def run(bench: Bench) -> None:
    """Speed of writing; at least 0.97 of llama-bench."""
    ours, theirs = [], []
    program = os.environ.get("LLAMA_BENCH") or shutil.which("llama-bench")
    engine = bench.engine("decode")
    try:
        section, _ = await case(engine)
        for turn in range(bench.rounds):
            cost = await _ours(engine, f"{turn} {section}")
            ours.append(cost)
            if program:
                theirs.append(await _theirs(program, bench))
    finally:
        await engine.close()
    mine = median(ours)
    bench.fact("decode", mine.cpu, "ms/token", f"after {SECTION} tokens; {both(mine)}")
    if not theirs:
        bench.skip("decode: speed over llama-bench", "there is no llama-bench")
        return
    other = median(theirs)
    pairs = [worth(bench, b) / worth(bench, a) for a, b in zip(ours, theirs, strict=True)]
    note = f"llama-bench: {both(other)}; wall ratio {other.wall / mine.wall:.3f}"
    bench.at_least("decode: speed over llama-bench", statistics.median(pairs), 0.97, "×", note)


async def _ours(engine: WorkerEngine, notes: str) -> Cost:
    prompt = request(notes, "Write on about all of this, at length, and never stop.", TO + 8)
    found = await marks(engine, prompt, (FROM, TO))
    if len(found) < 2:
        raise RuntimeError("the answer was too short to measure")
    (wall, cpu), (wall_end, cpu_end) = found
    return Cost((wall_end - wall) / (TO - FROM), (cpu_end - cpu) / (TO - FROM))


async def _theirs(program: str, bench: Bench) -> Cost:
    """The difference between writing ``TO`` and ``FROM`` tokens, for each token."""
    short = await _run(program, bench, FROM)
    long = await _run(program, bench, TO)
    return Cost((long.wall - short.wall) / (TO - FROM), (long.cpu - short.cpu) / (TO - FROM))


async def _run(program: str, bench: Bench, tokens: int) -> Cost:
    """One generation, from the line that announces it to the line that announces the next."""
    process = await asyncio.create_subprocess_exec(
        program, "-m", str(bench.model), "-t", str(bench.threads), "-p", "0", "-n", str(tokens),
        "-d", str(SECTION), "-r", "4", "--progress", "-o", "json", "--prio", "0",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "OMP_WAIT_POLICY": "passive"}, preexec_fn=_as_nice_as_the_worker,
    )  # fmt: skip
    if process.stderr is None:
        raise RuntimeError("no pipe")
    seen: list[tuple[float, float]] = []
    loop = asyncio.get_running_loop()
    async for line in process.stderr:
        if b"generation run" in line and b"warmup" not in line:
            seen.append((1000 * loop.time(), cpu_ms(process.pid)))  # noqa: PERF401 (read in time)
    await process.wait()
    gaps = [Cost(b[0] - a[0], b[1] - a[1]) for a, b in zip(seen, seen[1:], strict=False)]
    if not gaps:
        raise RuntimeError("llama-bench said nothing of its progress")
    return median(gaps)


def _as_nice_as_the_worker() -> None:
    os.nice(5)

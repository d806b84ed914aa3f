"""The first token: cold, of an open section, from a snapshot; beside llama-server's warm one."""

from __future__ import annotations

import statistics
import time
from contextlib import AsyncExitStack, aclosing
from pathlib import Path

import engine_server
from engine_rows import (
    Bench,
    Cost,
    answer,
    both,
    cpu_ms,
    median,
    ms,
    request,
    section_and_questions,
    worth,
)
from llmtutor.engine.bench import conversation
from llmtutor.engine.client import WorkerEngine


async def run(bench: Bench) -> None:
    """Goals: warm ≤ 1.1 of llama-server; from a snapshot ≤ 0.03 of cold, ≤ 0.08 restarted."""
    snapshots = bench.folder / "snapshots"
    engine = bench.engine("first", snapshots=snapshots, save_after=0.0, snapshot_bytes=10**12)
    begun = time.perf_counter()
    await engine.start()
    bench.fact("start: process to loaded model", ms(begun), "ms")
    try:
        section, questions = await section_and_questions(engine)
        cold, warm, server = await _in_turns(bench, engine, section, questions)
        stored = await _from_snapshot(bench, engine, section, questions)
    finally:
        await engine.close()
    restarted = await _restarted(bench, snapshots, section, questions)
    _tell(bench, cold, warm, server)
    base = worth(bench, median(cold))
    for name, costs, limit in (
        ("from a snapshot", stored, 0.03),
        ("from a snapshot, restarted", restarted, 0.08),
    ):
        cost = median(costs)
        ratio = worth(bench, cost) / base
        bench.at_most(f"first token {name}, of cold", ratio, limit, "×", both(cost))


async def _in_turns(
    bench: Bench, engine: WorkerEngine, section: str, questions: list[str]
) -> tuple[list[Cost], list[Cost], list[Cost]]:
    cold: list[Cost] = []
    warm: list[Cost] = []
    server: list[Cost] = []
    async with AsyncExitStack() as stack:
        reference = None
        if engine_server.program():
            reference = await stack.enter_async_context(engine_server.Server(bench))
        for turn in range(bench.rounds):
            notes = f"{turn} {section}"
            cold.append((await answer(engine, request(notes, questions[0], 1)))[1])
            if reference:
                await reference.first_token(await _tokens(engine, notes, questions[0]))
            for question in questions[1:5]:
                warm.append((await answer(engine, request(notes, question, 1)))[1])
                if reference:
                    tokens = await _tokens(engine, notes, question)
                    server.append(await reference.first_token(tokens))
    return cold, warm, server


async def _tokens(engine: WorkerEngine, notes: str, question: str) -> list[int]:
    return [piece.id for piece in await engine.pieces(conversation(notes, question))]


async def _from_snapshot(
    bench: Bench, engine: WorkerEngine, section: str, questions: list[str]
) -> list[Cost]:
    costs = []
    for turn in range(bench.rounds):
        notes = f"s{turn} {section}"
        async with aclosing(engine.warm(conversation(notes, ""))) as steps:
            async for warmth in steps:
                if warmth.saved:
                    break
        await answer(engine, request("", f"{turn} Hello.", 1))
        figures, cost = await answer(engine, request(notes, questions[turn % 8], 1))
        if not figures.restored_tokens:
            raise RuntimeError("the snapshot was not used")
        costs.append(cost)
    return costs


async def _restarted(
    bench: Bench, snapshots: Path, section: str, questions: list[str]
) -> list[Cost]:
    """From nothing: a new process, the model, the snapshot, the question."""
    costs = []
    for turn in range(bench.rounds):
        engine = bench.engine("again", snapshots=snapshots, snapshot_bytes=10**12)
        try:
            begun = time.perf_counter()
            figures, _ = await answer(engine, request(f"s{turn} {section}", questions[9], 1))
            costs.append(Cost(ms(begun), cpu_ms(engine.pid)))
            if not figures.restored_tokens:
                raise RuntimeError("the snapshot was not used")
        finally:
            await engine.close()
    return costs


def _tell(bench: Bench, cold: list[Cost], warm: list[Cost], server: list[Cost]) -> None:
    bench.fact("first token, cold", median(cold).wall, "ms", both(median(cold)))
    mine = median(warm)
    bench.fact("first token, warm", mine.wall, "ms", both(mine))
    bench.fact("first token: cold over warm", worth(bench, median(cold)) / worth(bench, mine), "×")
    name = "first token, warm, of llama-server's"
    if not server:
        bench.skip(name, "there is no llama-server")
        return
    pairs = [worth(bench, a) / worth(bench, b) for a, b in zip(warm, server, strict=True)]
    other = median(server)
    note = f"llama-server: {both(other)}; wall ratio {mine.wall / other.wall:.3f}"
    bench.at_most(name, statistics.median(pairs), 1.1, "×", note)

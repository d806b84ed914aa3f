"""What the worker takes, and that it takes no more after ten loads."""

from __future__ import annotations

import psutil

from engine_rows import Bench, answer, request, section_and_questions
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.gguf import read_header
from llmtutor.engine.process import WorkerProcess

ALLOWANCE = 80.0
"""MB beside the model's file and its cache."""
GROWTH = 8.0
CYCLES = 10


async def run(bench: Bench) -> None:
    """Goals: file + cache + 80 MB; ten loads and unloads without growth."""
    engine = bench.engine("memory")
    try:
        info = await engine.start()
        section, questions = await section_and_questions(engine)
        await answer(engine, request(section, questions[0], 64))
        taken = psutil.Process(engine.pid).memory_info().rss / 1e6
    finally:
        await engine.close()
    file = info.size / 1e6
    cache = _cache_bytes(bench, info.context) / 1e6
    note = f"file {file:.0f}, cache {cache:.0f}, beside them {taken - file - cache:.0f} MB"
    bench.at_most("memory of the worker", taken, round(file + cache + ALLOWANCE), "MB", note)
    await _cycles(bench)


def _cache_bytes(bench: Bench, context: int) -> int:
    header = read_header(bench.model)
    layers = header.of_architecture("block_count")
    heads = header.of_architecture("attention.head_count", 1)
    key_heads = header.of_architecture("attention.head_count_kv", heads)
    width = header.of_architecture("embedding_length") // heads
    return 2 * 2 * layers * key_heads * width * context


async def _cycles(bench: Bench) -> None:
    config = WorkerConfig(bench.model, bench.folder / "cycles.log", threads=bench.threads)
    worker = await WorkerProcess.spawn(config.log)
    sizes = []
    try:
        for _ in range(CYCLES + 2):
            await worker.request("load", **config.to_wire()).result()
            sizes.append(psutil.Process(worker.pid).memory_info().rss / 1e6)
    finally:
        await worker.stop()
    growth = sizes[-1] - sizes[1]  # the first load also loads the libraries
    note = f"{sizes[1]:.1f} MB after the second, {sizes[-1]:.1f} after the last"
    bench.at_most(f"memory grown in {CYCLES} loads and unloads", growth, GROWTH, "MB", note)

"""How fast the engine is, beside what llama.cpp does without it.

    python benchmarks/engine.py [--json] [--model FILE] [--threads N] [--rounds N]
Everything runs in one go and in turns, so that a busy machine hurts all alike;
the ratios are what counts. The reference is llama-cpp-python's high-level API
in a process of its own with the same settings, and llama-bench where it is on
PATH or named by LLAMA_BENCH.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import aclosing, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from llmtutor.engine.catalogue import load_catalogue
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.models import ModelShelf
from llmtutor.engine.protocol import Done, Figures, GenerateRequest, Message, Prefill, Token
from llmtutor.paths import Paths

SECTION, QUESTION, ANSWER = 1216, 22, 64
"""Tokens: a section that is open, a question about it, an answer."""

PARAGRAPH = (
    "Self-attention lets every position look at every other one. Each token is turned into a "
    "query, a key and a value; the scores of a query against all keys are divided by the square "
    "root of the key dimension, pass through a softmax, and weigh the values. Several heads do "
    "this side by side, each in a smaller space, and their results are joined. "
)
Fact = Callable[..., None]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    value: float
    unit: str
    note: str = ""


def main() -> None:
    options = _options()
    if options.reference:
        _serve_reference(options)
        return
    rows = asyncio.run(_measure(options))
    if options.json:
        print(json.dumps({row.name: asdict(row) for row in rows}))
        return

    table = Table(
        "what", "measured", "note", title=f"{options.model.name}, {options.threads} thread"
    )
    for row in rows:
        table.add_row(row.name, f"{row.value:,.3g} {row.unit}", row.note)
    Console().print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reference", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.model is None:
        shelf = ModelShelf.of(load_catalogue(), Paths.from_environment())
        options.model = shelf.resolve("default").path
    return options


async def _measure(options: argparse.Namespace) -> list[Row]:
    rows: list[Row] = []

    def fact(name: str, value: float, unit: str, note: str = "") -> None:
        rows.append(Row(name, round(value, 4), unit, note))

    with tempfile.TemporaryDirectory() as folder:
        config = WorkerConfig(options.model, Path(folder) / "log", threads=options.threads)
        engine = WorkerEngine(config)
        begun = time.perf_counter()
        await engine.start()
        fact("start: process to loaded model", _ms(begun), "ms")
        try:
            section = await _text_of(engine, SECTION)
            question = await _text_of(engine, QUESTION)
            await _speeds(engine, options, section, fact)
            await _first_tokens(engine, options, section, question, fact)
            await _cancelling(engine, section, fact)
            _memory(engine, options, fact)
            await _restarting(engine, fact)
        finally:
            await engine.close()
    return rows


async def _text_of(engine: WorkerEngine, tokens: int) -> str:
    """About so many tokens of text."""
    words = (PARAGRAPH * 40).split(" ")
    low, high = 1, len(words)
    while low < high:
        middle = (low + high) // 2
        (count,) = await engine.count_tokens([" ".join(words[:middle])])
        low, high = (middle + 1, high) if count < tokens else (low, middle)
    return " ".join(words[:low])


def _request(notes: str, question: str, tokens: int) -> GenerateRequest:
    messages = (Message.of("system", "Answer."), Message.of("user", notes, f"\n{question}"))
    return GenerateRequest(messages, tokens)


async def _answer(engine: WorkerEngine, request: GenerateRequest) -> tuple[Figures, float, float]:
    """Figures, wall ms to the first token, and CPU ms of the worker to the first token."""
    begun, before = time.perf_counter(), _cpu(engine)
    first = cpu = 0.0
    async with aclosing(engine.generate(request)) as events:
        async for event in events:
            if isinstance(event, Token) and not first:
                first, cpu = _ms(begun), _cpu(engine) - before
            if isinstance(event, Done):
                return event.figures, first, cpu
    raise RuntimeError(f"no answer: {event}")


async def _speeds(
    engine: WorkerEngine, options: argparse.Namespace, section: str, fact: Fact
) -> None:
    """Reading and writing, in turns with the high-level API."""
    ours: dict[str, list[float]] = {"prefill": [], "decode": []}
    theirs: dict[str, list[float]] = {"prefill": [], "decode": []}
    with closing(_Reference(options)) as reference:
        for turn in range(options.rounds):
            notes = f"{turn} {section}"
            figures, _, _ = await _answer(engine, _request(notes, "Go on.", ANSWER))
            new = figures.prompt_tokens - figures.cached_tokens
            ours["prefill"].append(figures.prefill_ms / new)
            ours["decode"].append(figures.decode_ms / max(1, figures.new_tokens - 1))
            for name, value in reference.measure(notes).items():
                theirs[name].append(value)
    for name, values in ours.items():
        mine, other = statistics.median(values), statistics.median(theirs[name])
        fact(name, mine, "ms/token", f"{SECTION} tokens of prompt, medians of {options.rounds}")
        fact(f"{name}, high-level API", other, "ms/token", "reference")
        fact(f"{name}: speed over reference", other / mine, "×", "above 1 is faster")
    _against_llama_bench(options, statistics.median(ours["decode"]), fact)


def _against_llama_bench(options: argparse.Namespace, decode: float, fact: Fact) -> None:
    name = "decode: speed over llama-bench"
    bench = os.environ.get("LLAMA_BENCH") or shutil.which("llama-bench")
    if bench is None:
        fact(name, 0.0, "", "skipped: there is no llama-bench")
        return
    spoken = subprocess.run(
        [bench, "-m", options.model, "-t", str(options.threads), "-p", "0", "-n", str(ANSWER),
         "-d", str(SECTION), "-r", str(options.rounds), "-o", "json"],
        capture_output=True, check=True,
    )  # fmt: skip
    speed = json.loads(spoken.stdout)[0]["avg_ts"]
    fact(name, 1000 / decode / speed, "×", "above 1 is faster")


async def _first_tokens(
    engine: WorkerEngine, options: argparse.Namespace, section: str, question: str, fact: Fact
) -> None:
    cold, warm = [], []
    for turn in range(options.rounds):
        notes = f"{turn + 100} {section}"
        _, *first = await _answer(engine, _request(notes, question, 2))
        cold.append(first)
        _, *first = await _answer(engine, _request(notes, f"{turn} {question}", 2))
        warm.append(first)
    for name, pairs in (("cold", cold), ("warm prefix", warm)):
        wall, cpu = (statistics.median(column) for column in zip(*pairs, strict=True))
        fact(f"first token, {name}", wall, "ms", f"{cpu:,.0f} ms of CPU")
    ratio = statistics.median(c[0] / w[0] for c, w in zip(cold, warm, strict=True))
    fact("first token: cold over warm", ratio, "×")


async def _cancelling(engine: WorkerEngine, section: str, fact: Fact) -> None:
    """From leaving the stream until the worker answers something else."""
    idle = [await _reply(engine) for _ in range(20)]
    for stage, name in ((Prefill, "reading"), (Token, "writing")):
        waits, tries = [], 30
        for turn in range(tries):
            notes = f"{name}{turn} {section if stage is Prefill else ''}"
            async with aclosing(engine.generate(_request(notes, "Go on.", 400))) as events:
                async for event in events:
                    if isinstance(event, stage):
                        break
                await asyncio.sleep(0.05 + turn / 500)
            waits.append(await _reply(engine))
        note = f"median of {tries}; asking an idle worker takes {statistics.median(idle):.2f} ms"
        fact(f"cancel to quiet, {name}", statistics.median(waits), "ms", note)
        fact(f"cancel to quiet, {name}, worst", max(waits), "ms")


async def _reply(engine: WorkerEngine) -> float:
    begun = time.perf_counter()
    await engine.count_tokens([""])
    return _ms(begun)


async def _restarting(engine: WorkerEngine, fact: Fact) -> None:
    """Kill the worker while it is idle; how long the next first token takes."""
    psutil.Process(engine.pid).kill()
    while engine.pid is not None:  # noqa: ASYNC110 (nothing tells of it)
        await asyncio.sleep(0.001)
    begun = time.perf_counter()
    await _answer(engine, _request("", "Hi", 1))
    fact("killed to first token, short prompt", _ms(begun), "ms")


def _memory(engine: WorkerEngine, options: argparse.Namespace, fact: Fact) -> None:
    taken = psutil.Process(engine.pid).memory_info().rss
    beside = (taken - options.model.stat().st_size) / 1e6
    fact("memory of the worker", taken / 1e6, "MB", f"{beside:.0f} MB beside the model file")


def _cpu(engine: WorkerEngine) -> float:
    times = psutil.Process(engine.pid).cpu_times()
    return 1000 * (times.user + times.system)


def _ms(begun: float) -> float:
    return 1000 * (time.perf_counter() - begun)


class _Reference:
    """The high-level API in another process: a line with a prompt in, a line with speeds out."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--reference", "--model", options.model,
             "--threads", str(options.threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "OMP_WAIT_POLICY": "passive"},
        )  # fmt: skip

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def measure(self, prompt: str) -> dict[str, float]:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the reference has no pipes")
        self._process.stdin.write(json.dumps(prompt) + "\n")
        self._process.stdin.flush()
        speeds: dict[str, float] = json.loads(self._process.stdout.readline())
        return speeds


def _serve_reference(options: argparse.Namespace) -> None:
    from llama_cpp import Llama

    os.nice(5)
    model: Any = Llama(
        str(options.model), n_ctx=2048, n_threads=options.threads,
        n_threads_batch=options.threads, n_batch=512, n_ubatch=128, verbose=False,
    )  # fmt: skip
    for line in sys.stdin:
        prompt = json.loads(line)
        size = len(model.tokenize(prompt.encode()))
        model.reset()
        begun, first, count = time.perf_counter(), 0.0, 0
        for _ in model.create_completion(
            prompt, max_tokens=ANSWER, temperature=0, repeat_penalty=1.1, stream=True
        ):
            first = first or time.perf_counter()
            count += 1
        prefill, decode = 1000 * (first - begun) / size, _ms(first) / max(1, count - 1)
        print(json.dumps({"prefill": prefill, "decode": decode}), flush=True)


if __name__ == "__main__":
    main()

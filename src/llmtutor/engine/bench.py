"""Measures a model on this computer: how fast it reads, writes and begins, and what it takes."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import (
    Done,
    Failed,
    Figures,
    GenerateRequest,
    Message,
    ModelInfo,
    Sampling,
    Token,
)

PARAGRAPH = (
    "Self-attention lets every position look at every other one. Each token is turned into a "
    "query, a key and a value; the scores of a query against all keys are divided by the square "
    "root of the key dimension, pass through a softmax, and weigh the values. Several heads do "
    "this side by side, each in a smaller space, and their results are joined. "
)
ANSWER = 32
"""Tokens that are written."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds; wall clock."""

    model: ModelInfo
    section: int
    """Tokens of the section that was read."""
    load_ms: float
    """From the start of the process to a loaded model."""
    prefill: float
    """Tokens read a second."""
    decode: float
    """Tokens written a second."""
    cold_ms: float
    """First word of an answer about a section that was never read."""
    warm_ms: float
    """The same about a section that is open and read."""
    snapshot_ms: float
    """The same about a section that was read on another day; 0 where it is too short."""
    memory: int
    """Bytes that the model's process takes."""
    snapshot_bytes: int
    """What the section takes on disk."""


async def measure(config: WorkerConfig, section: int, rounds: int, tell: Tell) -> Measured:
    """Measure a model.

    Args:
        config: the model; its snapshots are kept in a folder that goes again.
        section: tokens of text to read; cut to what fits.
        rounds: of which the medians are taken.
        tell: is told what is being done.

    Raises:
        TutorError: the model cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="llmtutor-bench-") as folder:
        own = replace(
            config, snapshots=Path(folder), save_after=0.0, read_ahead="always",
            snapshot_bytes=10**12,
        )  # fmt: skip
        engine = WorkerEngine(own)
        try:
            return await _measure(engine, section, rounds, tell)
        finally:
            await engine.close()


async def _measure(engine: WorkerEngine, section: int, rounds: int, tell: Tell) -> Measured:
    tell("loading the model")
    begun = time.perf_counter()
    model = await engine.start()
    load = _ms(begun)
    if not model.can_generate:
        raise EngineError(
            "wrong_kind", "this model makes vectors; it cannot write", where=model.name
        )
    text = await text_of(engine, min(section, model.context - 128))
    colds, warms, stored, answers = [], [], [], []
    size = 0
    for turn in range(rounds):
        tell(f"round {turn + 1} of {rounds}")
        notes = f"{turn} {text}"
        figures, first = await ask(engine, notes, "What is divided?", ANSWER)
        answers.append(figures)
        colds.append(first)
        warms.append((await ask(engine, notes, "What is joined?", 2))[1])
        if await _save(engine, notes):
            await ask(engine, "", f"{turn} Hello.", 2)
            figures, first = await ask(engine, notes, "What is weighed?", 2)
            if figures.restored_tokens:
                stored.append(first)
                size = _size_on_disk(engine)
    return Measured(
        model=model,
        section=(await engine.count_tokens([text]))[0],
        load_ms=load,
        prefill=statistics.median(_prefill(item) for item in answers),
        decode=statistics.median(_decode(item) for item in answers),
        cold_ms=statistics.median(colds),
        warm_ms=statistics.median(warms),
        snapshot_ms=statistics.median(stored) if stored else 0.0,
        memory=_memory(engine),
        snapshot_bytes=size,
    )


async def text_of(engine: WorkerEngine, tokens: int) -> str:
    """About so many tokens of text, not more."""
    words = (PARAGRAPH * (tokens // 50 + 2)).split(" ")
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        (count,) = await engine.count_tokens([" ".join(words[:middle])])
        low, high = (middle, high) if count <= tokens else (low, middle - 1)
    return " ".join(words[:low])


def conversation(notes: str, question: str) -> tuple[Message, ...]:
    """A question about notes, in the order that lets notes be read once for many questions."""
    parts = (notes, f"\n\n{question}") if question else (notes,)
    return (Message.of("system", "Answer."), Message.of("user", *parts))


async def ask(
    engine: WorkerEngine, notes: str, question: str, tokens: int
) -> tuple[Figures, float]:
    """The figures of an answer, and ms to its first word.

    Raises:
        TutorError: there was no answer.
    """
    begun, first = time.perf_counter(), 0.0
    request = GenerateRequest(conversation(notes, question), tokens, Sampling(), ())
    async with aclosing(engine.generate(request)) as events:
        async for event in events:
            if isinstance(event, Token) and not first:
                first = _ms(begun)
            if isinstance(event, Done):
                return event.figures, first or _ms(begun)
            if isinstance(event, Failed):
                raise event.problem
    raise EngineError("protocol", "the answer did not end")


async def _save(engine: WorkerEngine, notes: str) -> bool:
    """Let the section be read and kept on disk."""
    async with aclosing(engine.warm(conversation(notes, ""))) as steps:
        async for warmth in steps:
            if warmth.saved or warmth.state == "off":
                return warmth.saved
    return False


def _prefill(figures: Figures) -> float:
    return 1000 * (figures.prompt_tokens - figures.cached_tokens) / max(0.001, figures.prefill_ms)


def _decode(figures: Figures) -> float:
    return 1000 * max(0, figures.new_tokens - 1) / max(0.001, figures.decode_ms)


def _size_on_disk(engine: WorkerEngine) -> int:
    folder = engine.config.snapshots
    files = list(folder.glob("*.kv")) if folder else []
    return max((file.stat().st_size for file in files), default=0)


def _memory(engine: WorkerEngine) -> int:
    import psutil

    return int(psutil.Process(engine.pid).memory_info().rss) if engine.pid else 0


def _ms(begun: float) -> float:
    return 1000 * (time.perf_counter() - begun)

"""What all cases of the engine's benchmark share: rows, the case measured, processor time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from llmtutor.engine.bench import conversation, text_of
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.protocol import Done, Figures, GenerateRequest, Token

SECTION, QUESTION = 1216, 22
"""Tokens of a section that is open, and of a question about it."""

THEMES = (
    "queries", "keys", "values", "heads", "scores", "softmax", "positions", "dimensions",
    "weights", "layers", "tokens", "spaces",
)  # fmt: skip
"""What the questions differ by, so that no answer is there from the one before."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    value: float | None
    """None where it was skipped."""
    unit: str = ""
    goal: str = ""
    met: bool | None = None
    """None where there is no goal."""
    note: str = ""


@dataclass
class Bench:
    """One run."""

    model: Path
    threads: int
    rounds: int
    folder: Path
    rows: list[Row] = field(default_factory=list)

    def engine(self, name: str = "engine", **options: object) -> WorkerEngine:
        """A worker with the model; snapshots only where ``options`` say so."""
        config = WorkerConfig(
            self.model, self.folder / f"{name}.log", threads=self.threads, **options  # type: ignore[arg-type]
        )  # fmt: skip
        return WorkerEngine(config)

    def fact(self, name: str, value: float, unit: str, note: str = "") -> None:
        self.rows.append(Row(name, round(value, 4), unit, note=note))

    def at_most(self, name: str, value: float, limit: float, unit: str, note: str = "") -> None:
        met = value <= limit
        self.rows.append(Row(name, round(value, 4), unit, f"≤ {limit:g} {unit}", met, note))

    def at_least(self, name: str, value: float, limit: float, unit: str, note: str = "") -> None:
        met = value >= limit
        self.rows.append(Row(name, round(value, 4), unit, f"≥ {limit:g} {unit}", met, note))

    def skip(self, name: str, why: str) -> None:
        self.rows.append(Row(name, None, note=f"skipped: {why}"))


@dataclass(frozen=True)
class Cost:
    """What it took, in milliseconds."""

    wall: float
    cpu: float


def request(notes: str, question: str, tokens: int) -> GenerateRequest:
    return GenerateRequest(conversation(notes, question), tokens)


async def section_and_questions(engine: WorkerEngine) -> tuple[str, list[str]]:
    """The section, and questions of the same length on it."""
    section = await text_of(engine, SECTION)
    questions = []
    for theme in THEMES:
        words = f"What do the {theme} do in it, and why would it not work as well without them?"
        counts = await engine.count_tokens([f"{words} Say{' so' * n}." for n in range(12)])
        best = min(range(12), key=lambda n: abs(counts[n] - QUESTION))
        questions.append(f"{words} Say{' so' * best}.")
    return section, questions


async def answer(engine: WorkerEngine, wanted: GenerateRequest) -> tuple[Figures, Cost]:
    """An answer's figures, and what all of it took."""
    begun, before = time.perf_counter(), cpu_ms(engine.pid)
    async with aclosing(engine.generate(wanted)) as events:
        async for event in events:
            if isinstance(event, Done):
                return event.figures, Cost(ms(begun), cpu_ms(engine.pid) - before)
    raise RuntimeError(f"no answer: {event}")


async def marks(
    engine: WorkerEngine, wanted: GenerateRequest, at: Sequence[int]
) -> list[tuple[float, float]]:
    """Wall clock and processor time, in ms, when the numbered pieces of an answer came."""
    found, count = [], 0
    async with aclosing(engine.generate(wanted)) as events:
        async for event in events:
            if isinstance(event, Token):
                count += 1
                if count in at:
                    found.append((1000 * time.perf_counter(), cpu_ms(engine.pid)))
    return found


def cpu_ms(pid: int | None) -> float:
    """Processor time of a process so far, in ms, to the microsecond where the system tells."""
    if pid is None:
        return 0.0
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6
    except (OSError, ValueError, IndexError):
        times = psutil.Process(pid).cpu_times()
        return 1000 * (times.user + times.system)


def ms(begun: float) -> float:
    return 1000 * (time.perf_counter() - begun)


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
    )


def both(cost: Cost) -> str:
    """For a note."""
    return f"{cost.cpu:,.1f} ms of CPU, {cost.wall:,.1f} ms wall"


def worth(bench: Bench, cost: Cost) -> float:
    """What ratios are made of: processor time where it is what one waits for."""
    return cost.cpu if bench.threads == 1 else cost.wall

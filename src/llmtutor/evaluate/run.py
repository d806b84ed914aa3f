"""Asking every question of a set and counting what came of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from llmtutor.evaluate.scratch import number_of
from llmtutor.evaluate.squad import AskedQuestion
from llmtutor.tutor.models import Verdict
from llmtutor.tutor.tutor import Tutor

RANKS = 10
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question; one line of the record that a run resumes from."""

    id: str
    group: str
    """answerable, unanswerable or off_topic."""
    rank: int
    """Of the right passage, from 1; 0 where it is not among the first ten."""
    evidence: int
    """Of the first sentence that holds an answer, from 1; 0 where none does."""
    verdict: Verdict
    exact: float | None
    """0 or 100; None where no short answer was asked for."""
    f1: float | None
    latency_ms: float


def group_of(question: AskedQuestion) -> str:
    """Whether the set says that there is an answer."""
    return "answerable" if question.answers else "unanswerable"


async def ask_all(
    tutor: Tutor,
    questions: Sequence[tuple[str, AskedQuestion]],
    *,
    record: Path | None = None,
    progress: Progress = lambda *_: None,
) -> list[Outcome]:
    """Ask ``(group, question)`` pairs; those already in the record are not asked again."""
    done = {(item.group, item.id): item for item in _recorded(record)}
    outcomes = []
    stream = record.open("a", encoding="utf-8") if record else None
    try:
        for number, (group, question) in enumerate(questions):
            outcome = done.get((group, question.id))
            if outcome is None:
                outcome = await _ask(tutor, group, question)
                if stream:
                    stream.write(json.dumps(asdict(outcome)) + "\n")
                    stream.flush()
            outcomes.append(outcome)
            progress(number + 1, len(questions))
    finally:
        if stream:
            stream.close()
    return outcomes


def _recorded(record: Path | None) -> Iterator[Outcome]:
    if record is None or not record.exists():
        return
    for line in record.read_text(encoding="utf-8").splitlines():
        try:
            yield Outcome(**json.loads(line))
        except (ValueError, TypeError):
            continue  # a line that an interruption cut off


async def _ask(tutor: Tutor, group: str, question: AskedQuestion) -> Outcome:
    started = time.perf_counter()
    found = await tutor.find(question.text)
    latency = (time.perf_counter() - started) * 1000
    rank = evidence = 0
    if group == "answerable":
        best = found.evidence.passages[:RANKS]
        ranks = [number_of(passage.hit.path) for passage in best]
        rank = ranks.index(question.passage) + 1 if question.passage in ranks else 0
        evidence = next(
            (
                number
                for number, sentence in enumerate(found.evidence.sentences[:3], start=1)
                if any(answer in sentence.text for answer in question.answers)
            ),
            0,
        )
    return Outcome(question.id, group, rank, evidence, found.verdict, None, None, latency)


def summarise(outcomes: Sequence[Outcome], passages: int) -> dict[str, Any]:
    """The figures of a run, as ``eval squad --json`` promises them."""
    answerable = [item for item in outcomes if item.group == "answerable"]
    count = len(answerable) or 1
    short = [item for item in answerable if item.f1 is not None]
    report: dict[str, Any] = {
        "R@1": _share(sum(item.rank == 1 for item in answerable), count),
        "R@5": _share(sum(1 <= item.rank <= 5 for item in answerable), count),
        "MRR@10": _share(sum(1 / item.rank for item in answerable if item.rank), count),
    }
    for k in (1, 2, 3):
        held = sum(1 <= item.evidence <= k for item in answerable)
        report[f"evidence@{k}"] = _share(held, count)
    report["EM"] = _mean([item.exact or 0.0 for item in short])
    report["F1"] = _mean([item.f1 or 0.0 for item in short])
    report["questions"] = len(outcomes)
    report["passages"] = passages
    report["verdicts"] = {
        group: {
            verdict: sum(item.group == group and item.verdict == verdict for item in outcomes)
            for verdict in ("answered", "hedged", "not_in_notes")
        }
        for group in dict.fromkeys(item.group for item in outcomes)
    }
    report["latency_ms"] = _latency([item.latency_ms for item in outcomes])
    return report


def _share(part: float, whole: int) -> float:
    return round(part / whole, 4)


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None


def _latency(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {"p50": 0.0, "p99": 0.0}
    if len(values) == 1:
        return {"p50": round(values[0], 2), "p99": round(values[0], 2)}
    cuts = quantiles(values, n=100, method="inclusive")
    return {"p50": round(cuts[49], 2), "p99": round(cuts[98], 2)}

"""Asking every question of a set and counting what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from statistics import quantiles
from typing import Any

from llmtutor.evaluate.outcome import Outcome
from llmtutor.evaluate.record import Record
from llmtutor.evaluate.scratch import number_of
from llmtutor.evaluate.squad import AskedQuestion, exact, f1
from llmtutor.tutor.models import Answer
from llmtutor.tutor.tutor import LookUp, Tutor

RANKS = 10
QUOTES = 3
Progress = Callable[[int, int], None]


def group_of(question: AskedQuestion) -> str:
    """Whether the set says that there is an answer."""
    return "answerable" if question.answers else "unanswerable"


async def ask_all(
    tutor: Tutor,
    questions: Sequence[tuple[str, AskedQuestion]],
    *,
    short: bool = False,
    record: Record | None = None,
    progress: Progress = lambda *_: None,
) -> list[Outcome]:
    """Ask ``(group, question)`` pairs; those already in the record are not asked again.

    Args:
        tutor: over a scratch library of the set.
        questions: in the order they are asked.
        short: ask the model for its short answer and its verdict, too.
        record: keeps each outcome as soon as it is there.
        progress: told ``(questions asked, questions)``.
    """
    outcomes = []
    with record.open() if record else nullcontext():
        for number, (group, question) in enumerate(questions, start=1):
            outcome = record.outcomes.get((group, question.id)) if record else None
            if outcome is None:
                outcome = await _ask(tutor, group, question, short)
                if record:
                    record.add(outcome)
            outcomes.append(outcome)
            progress(number, len(questions))
    return outcomes


async def _ask(tutor: Tutor, group: str, question: AskedQuestion, short: bool) -> Outcome:
    started = time.perf_counter()
    found = await tutor.find(question.text)
    latency = (time.perf_counter() - started) * 1000
    verdict, given = found.verdict, None
    if short:
        answer = await _answered(tutor, found)
        verdict, given = answer.verdict, _given(answer)
    answers = None if given is None or group == "off_topic" else question.answers
    return Outcome(
        id=question.id,
        group=group,
        rank=_rank(found, question) if group == "answerable" else 0,
        evidence=_evidence(found, question) if group == "answerable" else 0,
        verdict=verdict,
        exact=None if given is None or answers is None else exact(given, answers),
        f1=None if given is None or answers is None else f1(given, answers),
        latency_ms=latency,
    )


async def _answered(tutor: Tutor, found: LookUp) -> Answer:
    """The short answer and the joined verdict; the model writes no explanation."""
    async for event in tutor.explain(found, words=False):
        if isinstance(event, Answer):
            return event
    raise AssertionError("an explanation ends with an answer")


def _given(answer: Answer) -> str | None:
    """The short answer, nothing for a refusal; None where the model was silent."""
    if answer.short_answer:
        return answer.short_answer.text
    return "" if answer.model or answer.verdict == "not_in_notes" else None


def _rank(found: LookUp, question: AskedQuestion) -> int:
    ranks = [number_of(passage.hit.path) for passage in found.evidence.passages[:RANKS]]
    return ranks.index(question.passage) + 1 if question.passage in ranks else 0


def _evidence(found: LookUp, question: AskedQuestion) -> int:
    for number, sentence in enumerate(found.evidence.sentences[:QUOTES], start=1):
        if any(answer in sentence.text for answer in question.answers):
            return number
    return 0


def summarise(outcomes: Sequence[Outcome], passages: int) -> dict[str, Any]:
    """The figures of a run, as ``eval squad --json`` promises them."""
    answerable = [item for item in outcomes if item.group == "answerable"]
    count = len(answerable) or 1
    short = [item for item in outcomes if item.f1 is not None]
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

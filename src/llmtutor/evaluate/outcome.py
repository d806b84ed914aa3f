"""What came of one question of a set."""

from __future__ import annotations

from dataclasses import dataclass

from llmtutor.tutor.models import Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question."""

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
    """Until the evidence was there."""

"""What a day offers: reviews, weak topics, an exam that was left, the plan. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from llmtutor.review.exam.log import ExamDate, Sitting
from llmtutor.review.exam.session import ExamSession
from llmtutor.review.plan import REVIEW_MINUTES, Plan, Strength
from llmtutor.review.queue import Queue

WEAK = 0.8
"""Topics with a lower mean score are offered again."""
_WEAK_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ExamLeft:
    """An exam that was begun and not handed in."""

    answered: int
    questions: int
    seconds_left: float | None
    """Of exam time; None where there is no limit."""


@dataclass(frozen=True, slots=True)
class Today:
    """All that the Today screen shows, but for what is being read."""

    queue: Queue
    first: str
    """Front of the card that comes first; empty where nothing is due."""
    cards: int
    """Cards there are, due or not."""
    weak: tuple[Strength, ...]
    """Weakest first."""
    left: ExamLeft | None
    exam: ExamDate | None
    """None where none was set, or its day is past."""
    plan: Plan | None

    @property
    def review_minutes(self) -> int:
        return max(1, round(self.queue.total * REVIEW_MINUTES))


def weak_topics(strengths: Sequence[Strength]) -> tuple[Strength, ...]:
    """Topics that were tried and stand badly, weakest first."""
    tried = [topic for topic in strengths if topic.score is not None and topic.score < WEAK]
    return tuple(sorted(tried, key=lambda topic: topic.known)[:_WEAK_SHOWN])


def exam_left(sitting: Sitting[Any] | None) -> ExamLeft | None:
    """How far an exam had come when it was left."""
    if sitting is None:
        return None
    session = ExamSession(sitting.paper, lambda _event: None, sitting.events)
    count = len(sitting.paper.questions)
    return ExamLeft(count - len(session.unanswered()), count, session.left(0.0))

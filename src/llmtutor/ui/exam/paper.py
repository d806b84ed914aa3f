"""Making the paper of an exam: slow enough for a thread."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from llmtutor.quiz.exam import draw_questions, topics_of
from llmtutor.quiz.models import Question
from llmtutor.review.exam.paper import ExamPaper
from llmtutor.services import Services
from llmtutor.ui.exam.setup import ExamWish, Weighing

_LEAST = 0.1
"""Weight of a topic that stands perfectly: it still comes now and then."""


def make_paper(
    services: Services, wish: ExamWish, now: datetime, progress: Callable[[int, int], None]
) -> ExamPaper[Question] | None:
    """A paper as it was wished for; None where nothing can be asked.

    Args:
        services: the program.
        wish: what the student chose; fewer questions where the notes do not hold more.
        now: the seed of the choice.
        progress: told ``(topics made, topics to make)``.
    """
    questions = draw_questions(
        services.quizzes,
        weights(services, wish),
        count=wish.count,
        seed=int(now.timestamp()),
        kinds=wish.kinds,
        progress=progress,
    )
    if not questions:
        return None
    minutes = wish.minutes / wish.count * len(questions)
    return ExamPaper(uuid.uuid4().hex[:12], now, wish.scope.path, questions, round(minutes, 1))


def weights(services: Services, wish: ExamWish) -> dict[str, float]:
    """How much each topic counts."""
    by_length = topics_of(services.library, wish.scope)
    weighing: Weighing = wish.weighing
    if weighing == "same":
        return dict.fromkeys(by_length, 1.0)
    if weighing == "weak":
        known = {item.topic: item.known for item in services.record.strengths(wish.scope.path)}
        return {path: 1.0 + _LEAST - known.get(path, 0.5) for path in by_length}
    return by_length

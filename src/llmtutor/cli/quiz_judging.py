"""A quiz in the terminal with the model beside it: it judges what is not the key's words."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from llmtutor.cli.quiz_taking import take

if TYPE_CHECKING:
    from llmtutor.quiz.models import Grade, Question
    from llmtutor.quiz.session import Feedback
    from llmtutor.services import Services


def take_with_judge(
    services: Services,
    questions: Sequence[Question],
    feedback: Feedback,
    make: Callable[[], Sequence[Question]] | None = None,
) -> None:
    """Take a quiz; the model is loaded where it is needed.

    Args:
        services: the engine, and where attempts are kept.
        questions: what is asked.
        feedback: when each answer is marked.
        make: puts the quiz together anew without what the model finds unclear; None where the
            questions stay as they are.
    """
    from llmtutor.quiz.modelled.hearing import without_unclear
    from llmtutor.quiz.modelled.judging import can_be_judged, judge
    from llmtutor.quiz.session import QuizSession

    engine = services.engine
    with asyncio.Runner() as runner:

        def opinion(question: Question, given: str) -> Grade | None:
            if engine is None or not can_be_judged(question, given):
                return None
            return runner.run(judge(engine, question, given))

        try:
            if engine is not None and make is not None:
                heard = without_unclear(engine, services.clarity, questions, make)
                questions = runner.run(heard) or questions
            session = QuizSession(uuid.uuid4().hex[:12], list(questions), feedback=feedback)
            take(services, session, lambda: datetime.now(UTC), opinion)
        finally:
            if engine is not None:
                runner.run(engine.close())

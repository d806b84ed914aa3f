"""A quiz in the terminal with the model beside it: it judges what is not the key's words."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from llmtutor.cli.quiz_taking import take

if TYPE_CHECKING:
    from llmtutor.quiz.models import Grade, Question
    from llmtutor.quiz.session import Feedback
    from llmtutor.services import Services


def take_with_judge(services: Services, questions: Sequence[Question], feedback: Feedback) -> None:
    """Take a quiz; the model is loaded with the first answer that needs it."""
    from llmtutor.quiz.modelled.judging import can_be_judged, judge
    from llmtutor.quiz.session import QuizSession

    session = QuizSession(uuid.uuid4().hex[:12], list(questions), feedback=feedback)
    engine = services.engine
    with asyncio.Runner() as runner:

        def opinion(question: Question, given: str) -> Grade | None:
            if engine is None or not can_be_judged(question, given):
                return None
            return runner.run(judge(engine, question, given))

        try:
            take(services, session, lambda: datetime.now(UTC), opinion)
        finally:
            if engine is not None:
                runner.run(engine.close())

"""What the model does for a quiz while the student answers: it judges, and writes more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from textual.message_pump import MessagePump

from llmtutor.library.library import Scope
from llmtutor.quiz.models import Attempt, Grade, Question
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact


@dataclass
class AnswerJudged(Fact):
    """The model compared an answer with the key; no grade where its opinion cannot be used."""

    position: int
    attempt: Attempt
    grade: Grade | None


@dataclass
class ItemWritten(Fact):
    """The model wrote a question that passed; it is kept."""

    question: Question


def wants_judging(desk: Desk, attempt: Attempt) -> bool:
    """Whether the model is to be asked for its opinion."""
    from llmtutor.quiz.modelled.judging import can_be_judged

    given = attempt.given
    return (
        desk.services.engine is not None
        and isinstance(given, str)
        and can_be_judged(attempt.question, given)
    )


async def judge_answer(desk: Desk, screen: MessagePump, position: int, attempt: Attempt) -> None:
    """Ask the model, and tell the screen."""
    from llmtutor.quiz.modelled.judging import judge

    engine = desk.services.engine
    if engine is not None:
        grade = await judge(engine, attempt.question, str(attempt.given))
        screen.post_message(AnswerJudged(position, attempt, grade))


async def heard(desk: Desk, make: Callable[[], list[Question]]) -> list[Question]:
    """A quiz without questions that the model finds unclear; as it is made where there is none."""
    engine, questions = desk.services.engine, await asyncio.to_thread(make)
    if engine is None:
        return questions
    from llmtutor.quiz.modelled.hearing import without_unclear

    return await without_unclear(engine, desk.services.clarity, questions, make)


async def write_more(
    desk: Desk, screen: MessagePump, scopes: Sequence[Scope], most: int, seed: int
) -> None:
    """Let the model write questions on some parts of the notes, and tell the screen of each."""
    from llmtutor.quiz.modelled.background import write_items

    services = desk.services
    if services.engine is None:
        return
    left = most
    for scope in scopes:
        items = write_items(
            services.engine, services.quizzes, services.written, scope, seed=seed, now=desk.now,
            clarity=services.clarity,
        )  # fmt: skip
        async with aclosing(items):
            async for question in items:
                screen.post_message(ItemWritten(question))
                left -= 1
                if not left:
                    return

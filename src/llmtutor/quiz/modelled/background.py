"""A model writing questions for a scope while the student does something else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime

from llmtutor.engine.protocol import Engine
from llmtutor.errors import TutorError
from llmtutor.library.library import Scope
from llmtutor.quiz.gate.report import GateReport
from llmtutor.quiz.lecture_quiz import WrittenItems
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.modelled.writer import Writer
from llmtutor.quiz.models import Question


async def write_items(
    engine: Engine,
    quizzes: QuizMaker,
    items: WrittenItems,
    scope: Scope,
    *,
    seed: int,
    now: Callable[[], datetime],
    report: GateReport | None = None,
) -> AsyncGenerator[Question, None]:
    """Questions that a model writes on a scope, kept and handed on as each one passes.

    Ends at once where the model cannot write any; closing it stops the model.

    Args:
        engine: the model.
        quizzes: whose questions are not asked again.
        items: where those that pass are kept.
        scope: what to write on.
        seed: the same seed, the same order.
        now: the clock.
        report: takes in what was dropped, by rule.
    """
    try:
        asker = Asker(engine, await engine.start(), background=True)
    except TutorError:
        return
    if not asker.abilities.writes:
        return
    for lecture in await asyncio.to_thread(lambda: list(quizzes.lectures(scope))):
        # taking a lecture apart is half a second's work: never on the loop that paints
        _, facts = await asyncio.to_thread(lecture.examined, scope)
        known = [question for fact in facts for question in fact.questions]
        writer = Writer(asker, lecture.context, known, seed)
        try:
            async with aclosing(writer.write(list(lecture.words(scope)))) as written:
                async for made in written:
                    question = lecture.placed(made)
                    items.keep(question, asker.model.name, now())
                    yield question
        finally:
            if report is not None:
                report.add(writer.report)

"""A model writing questions for a scope while the student does something else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from datetime import datetime
from itertools import chain
from random import Random

from llmtutor.engine.protocol import Engine
from llmtutor.errors import TutorError
from llmtutor.library.library import Scope
from llmtutor.quiz.gate.report import GateReport
from llmtutor.quiz.lecture_quiz import WrittenItems
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.modelled.hearing import read
from llmtutor.quiz.modelled.writer import Writer
from llmtutor.quiz.models import KINDS, Question
from llmtutor.quiz.notes.clarity import Clarity
from llmtutor.quiz.selection import Fact, Picker


async def write_items(
    engine: Engine,
    quizzes: QuizMaker,
    items: WrittenItems,
    scope: Scope,
    *,
    seed: int,
    now: Callable[[], datetime],
    report: GateReport | None = None,
    clarity: Clarity | None = None,
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
        clarity: what models made of statements: this one first reads what none has, and questions
            that the notes then give come before its own.
    """
    try:
        asker = Asker(engine, await engine.start(), background=True)
    except TutorError:
        return
    if not asker.abilities.writes:
        return
    for found in await asyncio.to_thread(lambda: list(quizzes.lectures(scope))):
        # taking a lecture apart is half a second's work: never on the loop that paints
        _, facts = await asyncio.to_thread(found.examined, scope)
        lecture, known = found, _questions(facts)
        if clarity is not None and asker.abilities.hears:
            await read(asker, clarity, await asyncio.to_thread(found.readable, scope))
            lecture = await asyncio.to_thread(quizzes.anew, found)
            _, facts = await asyncio.to_thread(lecture.examined, scope)
            for question in _gained(known, facts, seed):
                yield question
            known = _questions(facts)
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


def _questions(facts: Sequence[Fact]) -> list[Question]:
    return [question for fact in facts for question in fact.questions]


def _gained(known: Sequence[Question], facts: Sequence[Fact], seed: int) -> Iterator[Question]:
    """One question of each fact that could not be asked before, true and false in balance."""
    asked = {question.id for question in known}
    picker = Picker(KINDS, Random(seed))  # noqa: S311 (an order, not a secret)
    new = [fact for fact in facts if not any(one.id in asked for one in fact.questions)]
    for fact in chain(new, picker.held()):
        if question := picker.pick(fact):
            yield question

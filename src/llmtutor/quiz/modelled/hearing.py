"""A model reads statements one by one, each by itself, and says whether it is clear.

What it says is kept, so nothing is read twice; the rules of ``notes.alone`` go by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from llmtutor.engine.protocol import Engine
from llmtutor.errors import TutorError
from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.clarity import Clarity, is_unclear
from llmtutor.quiz.told import readable

PATIENCE = 5.0
"""Seconds that a student waits at most for the model to read the questions of a quiz."""
_ROUNDS = 4
"""How often a quiz is put together anew without the questions that were found unclear."""
Text = tuple[str, str]
"""What stands above a statement, and the statement."""


async def read(asker: Asker, clarity: Clarity, texts: Iterable[Text]) -> None:
    """Have a model read what none has read, and keep what it says, one by one."""
    for about, text in dict.fromkeys(texts):
        if clarity.of(about, text) is None:
            clarity.keep(about, text, await asker.clear(text, about))


async def without_unclear(
    engine: Engine,
    clarity: Clarity,
    questions: Sequence[Question],
    make: Callable[[], Sequence[Question]],
    patience: float = PATIENCE,
) -> list[Question]:
    """A quiz without questions that a model finds unclear by themselves.

    As it is made where the model was not taught to tell, or cannot be used.

    Args:
        engine: the model.
        clarity: what it made of statements; it is added to.
        questions: the quiz as it was put together.
        make: puts it together anew; what is known to be unclear does not come again.
        patience: seconds to wait for the model at most; what it has read by then counts.
    """
    try:
        async with asyncio.timeout(patience):
            for _ in range(_ROUNDS):
                texts = [text for one in questions if (text := readable(one))]
                new = [text for text in texts if clarity.of(*text) is None]
                if new:
                    asker = Asker(engine, await engine.start())
                    if not asker.abilities.hears:
                        return list(questions)
                    await read(asker, clarity, new)
                if not any(is_unclear(text[0], clarity.of(*text)) for text in new):
                    return list(questions)
                questions = await asyncio.to_thread(make)
        return list(questions)
    except (TutorError, TimeoutError):
        return list(await asyncio.to_thread(make))

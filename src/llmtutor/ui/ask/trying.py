"""Trying out what an unknown model can do, once it has given its first answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

from llmtutor.errors import TutorError, visible
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact, Noticed

if TYPE_CHECKING:  # most models are known, and never tried out
    from llmtutor.tutor.trial import Trial

SETTLE_SECONDS = 3.0
"""After an answer: a student who asks on is not kept waiting."""


class Trying:
    """One model being tried out between questions; a question interrupts it after its task."""

    def __init__(self, desk: Desk, post: Callable[[Fact], object]) -> None:
        self._desk, self._post = desk, post
        self._trial: Trial | None = None
        self.running = False
        self.declined = False
        """Whether the student stopped it: not again while the app is open."""

    async def go_on(self) -> None:
        """Try the model out from where it was left; cancelling this leaves it there."""
        services = self._desk.services
        model = services.engine.status.model if services.engine else None
        if services.engine is None or model is None or self.declined:
            return  # no model was asked
        if not services.tutor.is_untried(model):
            return
        await asyncio.sleep(SETTLE_SECONDS)
        try:
            from llmtutor.tutor.trial import TASKS, Trial

            self._trial = self._trial or Trial(services.engine, model)
            self.running = True
            name = visible(model.name)
            async with aclosing(self._trial.steps()) as steps:
                self._post(Noticed(f"Finding out what {name} can do.   Esc stops", good=True))
                async for done in steps:
                    how_far = f"Finding out what {name} can do, {done} of {len(TASKS)}.   Esc stops"
                    self._post(Noticed(how_far, good=True))
        except TutorError as problem:
            self.declined = True  # it would fail again, and the student hears of it when asking
            self._post(Noticed(f"What the model can do was not found out: {problem}"))
            return
        finally:
            self.running = False
        outcome = self._trial.outcome
        services.tutor.learn(model, outcome)
        short = "gives short answers" if outcome.spans else "gives no short answers"
        judges = "its word counts" if outcome.abstains else "its word does not count"
        words = f"{name} is asked as a {outcome.level} model: it {short}, and {judges} on what is"
        self._post(Noticed(f"{words} not in your notes.", good=True))

"""What the model thinks of the notes: its short answer, and whether they hold one at all."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from llmtutor.engine.protocol import Engine, Message, ModelInfo, ScoreRequest, SpansRequest
from llmtutor.errors import TutorError
from llmtutor.settings import Settings
from llmtutor.tutor.abilities import REFUSAL
from llmtutor.tutor.given import Given, Notes
from llmtutor.tutor.lookup import LookUp
from llmtutor.tutor.models import Quote, ShortAnswer
from llmtutor.tutor.prompt import unwrapped
from llmtutor.tutor.short_answer import choose
from llmtutor.tutor.trace import TracedPrompt
from llmtutor.tutor.verdict import finds_it, refuses


class Weighing:
    """Lets a model weigh pieces of the notes, and the refusal, as answers to one question."""

    def __init__(
        self, engine: Engine, model: ModelInfo, settings: Settings, given: Given, found: LookUp
    ) -> None:
        can = given.can
        self._engine, self._given = engine, given
        self._spans = can.spans and settings.ask.short_answer and "spans" in model.abilities
        self._abstains = can.abstains and settings.ask.model_verdict and "score" in model.abilities
        self.found = found
        """What was found; with further quotes, once the model finds its answer in those."""
        self.later: Notes | None = None
        """Of the further quotes, where the answer is in those."""
        self.short: ShortAnswer | None = None
        self.refusal: float | None = None
        """The probability of "not in the notes" against the best piece; None: not asked."""
        self.prompts: list[TracedPrompt] = []
        self.ms: float | None = None
        """What it took; None where nothing was asked, or something failed."""

    async def weigh(self, notes: Notes) -> str:
        """Ask the model; why something is missing, if it failed."""
        if not (self._spans or self._abstains):
            return ""
        started = time.perf_counter()
        try:
            self.short, self.refusal = await self._read(notes, "short answer")
            if refuses(self.refusal) and notes.further:
                await self._look_further(notes.further)
        except TutorError as problem:
            return str(problem)
        self.ms = (time.perf_counter() - started) * 1000
        return ""

    async def _look_further(self, quotes: tuple[Quote, ...]) -> None:
        """Read what search found next: what the model misses in the first quotes may stand there.

        A question put in other words than the notes has its sentence further down the list.
        """
        notes = await self._given.notes(replace(self.found, quotes=quotes))
        short, refusal = await self._read(notes, "short answer, further sentences")
        if finds_it(refusal):
            self.short, self.refusal, self.later = short, refusal, notes
            self.found = replace(self.found, quotes=(*self.found.quotes, *quotes))

    async def _read(self, notes: Notes, purpose: str) -> tuple[ShortAnswer | None, float | None]:
        """The short answer and the probability of a refusal, as far as the model is asked."""
        started = time.perf_counter()
        messages = self._given.messages("short", notes.text, self.found.question)
        short = await self._choose(messages, notes) if self._spans else None
        refusal = await self._refusal(messages, short) if self._abstains else None
        await self._trace(purpose, messages, short, refusal, started)
        return short, refusal

    async def _choose(self, messages: tuple[Message, ...], notes: Notes) -> ShortAnswer | None:
        texts = tuple(unwrapped(quote.text) for quote in notes.quotes)
        spans = await self._engine.spans(SpansRequest(messages, texts))
        sentences = self.found.evidence.sentences
        return choose(self.found.question, notes.quotes, spans, sentences)

    async def _refusal(self, messages: tuple[Message, ...], short: ShortAnswer | None) -> float:
        (score,) = await self._engine.score(ScoreRequest(messages, (REFUSAL,), ends=True))
        refused = _exp(score.total)
        best = short.probability if short else 1 - refused
        return refused / (refused + best) if refused + best else 0.5

    async def _trace(
        self,
        purpose: str,
        messages: tuple[Message, ...],
        short: ShortAnswer | None,
        refusal: float | None,
        started: float,
    ) -> None:
        text, tokens = await self._given.exact(messages)
        wrote = f"“{short.text}”" if short else "nothing chosen"
        if refusal is not None:
            wrote += f"; {REFUSAL}: {refusal:.2f}"
        ms = (time.perf_counter() - started) * 1000
        self.prompts.append(TracedPrompt(purpose, text, tokens, 0, wrote, 0, ms, 0.0))


def _exp(log_probability: float) -> float:
    return math.exp(max(log_probability, -700.0))

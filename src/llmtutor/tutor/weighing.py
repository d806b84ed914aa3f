"""What the model thinks of the notes: its short answer, and whether they hold one at all."""

from __future__ import annotations

import math
import time

from llmtutor.engine.protocol import Engine, Message, ModelInfo, ScoreRequest, SpansRequest
from llmtutor.errors import TutorError
from llmtutor.settings import Settings
from llmtutor.tutor.abilities import REFUSAL
from llmtutor.tutor.given import Given, Notes
from llmtutor.tutor.lookup import LookUp
from llmtutor.tutor.models import ShortAnswer
from llmtutor.tutor.prompt import unwrapped
from llmtutor.tutor.short_answer import choose
from llmtutor.tutor.trace import TracedPrompt


class Weighing:
    """Lets a model weigh pieces of the notes, and the refusal, as answers to one question."""

    def __init__(
        self, engine: Engine, model: ModelInfo, settings: Settings, given: Given, found: LookUp
    ) -> None:
        can = given.can
        self._engine, self._given, self._found = engine, given, found
        self._spans = can.spans and settings.ask.short_answer and "spans" in model.abilities
        self._abstains = can.abstains and settings.ask.model_verdict and "score" in model.abilities
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
        messages = self._given.messages("short", notes.text, self._found.question)
        try:
            if self._spans:
                await self._choose(messages, notes)
            if self._abstains:
                await self._ask_verdict(messages)
            await self._trace(messages, started)
        except TutorError as problem:
            return str(problem)
        self.ms = (time.perf_counter() - started) * 1000
        return ""

    async def _choose(self, messages: tuple[Message, ...], notes: Notes) -> None:
        texts = tuple(unwrapped(quote.text) for quote in notes.quotes)
        found = await self._engine.spans(SpansRequest(messages, texts))
        sentences = self._found.evidence.sentences
        self.short = choose(self._found.question, notes.quotes, found, sentences)

    async def _ask_verdict(self, messages: tuple[Message, ...]) -> None:
        (score,) = await self._engine.score(ScoreRequest(messages, (REFUSAL,), ends=True))
        refused = _exp(score.total)
        best = self.short.probability if self.short else 1 - refused
        self.refusal = refused / (refused + best) if refused + best else 0.5

    async def _trace(self, messages: tuple[Message, ...], started: float) -> None:
        text, tokens = await self._given.exact(messages)
        wrote = f"“{self.short.text}”" if self.short else "nothing chosen"
        if self.refusal is not None:
            wrote += f"; {REFUSAL}: {self.refusal:.2f}"
        ms = (time.perf_counter() - started) * 1000
        self.prompts.append(TracedPrompt("short answer", text, tokens, 0, wrote, 0, ms, 0.0))


def _exp(log_probability: float) -> float:
    return math.exp(max(log_probability, -700.0))

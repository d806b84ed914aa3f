"""Asking: the evidence at once, then the model's words, then the check of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from llmtutor.engine.protocol import (
    Engine,
    Event,
    Failed,
    GenerateRequest,
    Message,
    ModelInfo,
    Sampling,
    Token,
)
from llmtutor.errors import TutorError
from llmtutor.library.library import EVERYTHING, Library, Scope
from llmtutor.search.analysis import is_cjk
from llmtutor.search.confidence import confidence
from llmtutor.search.embedder import Embedder
from llmtutor.search.evidence import find_evidence
from llmtutor.search.vectors import Similarity
from llmtutor.settings import Settings
from llmtutor.tutor import follow_up, prompt
from llmtutor.tutor.abilities import Abilities, Outcome, is_unknown
from llmtutor.tutor.answer_cache import AnswerStore
from llmtutor.tutor.given import Given
from llmtutor.tutor.lookup import LookUp, quotes_of
from llmtutor.tutor.models import Answer, Redrafted, Timings
from llmtutor.tutor.trace import Technique, trace_of
from llmtutor.tutor.trial import TrialLog
from llmtutor.tutor.verdict import is_for_the_model
from llmtutor.tutor.writing import Writing

__all__ = ["LookUp", "Tutor"]

_ASIDE_TOKENS = 40
"""Longest text that the model writes for search, not for the student."""


class Tutor:
    """Answers questions from the library."""

    def __init__(
        self,
        library: Library,
        engine: Engine | None,
        settings: Settings,
        embedder: Embedder | None = None,
        store: AnswerStore | None = None,
        trials: TrialLog | None = None,
    ) -> None:
        """Join what a question needs.

        Args:
            library: the notes.
            engine: the model that writes; None where it is switched off.
            settings: of asking and of the engine.
            embedder: finds what is said in other words; None where there is no such model.
            store: of answers for questions that are asked again; None keeps none.
            trials: what came of trying models out; None knows of none.
        """
        self._library = library
        self._engine = engine
        self._settings = settings
        self._embedder = embedder
        self._store = store
        self._trials = trials

    def can(self, model: ModelInfo) -> Abilities:
        """What is expected of a model, by the settings, itself, a trial of it, or its size."""
        outcome = self._trials.outcome(model) if self._trials else None
        return Abilities.of(model, outcome, self._settings.engine.ability)

    def is_untried(self, model: ModelInfo) -> bool:
        """Whether a trial would tell something new of a model."""
        open_to_it = self._settings.engine.ability == "auto" and is_unknown(model)
        return open_to_it and self._trials is not None and self._trials.outcome(model) is None

    def learn(self, model: ModelInfo, outcome: Outcome) -> None:
        """Expect of a model from now on what a trial of it has shown."""
        if self._trials is not None:
            self._trials.keep(model, outcome)

    @property
    def connection(self) -> sqlite3.Connection:
        """The index that is searched."""
        return self._library.connection

    async def find(
        self, question: str, scope: Scope = EVERYTHING, before: Answer | None = None
    ) -> LookUp:
        """The verbatim evidence for a question, by words and, where vectors are ready, meaning.

        Args:
            question: as it was typed.
            scope: the part of the library to look in.
            before: the answer before it in the conversation, which it may follow up.
        """
        started = time.perf_counter()
        read_as, told = await self._standing_alone(question, before)
        similarity = await self._embedder.similarity(read_as) if self._embedder else None
        found = self.look_up(read_as, scope, similarity)
        if self._settings.ask.hyde and (imagined := await self._imagine(read_as)):
            found = self._looked_up_with(found, imagined, similarity)
        elapsed = (time.perf_counter() - started) * 1000
        return replace(found, asked=question, follow_up=told, started=started, evidence_ms=elapsed)

    def look_up(
        self, question: str, scope: Scope = EVERYTHING, similarity: Similarity | None = None
    ) -> LookUp:
        """The verbatim evidence for a question; milliseconds, no model."""
        started = time.perf_counter()
        evidence = find_evidence(self._library.connection, question, scope, similarity)
        sure = confidence(self._library.connection, evidence)
        quotes = quotes_of(evidence.sentences[: self._settings.ask.quotes])
        elapsed = (time.perf_counter() - started) * 1000
        return LookUp(question, scope, evidence, sure, quotes, started, elapsed, asked=question)

    def without_model(self, found: LookUp, note: str = "") -> Answer:
        """The answer that search alone gives."""
        total = (time.perf_counter() - found.started) * 1000
        steps = (("evidence", found.evidence_ms),)
        told = found.follow_up or "the question stands alone"
        techniques = (Technique("follow-up", bool(found.follow_up), told),)
        return Answer(
            question=found.asked,
            verdict=found.verdict,
            quotes=() if found.verdict == "not_in_notes" else found.quotes,
            sentences=(),
            model=None,
            timings=Timings(found.evidence_ms, None, total),
            note=note,
            read_as=found.read_as,
            trace=trace_of(found, found.verdict, None, techniques, (), steps),
        )

    async def explain(
        self, found: LookUp, again: int = 0, *, words: bool = True
    ) -> AsyncGenerator[Event | Redrafted | Answer, None]:
        """Let the model write on what was found; ends with exactly one ``Answer``.

        Closing the generator stops the model at once. The model stays silent
        where the notes hold no answer or it does not know the script.

        Args:
            found: from :meth:`find`.
            again: how often the question was answered already; more than 0 wants another answer.
            words: whether the model explains, or only gives its short answer and its verdict.
        """
        engine = self._engine
        if engine is None or not is_for_the_model(found):
            yield self.without_model(found)
            return
        try:
            model = await engine.start()
        except TutorError as problem:
            yield self.without_model(found, str(problem))
            return
        if note := _why_silent(model, found):
            yield self.without_model(found, note)
            return
        if found.verdict == "not_in_notes" and not self._asks_for_verdict(model):
            yield self.without_model(found)
            return
        given = Given(self._library, engine, model, self.can(model), self._settings)
        writing = Writing(engine, model, self._settings, found, given, self._store, again)
        async with aclosing(writing.answer(words=words)) as events:
            async for event in events:
                yield event

    async def ahead(self, scope: Scope) -> tuple[Message, ...] | None:
        """How the prompt of every question on a section begins, for ``Engine.warm``.

        None where the model does not read that section whole, or not at all.
        """
        if self._engine is None or not scope.section:
            return None
        try:
            model = await self._engine.start()
        except TutorError:
            return None
        if not model.can_generate or "warm" not in model.abilities:
            return None
        given = Given(self._library, self._engine, model, self.can(model), self._settings)
        return await given.ahead(scope)

    def _asks_for_verdict(self, model: ModelInfo) -> bool:
        wanted = self._settings.ask.model_verdict and "score" in model.abilities
        return wanted and self.can(model).abstains

    # Before search

    async def _standing_alone(self, question: str, before: Answer | None) -> tuple[str, str]:
        """A question as it is understood, and what was done to it."""
        if before is None or not self._settings.ask.follow_ups:
            return question, ""
        if not follow_up.is_follow_up(question):
            return question, ""
        rewritten = await self._rewritten(question, before)
        if rewritten and follow_up.is_sound(rewritten, question, before):
            return rewritten, f"the model read it as: {rewritten}"
        carried = follow_up.carried_over(question, before)
        if carried == question:
            return question, ""
        return carried, f"words of the question before were added: {carried}"

    async def _rewritten(self, question: str, before: Answer) -> str:
        model = await self._ready(question)
        if model is None or not self.can(model).rewrites:
            return ""
        fields = {
            "before": before.read_as or before.question,
            "answer": before.text[:300],
            "follow_up": question,
        }
        if "rewrite" in model.taught:
            notes = prompt.notes_from(before.quotes)
            return await self._aside(prompt.taught("rewrite", notes, **fields))
        return await self._aside(prompt.fill("rewrite", "explain", **fields))

    async def _imagine(self, question: str) -> str:
        """A hypothetical answer, for search to look for; empty where no model can make one."""
        if await self._ready(question) is None:
            return ""
        return await self._aside(prompt.fill("imagine", question=question))

    async def _ready(self, question: str) -> ModelInfo | None:
        if self._engine is None:
            return None
        try:
            model = await self._engine.start()
        except TutorError:
            return None
        knows = model.can_generate and (model.knows("cjk") or not is_cjk(question))
        return model if knows else None

    async def _aside(self, messages: tuple[Message, ...]) -> str:
        """A line that the model writes for search; empty where it fails."""
        if self._engine is None:
            return ""
        sampling = Sampling(temperature=0.0, seed=self._settings.engine.seed)
        request = GenerateRequest(messages, _ASIDE_TOKENS, sampling, stop=("\n",))
        text = ""
        async with aclosing(self._engine.generate(request)) as events:
            async for event in events:
                if isinstance(event, Token):
                    text += event.text
                elif isinstance(event, Failed):
                    return ""
        return " ".join(text.split())

    def _looked_up_with(
        self, found: LookUp, imagined: str, similarity: Similarity | None
    ) -> LookUp:
        """Evidence for the question and the imagined answer; the confidence stays the question's.

        What a model makes up must not make search surer that the notes hold it.
        """
        wider = f"{found.question} {imagined}"
        evidence = find_evidence(self._library.connection, wider, found.scope, similarity)
        if not evidence.sentences:
            return found
        quotes = quotes_of(evidence.sentences[: self._settings.ask.quotes])
        return replace(found, evidence=evidence, quotes=quotes, imagined=imagined)


def _why_silent(model: ModelInfo, found: LookUp) -> str:
    """Why this model should not write on this question, or nothing."""
    if not model.can_generate:
        return f"{model.name} makes vectors and does not write; the quotes answer alone"
    if found.evidence.query.cjk and not model.knows("cjk"):
        return f"{model.name} does not know Chinese; the quotes answer alone"
    return ""

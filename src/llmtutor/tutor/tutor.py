"""Asking: the evidence at once, then the model's words, then the check of them."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from llmtutor.content.sentences import sentences
from llmtutor.engine.protocol import (
    Done,
    Engine,
    Event,
    Failed,
    GenerateRequest,
    ModelInfo,
    Restarted,
    Sampling,
    Token,
)
from llmtutor.errors import TutorError
from llmtutor.library.library import EVERYTHING, Library, Scope
from llmtutor.search.confidence import HEDGED_BELOW, REFUSED_BELOW, confidence
from llmtutor.search.embedder import Embedder
from llmtutor.search.evidence import Evidence, Sentence, find_evidence
from llmtutor.search.vectors import Similarity
from llmtutor.settings import Settings
from llmtutor.tutor.models import Answer, Quote, Timings, Verdict
from llmtutor.tutor.prompt import fill, notes_from
from llmtutor.tutor.support import check

_MOST_SENTENCES = 1
"""A tiny model keeps to the notes for one sentence and wanders off in the second."""
_MOST_TOKENS = 64
_ENDED = re.compile(r"[.!?。！？…][\"'”’)\]*]*$")


@dataclass(frozen=True, slots=True)
class LookUp:
    """What search found for a question, before any model is asked."""

    question: str
    scope: Scope
    evidence: Evidence
    confidence: float
    quotes: tuple[Quote, ...]
    started: float
    """``time.perf_counter()`` when the question was asked."""
    evidence_ms: float

    @property
    def verdict(self) -> Verdict:
        if not self.quotes or self.confidence < REFUSED_BELOW:
            return "not_in_notes"
        return "hedged" if self.confidence < HEDGED_BELOW else "answered"


class Tutor:
    """Answers questions from the library."""

    def __init__(
        self,
        library: Library,
        engine: Engine | None,
        settings: Settings,
        embedder: Embedder | None = None,
    ) -> None:
        """Join what a question needs.

        Args:
            library: the notes.
            engine: the model that writes; None where it is switched off.
            settings: of asking and of the engine.
            embedder: finds what is said in other words; None where there is no such model.
        """
        self._library = library
        self._engine = engine
        self._settings = settings
        self._embedder = embedder

    @property
    def connection(self) -> sqlite3.Connection:
        """The index that is searched."""
        return self._library.connection

    async def find(self, question: str, scope: Scope = EVERYTHING) -> LookUp:
        """The verbatim evidence for a question, by words and, where vectors are ready, meaning."""
        if self._embedder is None:
            return self.look_up(question, scope)
        started = time.perf_counter()
        similarity = await self._embedder.similarity(question)
        found = self.look_up(question, scope, similarity)
        elapsed = (time.perf_counter() - started) * 1000
        return replace(found, started=started, evidence_ms=elapsed)

    def look_up(
        self, question: str, scope: Scope = EVERYTHING, similarity: Similarity | None = None
    ) -> LookUp:
        """The verbatim evidence for a question; milliseconds, no model."""
        started = time.perf_counter()
        evidence = find_evidence(self._library.connection, question, scope, similarity)
        sure = confidence(self._library.connection, evidence)
        best = evidence.sentences[: self._settings.ask.quotes]
        quotes = tuple(_quote(sentence) for sentence in best)
        elapsed = (time.perf_counter() - started) * 1000
        return LookUp(question, scope, evidence, sure, quotes, started, elapsed)

    def without_model(self, found: LookUp, note: str = "") -> Answer:
        """The answer that search alone gives."""
        total = (time.perf_counter() - found.started) * 1000
        return Answer(
            question=found.question,
            verdict=found.verdict,
            quotes=() if found.verdict == "not_in_notes" else found.quotes,
            sentences=(),
            model=None,
            timings=Timings(found.evidence_ms, None, total),
            note=note,
        )

    async def explain(self, found: LookUp) -> AsyncGenerator[Event | Answer, None]:
        """Let the model write on what was found; ends with exactly one ``Answer``.

        Closing the generator stops the model at once. The model stays silent
        where the notes hold no answer or it does not know the script.
        """
        engine = self._engine
        if engine is None or found.verdict == "not_in_notes":
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
        draft = _Draft()
        async with aclosing(engine.generate(self._request(found))) as events:
            async for event in events:
                draft.take(event, found.started)
                if not isinstance(event, Done | Failed):
                    yield event
                if draft.is_long_enough:
                    break
        yield self._checked(found, draft, model)

    def _request(self, found: LookUp) -> GenerateRequest:
        notes = notes_from(found.quotes)
        return GenerateRequest(
            messages=fill("tiny", notes=notes, question=found.question),
            max_tokens=min(self._settings.engine.max_tokens, _MOST_TOKENS),
            sampling=Sampling.from_settings(self._settings.engine),
            stop=("\n\n", "\nQuestion:", "\nNotes:"),
        )

    def _checked(self, found: LookUp, draft: _Draft, model: ModelInfo) -> Answer:
        answer = self.without_model(found, draft.failure)
        sentences = check(draft.whole_sentences(), found.question, answer.quotes)
        return replace(
            answer,
            sentences=sentences,
            model=model.name if sentences else None,
            timings=replace(answer.timings, first_token_ms=draft.first_token_ms),
        )


@dataclass(slots=True)
class _Draft:
    """What the model has written so far."""

    text: str = ""
    first_token_ms: float | None = None
    failure: str = ""

    def take(self, event: Event, started: float) -> None:
        if isinstance(event, Token):
            if self.first_token_ms is None:
                self.first_token_ms = (time.perf_counter() - started) * 1000
            self.text += event.text
        elif isinstance(event, Restarted):
            self.text = ""
        elif isinstance(event, Failed):
            self.failure = str(event.problem)

    @property
    def is_long_enough(self) -> bool:
        return len(sentences(self.text)) > _MOST_SENTENCES

    def whole_sentences(self) -> str:
        """The text without a sentence that was cut off, unless that is all there is."""
        spans = sentences(self.text)[:_MOST_SENTENCES]
        if len(spans) > 1 and not _ENDED.search(spans[-1].of(self.text)):
            spans = spans[:-1]
        return self.text[: spans[-1].end] if spans else ""


def _why_silent(model: ModelInfo, found: LookUp) -> str:
    """Why this model should not write on this question, or nothing."""
    if not model.can_generate:
        return f"{model.name} makes vectors and does not write; the quotes answer alone"
    if found.evidence.query.cjk and not model.knows("cjk"):
        return f"{model.name} does not know Chinese; the quotes answer alone"
    return ""


def _quote(sentence: Sentence) -> Quote:
    return Quote(sentence.text, sentence.path, sentence.title, sentence.start, sentence.end)

"""An answer and its parts. Quotes are verbatim; the model's own words never are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Verdict = Literal["answered", "hedged", "not_in_notes"]
"""In the notes; perhaps in the notes; not in the notes."""
Support = Literal["full", "part", "none"]
"""How far the quotes bear out a sentence that the model wrote."""


NOT_IN_NOTES = "Not in your notes."


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of the notes, as it stands there: ``section.text[start:end]``."""

    text: str
    path: str
    title: str
    """Of the section."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence in the model's words, checked against the quotes."""

    text: str
    support: Support
    citations: tuple[int, ...]
    """Numbers of the quotes that bear it out, from 1."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds, wall clock, from the moment the question was asked."""

    evidence_ms: float
    first_token_ms: float | None
    total_ms: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to."""

    question: str
    verdict: Verdict
    quotes: tuple[Quote, ...]
    """Numbered from 1 in citations; none where the notes hold no answer."""
    sentences: tuple[WrittenSentence, ...]
    """Empty where no model wrote."""
    model: str | None
    timings: Timings
    note: str = ""
    """Why no model wrote, where the student would wonder."""

    @property
    def text(self) -> str:
        """The model's sentences, or the quotes where it wrote none, or the refusal."""
        if self.verdict == "not_in_notes":
            return NOT_IN_NOTES
        if self.sentences:
            return " ".join(sentence.text for sentence in self.sentences)
        return "\n\n".join(quote.text for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, with its answer."""

    asked: datetime
    scope: str
    """Path of the part of the library that was asked; empty is everything."""
    answer: Answer


class ChatLog(Protocol):
    """Remembers what was asked; ``storage`` provides it."""

    def add(self, turn: Turn) -> None: ...
    def latest(self, limit: int) -> Sequence[Turn]: ...
    def clear(self) -> None: ...

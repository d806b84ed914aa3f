"""An answer and its parts. Quotes are verbatim; the model's own words never are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from llmtutor.tutor.trace import Trace

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
class ShortAnswer:
    """A few words of the notes that answer: ``section.text[start:end]``, chosen by the model."""

    text: str
    path: str
    start: int
    end: int
    probability: float
    """That the model gives to exactly these words as the whole answer, 0 to 1."""


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
    """Numbered from 1 in citations. Under a refusal they are what search found and the model sees
    no answer in; none where search itself refuses."""
    sentences: tuple[WrittenSentence, ...]
    """Empty where no model wrote."""
    model: str | None
    timings: Timings
    note: str = ""
    """Why no model wrote, where the student would wonder."""
    short_answer: ShortAnswer | None = None
    """None where the model cannot choose one, or the notes hold none."""
    read_as: str = ""
    """The question as it was understood, where it followed up on another one."""
    cached: bool = False
    """Whether the model's words are those of an earlier answer to the same question."""
    trace: Trace | None = field(default=None, compare=False)
    """How it came about; of answers of an earlier time, nothing."""

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


@dataclass(frozen=True, slots=True)
class Redrafted:
    """The quotes did not bear out what the model wrote, so it writes anew: forget its tokens.

    The best of its drafts will be in the answer.
    """


class ChatLog(Protocol):
    """Remembers what was asked; ``storage`` provides it."""

    def add(self, turn: Turn) -> None: ...
    def latest(self, limit: int) -> Sequence[Turn]:
        """The last turns, oldest first."""
        ...

    def search(self, words: str, limit: int) -> Sequence[Turn]:
        """Turns that hold all the words, newest first; no words find every turn."""
        ...

    def clear(self) -> None: ...

"""What search found for a question, before any model is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llmtutor.library.library import Scope
from llmtutor.search.confidence import HEDGED_BELOW, REFUSED_BELOW
from llmtutor.search.evidence import Evidence, Sentence
from llmtutor.tutor.models import Quote, Verdict


@dataclass(frozen=True, slots=True)
class LookUp:
    """The verbatim evidence, and how sure search is of it."""

    question: str
    """As it was understood: a follow-up stands alone here."""
    scope: Scope
    evidence: Evidence
    confidence: float
    quotes: tuple[Quote, ...]
    started: float
    """``time.perf_counter()`` when the question was asked."""
    evidence_ms: float
    asked: str = ""
    """As it was typed."""
    follow_up: str = ""
    """How a follow-up was made to stand alone; empty where it was none."""
    imagined: str = ""
    """The answer that the model made up for search to look for; empty where it did not."""

    @property
    def read_as(self) -> str:
        """The question as it was understood, where that is not as it was typed."""
        return self.question if self.question != self.asked else ""

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.confidence) if self.quotes else "not_in_notes"


def quotes_of(sentences: Sequence[Sentence]) -> tuple[Quote, ...]:
    """Sentences as quotes; those of one section together, the best section first."""
    places = list(dict.fromkeys(sentence.path for sentence in sentences))
    together = sorted(sentences, key=lambda sentence: places.index(sentence.path))
    return tuple(Quote(s.text, s.path, s.title, s.start, s.end) for s in together)


def verdict_of(confidence: float) -> Verdict:
    """The tier of a confidence, 0 to 1."""
    if confidence < REFUSED_BELOW:
        return "not_in_notes"
    return "hedged" if confidence < HEDGED_BELOW else "answered"

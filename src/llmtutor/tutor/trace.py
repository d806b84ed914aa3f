"""How an answer came about, step by step, for a student who wants to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from llmtutor.tutor.lookup import LookUp
from llmtutor.tutor.models import Verdict

SENTENCES = 12
"""Sentences that are shown as kept or dropped; search ranks many more."""


@dataclass(frozen=True, slots=True)
class TracedTerm:
    """A word that was looked for."""

    word: str
    weight: float
    """Inverse document frequency; 0 would stand in every passage."""
    typed: str
    """As the student typed it, where it was read as another word; else empty."""


@dataclass(frozen=True, slots=True)
class TracedHit:
    """A passage that was found."""

    path: str
    title: str
    words: float
    """BM25."""
    meaning: float | None
    """Cosine with the question, -1 to 1; None where there are no vectors."""
    score: float
    """What it is ranked by."""


@dataclass(frozen=True, slots=True)
class TracedSentence:
    """A sentence that was considered."""

    path: str
    text: str
    score: float
    coverage: float
    """Share of the question's weight that it holds, 0 to 1."""
    kept: bool


@dataclass(frozen=True, slots=True)
class TracedPrompt:
    """A prompt that the model was given, and what came back."""

    purpose: str
    text: str
    """Exactly, with the marks of the chat format where the engine shows them."""
    tokens: int
    cached: int
    """Of them, tokens that the model had read before."""
    wrote: str
    new_tokens: int
    read_ms: float
    write_ms: float


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique, and what it did here."""

    name: str
    on: bool
    did: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole way from the question to the verdict."""

    question: str
    read_as: str
    scope: str
    terms: tuple[TracedTerm, ...]
    hits: tuple[TracedHit, ...]
    sentences: tuple[TracedSentence, ...]
    confidence: float
    """Search's own, 0 to 1."""
    by_search: Verdict
    refusal: float | None
    """Probability that the model gives to "not in the notes"; None where it was not asked."""
    verdict: Verdict
    techniques: tuple[Technique, ...]
    prompts: tuple[TracedPrompt, ...]
    steps: tuple[tuple[str, float], ...]
    """What took how many milliseconds, in order."""

    def as_json(self) -> dict[str, Any]:
        """Plain data for ``--trace``."""
        return asdict(self)


def trace_of(
    found: LookUp,
    verdict: Verdict,
    refusal: float | None,
    techniques: Sequence[Technique],
    prompts: Sequence[TracedPrompt],
    steps: Sequence[tuple[str, float]],
) -> Trace:
    """Everything that is known of an answer."""
    query, evidence = found.evidence.query, found.evidence
    kept = {(quote.path, quote.start) for quote in found.quotes}
    typed = {correction.taken: correction.written for correction in query.corrections}
    return Trace(
        question=found.asked,
        read_as=found.read_as,
        scope=found.scope.path,
        terms=tuple(
            TracedTerm(term.shown, query.weights[term.text], typed.get(term.shown, ""))
            for term in sorted(query.terms, key=lambda term: -query.weights[term.text])
        ),
        hits=tuple(
            TracedHit(p.hit.path, p.hit.title, p.hit.score, p.cosine, p.score)
            for p in evidence.passages
        ),
        sentences=tuple(
            TracedSentence(s.path, s.text, s.score, s.coverage, (s.path, s.start) in kept)
            for s in evidence.sentences[:SENTENCES]
        ),
        confidence=found.confidence,
        by_search=found.verdict,
        refusal=refusal,
        verdict=verdict,
        techniques=tuple(techniques),
        prompts=tuple(prompts),
        steps=tuple(steps),
    )

"""The round trip: the library, asked the question, must come back to its source and key."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from llmtutor.content.inline import plain
from llmtutor.content.sentences import sentences
from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.quiz.gate.context import right_options, wrong_options
from llmtutor.quiz.gate.frames import content
from llmtutor.quiz.gate.key_rules import meaningful
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import terms
from llmtutor.search.query import Query, parse_query
from llmtutor.search.retrieve import Hit, find_hits

PASSAGES = 5
"""The source's passage must be among so many."""
_PASSAGE_WEIGHT, _HEADING_WEIGHT = 0.5, 0.4
"""As in search's own ranking of sentences."""
_AHEAD = 0.15
"""Score by which a sentence that holds a wrong answer, and not the key, must stay behind."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    line: str
    terms: frozenset[str]


class RoundTrip:
    """Asks search alone, no model; remembers the passages it has taken apart."""

    def __init__(self, connection: sqlite3.Connection, scope: Scope = EVERYTHING) -> None:
        self._connection = connection
        self._scope = scope
        self._seen: dict[int, list[_Sentence]] = {}

    def __call__(self, question: Question) -> str:
        """What went wrong on the way; empty where the source was found."""
        query = parse_query(self._connection, asked(question))
        if not query.terms:
            return "nothing to search for"
        hits = find_hits(self._connection, query, self._scope, limit=PASSAGES, quotable=True)
        found = [hit for hit in hits if _holds(hit, question)]
        if not found:
            return "search does not lead to the source"
        return self._astray(query, hits, question)

    def _astray(self, query: Query, hits: list[Hit], question: Question) -> str:
        """Whether a sentence with a wrong answer and without the key stands ahead of the source."""
        wrong = [key for option in wrong_options(question) if (key := key_of(option))]
        if not wrong or question.kind == "multi":
            return ""
        keys = [key_of(text) for text in right_options(question)]
        best = max(hit.score for hit in hits) or 1.0
        own, other, which = 0.0, 0.0, ""
        for hit in hits:
            heading = query.coverage(frozenset(terms(hit.heading)))
            base = _PASSAGE_WEIGHT * hit.score / best + _HEADING_WEIGHT * heading
            for sentence in self._sentences(hit):
                score = base + query.coverage(sentence.terms)
                if _inside(hit, sentence, question):
                    own = max(own, score)
                elif score > other and not any(f" {key} " in sentence.line for key in keys):
                    named = [key for key in wrong if f" {key} " in sentence.line]
                    other, which = (score, named[0]) if named else (other, which)
        return f"search reaches '{which}' first" if other > own + _AHEAD else ""

    def _sentences(self, hit: Hit) -> list[_Sentence]:
        if hit.key not in self._seen:
            made = []
            for span in sentences(hit.text):
                words = terms(plain(span.of(hit.text)))
                line = f" {' '.join(words)} "
                made.append(_Sentence(span.start, span.end, line, frozenset(words)))
            self._seen[hit.key] = made
        return self._seen[hit.key]


def asked(question: Question) -> str:
    """What is searched for: the stem's own words; the answer too where the stem has few."""
    text = content(question.stem).replace(BLANK, " ")
    few = question.kind == "choice" and 0 < len(meaningful(text)) < _FEW
    if few or question.kind in {"order", "match", "multi"}:
        return f"{text} {' '.join(right_options(question))}"
    return text


_FEW = 3
"""Words of a stem's own; "What is a prompt?" alone leads to every prompt there is."""


def _holds(hit: Hit, question: Question) -> bool:
    source = question.source
    return (
        hit.path == source.path
        and hit.start < source.end
        and source.start < hit.start + len(hit.text)
    )


def _inside(hit: Hit, sentence: _Sentence, question: Question) -> bool:
    source = question.source
    return (
        hit.path == source.path
        and hit.start + sentence.start < source.end
        and source.start < hit.start + sentence.end
    )

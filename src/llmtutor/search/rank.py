"""Reading the passages that were found, and putting the ones that answer first."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from llmtutor.content.inline import plain
from llmtutor.content.sentences import Span, sentences
from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.search.analysis import term_set, terms_of
from llmtutor.search.query import Query
from llmtutor.search.retrieve import (
    HEADING_WEIGHT,
    Hit,
    find_matches,
    hidden_keys,
    keys_inside,
    read_hit,
)
from llmtutor.search.vectors import Similarity

_MARKED = re.compile(r"\*\*([^*\n]{1,80})\*\*|`([^`\n]{1,60})`")
CANDIDATES = 24
"""Passages that are read; the full-text index alone is right for the others."""
MATCHES = 64
"""Passages that share words with the question and are considered."""
NEAREST = 60
"""Passages that are close in meaning and are considered beside those that share words."""
LEXICAL_WEIGHT, SEMANTIC_WEIGHT = 0.5, 0.75
"""Of BM25 and of the cosine, where there are vectors; without them BM25 counts in full."""
COVERAGE_WEIGHT = 0.3
ADJACENCY_WEIGHT = 0.4
SENTENCE_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a passage, taken apart."""

    span: Span
    """In the passage."""
    words: str
    """Without markup."""
    spoken: tuple[str, ...]
    """Its terms in order."""
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that was found, taken apart once for all who compare it."""

    hit: Hit
    score: float
    """BM25 and cosine, and what its sentences add; larger is better."""
    cosine: float | None
    """With the question, -1 to 1; None where there are no vectors."""
    terms: tuple[str, ...]
    """Of its text, in order."""
    title_terms: frozenset[str]
    """Of its section's title."""
    heading_terms: frozenset[str]
    """Of all titles above it."""
    sentences: tuple[ReadSentence, ...]
    marked: tuple[frozenset[str], ...]
    """The terms of each piece that it sets in bold or as code."""


def find_passages(
    connection: sqlite3.Connection,
    query: Query,
    scope: Scope = EVERYTHING,
    *,
    limit: int = 10,
    quotable: bool = False,
    similarity: Similarity | None = None,
) -> list[ReadPassage]:
    """The passages that speak of a query, best first.

    BM25 counts words wherever they stand; a passage that has more of the query
    in one sentence, and its words side by side as they were asked, is put
    before one that has them scattered. With vectors, passages that say it in
    other words are found as well.
    """
    wanted = max(limit, CANDIDATES)
    matches = find_matches(connection, query, scope, limit=max(wanted, MATCHES))
    found = _candidates(connection, query, scope, dict(matches), similarity)
    best = max((score for _, score in matches), default=1.0) or 1.0
    first: list[tuple[_Candidate, Hit]] = []
    for item in sorted(found, key=lambda item: -item.score(item.words / best)):
        hit = read_hit(connection, query, item.key, item.words, quotable=quotable)
        if hit:
            first.append((item, hit))
        if len(first) == wanted:
            break
    return _reranked(query, first)[:limit]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage that may answer, before it is read."""

    key: int
    words: float
    """BM25."""
    cosine: float | None = None
    nearness: float | None = None
    """The cosine among those of the other candidates, 0 to 1; None without vectors."""

    def score(self, lexical: float) -> float:
        """Words and meaning, weighed against each other.

        Weighted scores, not ranks: fusing ranks lost recall in every trial.
        """
        if self.nearness is None:
            return lexical
        return LEXICAL_WEIGHT * lexical + SEMANTIC_WEIGHT * self.nearness


def _candidates(
    connection: sqlite3.Connection,
    query: Query,
    scope: Scope,
    matches: dict[int, float],
    similarity: Similarity | None,
) -> list[_Candidate]:
    """Passages that share words with a question or, where there are vectors, its meaning."""
    if similarity is None:
        return [_Candidate(key, score) for key, score in matches.items()]
    hidden = hidden_keys(connection, query)
    near = similarity.closest(NEAREST, keys_inside(connection, scope))
    wanted = [*matches, *(key for key in near if key not in hidden)]
    cosines = {key: similarity.of(key) for key in wanted}
    known = [cosine for cosine in cosines.values() if cosine is not None]
    least, most = min(known, default=0.0), max(known, default=0.0)
    if least == most:
        least = most - 1
    return [
        _Candidate(
            key,
            matches.get(key, 0.0),
            cosine,
            0.0 if cosine is None else (cosine - least) / (most - least),
        )
        for key, cosine in cosines.items()
    ]


def _reranked(query: Query, candidates: Sequence[tuple[_Candidate, Hit]]) -> list[ReadPassage]:
    """Candidates in the order of what is read in them.

    BM25 is taken anew from their words: a large library was not asked for all
    the words of the query.
    """
    if not candidates:
        return []
    apart = [_taken_apart(hit.text) for _, hit in candidates]
    usual = sum(len(terms) for _, terms, _ in apart) / len(apart) or 1.0
    titles = [_title_terms(hit.heading) for _, hit in candidates]
    relevance = [
        bm25(query, terms, heading, usual)
        for (_, terms, _), heading in zip(apart, titles, strict=True)
    ]
    best = max(relevance) or 1.0
    asked = asked_pairs(query)
    read = [
        _read(query, hit, item.score(value / best), item.cosine, asked)
        for (item, hit), value in zip(candidates, relevance, strict=True)
    ]
    return sorted(read, key=lambda passage: -passage.score)


def bm25(query: Query, terms: Sequence[str], heading: frozenset[str], usual: float) -> float:
    """How much of a query a passage holds; a term said again adds less each time.

    Args:
        query: the question.
        terms: of the passage, in order.
        heading: terms of the titles above it.
        usual: terms in a passage of usual length.
    """
    weights = query.heard
    said = dict.fromkeys(heading & weights.keys(), HEADING_WEIGHT)
    for term in terms:
        if term in weights:
            said[term] = said.get(term, 0.0) + 1
    length = 1.2 * (0.25 + 0.75 * len(terms) / usual)
    return sum(weights[term] * count * 2.2 / (count + length) for term, count in said.items())


def adjacency(pairs: Sequence[tuple[str, str]], terms: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of neighbouring words that are neighbours in a text, too."""
    held = set(pairwise(terms))
    return [pair for pair in pairs if pair in held]


def asked_pairs(query: Query) -> list[tuple[str, str]]:
    """Neighbouring words of a query of which at least one carries weight."""
    weights = query.weights
    found = pairwise(terms_of(query.text))
    return list(dict.fromkeys(pair for pair in found if pair[0] in weights or pair[1] in weights))


def _read(
    query: Query,
    hit: Hit,
    base: float,
    cosine: float | None,
    asked: Sequence[tuple[str, str]],
) -> ReadPassage:
    pieces, terms, held = _taken_apart(hit.text)
    weights = query.weights
    beside = sum(
        max(weights.get(left, 0.0), weights.get(right, 0.0))
        for left, right in adjacency(asked, terms)
    )
    score = (
        base
        + COVERAGE_WEIGHT * query.coverage(held)
        + ADJACENCY_WEIGHT * (beside / query.total if query.total else 0.0)
        + SENTENCE_WEIGHT * max((query.coverage(piece.terms) for piece in pieces), default=0.0)
    )
    return ReadPassage(
        hit=hit,
        score=score,
        cosine=cosine,
        terms=terms,
        title_terms=_title_terms(hit.title),
        heading_terms=_title_terms(hit.heading),
        sentences=pieces,
        marked=_marked(hit.text),
    )


@lru_cache(maxsize=1024)
def _title_terms(title: str) -> frozenset[str]:
    return term_set(title)


@lru_cache(maxsize=512)
def _taken_apart(text: str) -> tuple[tuple[ReadSentence, ...], tuple[str, ...], frozenset[str]]:
    """A passage's sentences, its terms in order, and each of them once."""
    pieces: list[ReadSentence] = []
    terms: list[str] = []
    bare = plain(text) == text  # most often: then no sentence of it holds markup
    for span in sentences(text):
        words = span.of(text) if bare else plain(span.of(text))
        found = terms_of(words)
        terms += found
        pieces.append(ReadSentence(span, words, tuple(found), frozenset(found)))
    return tuple(pieces), tuple(terms), frozenset(terms)


@lru_cache(maxsize=512)
def _marked(text: str) -> tuple[frozenset[str], ...]:
    """What a passage sets in bold or as code, each piece by its terms."""
    pieces = (term_set(plain(bold or code)) for bold, code in _MARKED.findall(text))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))

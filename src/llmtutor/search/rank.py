"""Reading the passages that were found, and putting the ones that answer first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from llmtutor.content.inline import plain
from llmtutor.content.sentences import Span, sentences
from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.search.analysis import term_set, terms_of
from llmtutor.search.query import Query
from llmtutor.search.retrieve import Hit, find_hits, read_hit
from llmtutor.search.vectors import Similarity, keys_inside

CANDIDATES = 16
"""Passages that are read; the full-text index alone is right for the others."""
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
    many = NEAREST if similarity else wanted
    hits = find_hits(connection, query, scope, limit=many, quotable=quotable)
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    bases: dict[int, _Base] = {hit.key: (hit, hit.score / best, None) for hit in hits[:wanted]}
    if similarity:
        bases = _joined(connection, query, scope, hits, similarity, quotable=quotable)
    asked = asked_pairs(query)
    first = sorted(bases.values(), key=lambda item: -item[1])[:wanted]
    read = [_read(query, hit, base, cosine, asked) for hit, base, cosine in first]
    return sorted(read, key=lambda passage: -passage.score)[:limit]


_Base = tuple[Hit, float, float | None]
"""A hit, its score before it is read, and its cosine."""


def _joined(
    connection: sqlite3.Connection,
    query: Query,
    scope: Scope,
    hits: Sequence[Hit],
    similarity: Similarity,
    *,
    quotable: bool,
) -> dict[int, _Base]:
    """Hits by words and by meaning, weighed against each other.

    Weighted scores, not ranks: fusing ranks lost recall in every trial.
    """
    found = {hit.key: hit for hit in hits}
    for key in similarity.closest(NEAREST, keys_inside(connection, scope)):
        if key not in found:
            near = read_hit(connection, query, key, 0.0, quotable=quotable)
            if near:
                found[key] = near
    cosines = {key: similarity.of(key) for key in found}
    known = [cosine for cosine in cosines.values() if cosine is not None]
    least, most = min(known, default=0.0), max(known, default=1.0)
    best = max((hit.score for hit in found.values()), default=1.0) or 1.0
    joined: dict[int, _Base] = {}
    for key, hit in found.items():
        cosine = cosines[key]
        nearness = 0.0 if cosine is None else (cosine - least) / ((most - least) or 1.0)
        base = LEXICAL_WEIGHT * hit.score / best + SEMANTIC_WEIGHT * nearness
        joined[key] = (hit, base, cosine)
    return joined


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
    pieces: list[ReadSentence] = []
    terms: list[str] = []
    for span in sentences(hit.text):
        words = plain(span.of(hit.text))
        found = terms_of(words)
        terms += found
        pieces.append(ReadSentence(span, words, frozenset(found)))
    weights = query.weights
    beside = sum(
        max(weights.get(left, 0.0), weights.get(right, 0.0))
        for left, right in adjacency(asked, terms)
    )
    score = (
        base
        + COVERAGE_WEIGHT * query.coverage(frozenset(terms))
        + ADJACENCY_WEIGHT * (beside / query.total if query.total else 0.0)
        + SENTENCE_WEIGHT * max((query.coverage(piece.terms) for piece in pieces), default=0.0)
    )
    return ReadPassage(
        hit=hit,
        score=score,
        cosine=cosine,
        terms=tuple(terms),
        title_terms=term_set(hit.title),
        heading_terms=term_set(hit.heading),
        sentences=tuple(pieces),
    )

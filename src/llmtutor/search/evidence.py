"""The sentences that stand closest to a question, verbatim, with where they stand."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from llmtutor.content.sentences import Span
from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.search.analysis import is_cjk, term_set
from llmtutor.search.kinds import answer_kind, definition_pattern, holds_kind, is_reference
from llmtutor.search.query import Query, parse_query
from llmtutor.search.quoting import cut_down
from llmtutor.search.rank import (
    ReadPassage,
    ReadSentence,
    adjacency,
    asked_pairs,
    find_passages,
)
from llmtutor.search.vectors import Similarity
from llmtutor.search.wanted import Wanted, wanted

PASSAGES = 8
"""Passages whose sentences are compared."""
FOUND = 10
"""Passages that are kept for whoever wants to see where else to read."""
PASSAGE_WEIGHT = 0.8
PASSAGE_WEIGHT_WITH_VECTORS = 2.0
"""Meaning tells passages apart better than words do, so they count for more."""
CLOSENESS_WEIGHT = 2.0
"""Of a passage's cosine as it is: among passages that are all close, ranks tell too little."""
KIND_WEIGHT = 0.15
WANTED_WEIGHT = 0.2
"""Of a number of what is counted, a date, a name, where the question wants one."""
TOGETHER_WEIGHT = 0.03
"""Of each pair of neighbouring words that are neighbours in the question, too."""
HEADING_WEIGHT = 0.4
NEIGHBOUR_WEIGHT = 0.1
"""Of what the sentence before or after holds: an answer often follows the words of its question."""
DEFINITION_WEIGHT = 0.5
REFERENCE_PENALTY = 0.5
"""Of a line that only names a link: it says where to read, not what is so."""
_LEAST_CONTEXT = 5
"""Chinese characters of a neighbour that is worth reading; a word counts as two."""
_SURELY_ENOUGH = 40
"""Code points from which nothing need be counted."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the notes, and how well it answers."""

    path: str
    title: str
    """Of its section."""
    text: str
    """Verbatim: ``section.text[start:end]``."""
    start: int
    end: int
    score: float
    coverage: float
    """Share of the question's weight in this sentence, 0 to 1."""
    context: Span
    """The sentence with its neighbours, in the section; for reading, not for quoting."""
    terms: frozenset[str]
    defines: bool
    """Whether it says what the thing asked about is."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the notes hold on a question."""

    query: Query
    sentences: tuple[Sentence, ...]
    """Best first."""
    passages: tuple[ReadPassage, ...]
    """Best first."""
    nearness: float | None = None
    """Cosine of all passages of the library on average; None where there are no vectors."""


def find_evidence(
    connection: sqlite3.Connection,
    question: str,
    scope: Scope = EVERYTHING,
    similarity: Similarity | None = None,
) -> Evidence:
    """The sentences of the best passages on a question in a scope, best first."""
    query = parse_query(connection, question)
    passages = find_passages(
        connection, query, scope, limit=FOUND, quotable=True, similarity=similarity
    )
    sentences = rank_sentences(query, passages[:PASSAGES])
    nearness = None if similarity is None else similarity.mean
    return Evidence(query, tuple(sentences), tuple(passages), nearness)


def rank_sentences(query: Query, passages: Sequence[ReadPassage]) -> list[Sentence]:
    """All sentences of the passages, best first.

    A sentence scores by the weight of the question's terms it holds, by its
    passage, by its titles, by words that stay together, and by whether it holds
    the kind of thing asked for. Its length plays no part.
    """
    asked = _Asked.by(query)
    best = max((passage.score for passage in passages), default=1.0) or 1.0
    with_vectors = any(passage.cosine is not None for passage in passages)
    weight = PASSAGE_WEIGHT_WITH_VECTORS if with_vectors else PASSAGE_WEIGHT
    ranked: list[Sentence] = []
    for passage in passages:
        base = weight * passage.score / best
        base += HEADING_WEIGHT * query.coverage(passage.heading_terms)
        base += CLOSENESS_WEIGHT * (passage.cosine or 0.0)
        covered = [query.coverage(piece.terms) for piece in passage.sentences]
        for number, piece in enumerate(passage.sentences):
            if not covered[number] and _is_stub(piece):
                continue  # "Read next" before links: a title's words do not make it evidence
            defines = bool(asked.definition and asked.definition.search(piece.words))
            score = base + covered[number] + asked.bonus(passage, piece, defines)
            beside = covered[max(0, number - 1) : number] + covered[number + 1 : number + 2]
            score += NEIGHBOUR_WEIGHT * max(beside, default=0.0)
            ranked.append(_sentence(query, passage, number, score, defines))
    return sorted(ranked, key=lambda sentence: -sentence.score)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks of a sentence beside its words."""

    kind: str
    definition: re.Pattern[str] | None
    wanted: Wanted | None
    pairs: Sequence[tuple[str, str]]

    @classmethod
    def by(cls, query: Query) -> _Asked:
        kind = answer_kind(query.text)
        definition = definition_pattern(query) if not kind else None
        # the characters of a Chinese word are neighbours anyway
        pairs = () if query.cjk else asked_pairs(query)
        return cls(kind, definition, wanted(query.text), pairs)

    def bonus(self, passage: ReadPassage, piece: ReadSentence, defines: bool) -> float:
        bonus = TOGETHER_WEIGHT * len(adjacency(self.pairs, piece.spoken))
        if defines:
            bonus += DEFINITION_WEIGHT
        elif self.kind and holds_kind(self.kind, piece.words):
            bonus += KIND_WEIGHT
        if self.wanted:
            bonus += WANTED_WEIGHT * self.wanted.met(piece.words)
        if is_reference(piece.span.of(passage.hit.text)):
            bonus -= REFERENCE_PENALTY
        return bonus


def _sentence(
    query: Query, passage: ReadPassage, number: int, score: float, defines: bool
) -> Sentence:
    hit, piece = passage.hit, passage.sentences[number]
    first, last = _neighbours(passage.sentences, number)
    quoted = cut_down(hit.text, piece.span, lambda part: query.coverage(term_set(part)))
    return Sentence(
        path=hit.path,
        title=hit.title,
        text=quoted.of(hit.text),
        start=hit.start + quoted.start,
        end=hit.start + quoted.end,
        score=score,
        coverage=query.coverage(piece.terms),
        context=Span(hit.start + first.span.start, hit.start + last.span.end),
        terms=piece.terms,
        defines=defines,
    )


def _neighbours(pieces: Sequence[ReadSentence], number: int) -> tuple[ReadSentence, ReadSentence]:
    """The sentences between which one is read; "Step 4." and bare list marks tell nobody more."""
    before, after = pieces[max(0, number - 1)], pieces[min(len(pieces) - 1, number + 1)]
    return (
        pieces[number] if _is_stub(before) else before,
        pieces[number] if _is_stub(after) else after,
    )


def _is_stub(piece: ReadSentence) -> bool:
    if len(piece.words) > _SURELY_ENOUGH:
        return False
    words = re.findall(r"[^\W\d_]+", piece.words)
    return sum(len(word) if is_cjk(word) else 2 for word in words) < _LEAST_CONTEXT

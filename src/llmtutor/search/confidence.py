"""How sure search is that the notes hold an answer, before any model is asked."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from dataclasses import dataclass

from llmtutor.search.evidence import Evidence
from llmtutor.search.query import Query
from llmtutor.search.rank import ReadPassage, adjacency, asked_pairs
from llmtutor.search.text_index import passage_count

REFUSED_BELOW = 0.38
"""Confidence under which a question is answered "not in your notes"."""
HEDGED_BELOW = 0.62
"""Confidence under which an answer is "perhaps in your notes"."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer being there; each is comparable between libraries."""

    coverage: float
    """Share of the question's weight in the best sentence and its title, 0 to 1."""
    adjacency: float
    """Share of the question's neighbouring words that are neighbours in a passage, 0 to 1."""
    relevance: float
    """``log(1 + x)`` of the question's weight in the best passage, in rarest terms."""
    heading: float
    """Share of the question's weight in the title of a passage's section, 0 to 1."""
    defined: float
    """1 where a sentence defines the thing asked about, else 0."""
    cosine: float | None
    """Of the closest passage, -1 to 1; None where there are no vectors."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """A logistic model over the signs.

    Fitted on halves: of our own questions on lecture notes, and of question
    sets on encyclopaedia paragraphs, forum posts and Chinese paragraphs;
    answerable against off-topic and, with less weight, near misses.
    """

    coverage: float
    adjacency: float
    relevance: float
    heading: float
    defined: float
    base: float
    cosine: float = 0.0

    def of(self, signs: Signs) -> float:
        score = (
            self.coverage * signs.coverage
            + self.adjacency * signs.adjacency
            + self.relevance * signs.relevance
            + self.heading * signs.heading
            + self.defined * signs.defined
            + self.cosine * (signs.cosine or 0.0)
            + self.base
        )
        return 1 / (1 + math.exp(-score))


# what benchmarks/confidence.py --fit prints
_LATIN = _Fit(2.93, 1.44, 5.23, 0.47, 1.87, base=-5.83)
_LATIN_WITH_VECTORS = _Fit(2.09, 1.44, 2.17, -0.41, 1.85, cosine=6.26, base=-6.15)
_CJK = _Fit(3.59, 6.08, -0.57, 4.24, 0.0, base=-2.33)


def confidence(connection: sqlite3.Connection, evidence: Evidence) -> float:
    """Probability, 0 to 1, that the notes answer the question."""
    if not evidence.sentences or not evidence.query.total:
        return 0.0
    return weigh(measure(connection, evidence), cjk=evidence.query.cjk)


def weigh(signs: Signs, *, cjk: bool) -> float:
    """What the signs for an answer come to, 0 to 1; scripts are weighed differently."""
    if cjk:
        return _CJK.of(signs)
    return (_LATIN if signs.cosine is None else _LATIN_WITH_VECTORS).of(signs)


def measure(connection: sqlite3.Connection, evidence: Evidence) -> Signs:
    """Take the signs for an answer from evidence that holds at least one sentence."""
    query, found = evidence.query, evidence.passages
    rarest = math.log(1 + passage_count(connection)) or 1.0
    titles = {passage.hit.title: passage.title_terms for passage in found}
    return Signs(
        coverage=max(query.coverage(s.terms | titles[s.title]) for s in evidence.sentences),
        adjacency=_adjacency(evidence),
        relevance=math.log1p(max(_relevance(query, passage) for passage in found) / rarest),
        heading=max(query.coverage(passage.title_terms) for passage in found),
        defined=float(any(sentence.defines for sentence in evidence.sentences)),
        cosine=max((p.cosine for p in found if p.cosine is not None), default=None),
    )


def _relevance(query: Query, passage: ReadPassage) -> float:
    """The weight of the question's terms in a passage; a term said again adds a little."""
    said = Counter(term for term in passage.terms if term in query.weights)
    said.update(passage.heading_terms & query.weights.keys())
    return sum(query.weights[term] * count / (count + 0.6) for term, count in said.items())


def _adjacency(evidence: Evidence) -> float:
    asked = asked_pairs(evidence.query)
    if not asked:
        return 0.0
    most = max(len(adjacency(asked, passage.terms)) for passage in evidence.passages)
    return most / len(asked)

"""How sure search is that the notes hold an answer, before any model is asked."""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from llmtutor.search.analysis import terms_of
from llmtutor.search.evidence import PASSAGES, Evidence
from llmtutor.search.other_names import asked_terms
from llmtutor.search.query import GENERIC, Query
from llmtutor.search.rank import ReadPassage
from llmtutor.search.text_index import passage_count

REFUSED_BELOW = 0.38
"""Confidence under which a question is answered "not in your notes"."""
HEDGED_BELOW = 0.62
"""Confidence under which an answer is "perhaps in your notes"."""
_MOST = 3
"""Words that are counted; a question with more of them is no surer."""
_NAME = re.compile(r"(?<!^)\b[A-Z][A-Za-z0-9-]+|\b[A-Za-z]*\d[\w-]*|\b[A-Z]{2,}\w*")
"""Names, abbreviations and numbers; the first word of a question is written large anyway."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer being there, and what against it.

    Each is a share or a small count, so that a course of a thousand passages
    and an encyclopaedia can be weighed alike.
    """

    coverage: float
    """Share of the question's weight in the best sentence and its title, 0 to 1."""
    relevance: float
    """``log(1 + x)`` of the question's weight in the best passage, in rarest terms."""
    heading: float
    """Share of the question's weight in the title of a passage's section, 0 to 1."""
    defined: float
    """1 where a sentence defines the thing asked about, else 0."""
    marked: float
    """Share of the question's weight in a term that the notes set in bold or as code, 0 to 1."""
    absent: float
    """Words of the question that stand nowhere in the library, 0 to 3."""
    lead: float
    """By how much the best section is ahead of the next, as a share of its score, 0 to 1."""
    names: float
    """Names and numbers of the question in the best passage, 0 to 3."""
    cosine: float | None
    """Of the closest passage, -1 to 1; None where there are no vectors."""
    nearness: float | None
    """Cosine of all passages on average: low for another subject than the library's."""


# what benchmarks/confidence.py --fit prints: a logistic model a script. Fitted on halves: of our
# own questions on lecture notes, and of question sets on encyclopaedia paragraphs, forum posts and
# Chinese paragraphs; answerable against off-topic and, with less weight, near misses
_LATIN = {
    "coverage": 3.28,
    "relevance": 6.02,
    "heading": 1.85,
    "defined": 3.57,
    "marked": 1.59,
    "absent": -1.12,
    "lead": -0.93,
    "names": 0.52,
    "base": -6.08,
}
_LATIN_WITH_VECTORS = {
    "coverage": 1.36,
    "relevance": 3.22,
    "heading": 0.74,
    "defined": 2.34,
    "marked": 1.45,
    "absent": -0.65,
    "lead": 0.44,
    "names": 0.54,
    "cosine": 5.86,
    "nearness": 7.51,
    "base": -6.04,
}
_CJK = {
    "coverage": 4.66,
    "relevance": 1.92,
    "heading": 2.67,
    "defined": 0.0,
    "marked": 3.97,
    "absent": -0.45,
    "lead": 1.29,
    "names": 1.19,
    "base": -4.56,
}


def confidence(connection: sqlite3.Connection, evidence: Evidence) -> float:
    """Probability, 0 to 1, that the notes answer the question."""
    if not evidence.sentences or not evidence.query.total:
        return 0.0
    return weigh(measure(connection, evidence), cjk=evidence.query.cjk)


def weigh(signs: Signs, *, cjk: bool) -> float:
    """What the signs come to, 0 to 1; scripts are weighed differently."""
    weights: Mapping[str, float] = _CJK
    if not cjk:
        weights = _LATIN if signs.cosine is None else _LATIN_WITH_VECTORS
    score = sum(
        weight * (1.0 if name == "base" else getattr(signs, name) or 0.0)
        for name, weight in weights.items()
    )
    return 1 / (1 + math.exp(-score))


def measure(connection: sqlite3.Connection, evidence: Evidence) -> Signs:
    """Take the signs from evidence that holds at least one sentence."""
    query, found = evidence.query, evidence.passages
    rarest = math.log(1 + passage_count(connection)) or 1.0
    titles = {passage.hit.title: passage.title_terms for passage in found}
    return Signs(
        coverage=max(query.coverage(s.terms | titles[s.title]) for s in evidence.sentences),
        relevance=math.log1p(max(_relevance(query, passage) for passage in found) / rarest),
        heading=max(query.coverage(passage.title_terms) for passage in found),
        defined=float(any(sentence.defines for sentence in evidence.sentences)),
        marked=max(_marked(query, passage) for passage in found),
        absent=min(_MOST, _absent(query)),
        lead=_lead(evidence),
        names=min(_MOST, _names(evidence)),
        cosine=max((p.cosine for p in found if p.cosine is not None), default=None),
        nearness=evidence.nearness,
    )


def _relevance(query: Query, passage: ReadPassage) -> float:
    """The weight of the question's terms in a passage; a term said again adds a little."""
    heard = query.heard
    said = Counter(term for term in passage.terms if term in heard)
    said.update(passage.heading_terms & heard.keys())
    return sum(heard[term] * count / (count + 0.6) for term, count in said.items())


def _marked(query: Query, passage: ReadPassage) -> float:
    """How much of a question is a term that its notes mark as one."""
    if not passage.marked:
        return 0.0
    asked = {*terms_of(query.text), *query.weights}
    return max((query.coverage(term) for term in passage.marked if term <= asked), default=0.0)


def _absent(query: Query) -> int:
    """Words that say what is asked and stand nowhere; Chinese ones by their pairs."""
    named = asked_terms(query.other_names)
    return sum(
        not query.holding.get(term.text)
        and term.text not in named
        and term.shown not in GENERIC
        and (not term.cjk or len(term.text) > 1)
        for term in query.terms
    )


def _lead(evidence: Evidence) -> float:
    """A word that stands in one place only may stand there by chance."""
    best, *others = evidence.passages
    if not best.score:
        return 0.0
    next_best = max((p.score for p in others if p.hit.path != best.hit.path), default=0.0)
    return (best.score - next_best) / best.score


def _names(evidence: Evidence) -> int:
    query = evidence.query
    names = {term for match in _NAME.findall(query.text) for term in terms_of(match)}
    asked = names & query.weights.keys()
    if not asked:
        return 0
    held = [frozenset(p.terms) | p.heading_terms for p in evidence.passages[:PASSAGES]]
    _, best = max((query.coverage(terms), number) for number, terms in enumerate(held))
    return len(asked & held[best])

"""How sure search is that the notes hold an answer, before any model is asked."""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from llmtutor.search.analysis import terms_of
from llmtutor.search.evidence import PASSAGES, Evidence
from llmtutor.search.other_names import asked_terms
from llmtutor.search.query import GENERIC, Query
from llmtutor.search.rank import ReadPassage
from llmtutor.search.text_index import word_count
from llmtutor.search.wanted import unmet

REFUSED_BELOW = 0.38
"""Confidence under which a question is answered "not in your notes"."""
HEDGED_BELOW = 0.62
"""Confidence under which an answer is "perhaps in your notes"."""
FIRST = 3
"""Sentences in which what was asked for is looked for; as many are quoted."""
RUN_PASSAGES = 4
_MOST = 3
"""Words that are counted; a question with more of them is no surer."""
_LONGEST = 4
"""Words of a run that are counted."""
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
    run: float
    """Weighty words of the question that a passage says in one breath, 0 or 2 to 4."""
    defined: float
    """1 where a sentence defines the thing asked about, else 0."""
    marked: float
    """Share of the question's weight in a term that the notes set in bold or as code, 0 to 1."""
    absent: float
    """Words of the question that stand nowhere in the library, 0 to 3."""
    names: float
    """Names and numbers of the question in the best passage, 0 to 3."""
    missing: float
    """Names and numbers of the question that the best passage lacks, 0 to 3."""
    unmet: float
    """How far the first sentences lack what was asked for (a date, a number of it), 0 to 1."""
    size: float
    """``log(1 + x)`` of the different words in the library: the more, the more match by chance."""
    cosine: float | None
    """Of the closest passage, -1 to 1; None where there are no vectors."""
    nearness: float | None
    """Cosine of all passages on average: low for another subject than the library's."""


# what benchmarks/confidence.py --fit prints: a logistic model a script. Fitted on halves: of our
# own questions on lecture notes, and of question sets on encyclopaedia paragraphs (all, 300 and 60
# of them) and Chinese paragraphs; answerable against off-topic and, with less weight, near misses.
# Size makes one threshold fit them all: of more words, more stand together by chance
_LATIN = {
    "coverage": 2.96,
    "relevance": 6.24,
    "run": 0.83,
    "defined": 3.55,
    "marked": 3.11,
    "absent": -1.22,
    "names": 0.77,
    "missing": -0.63,
    "unmet": -0.44,
    "size": -0.57,
    "base": -1.0,
}
_LATIN_WITH_VECTORS = {
    "coverage": 1.89,
    "relevance": 2.89,
    "run": 0.69,
    "defined": 3.39,
    "marked": 2.91,
    "absent": -0.58,
    "names": 0.54,
    "missing": -0.82,
    "unmet": -1.51,
    "size": -0.57,
    "cosine": 10.07,
    "nearness": 6.31,
    "base": -2.62,
}
_CJK = {
    "coverage": 7.98,
    "relevance": 1.34,
    "run": 0.64,
    "marked": 5.78,
    "absent": -0.2,
    "names": 1.1,
    "missing": -0.55,
    "size": -0.45,
    "base": -2.14,
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
    rarest = math.log(1 + query.passages) or 1.0
    titles = {passage.hit.title: passage.title_terms for passage in found}
    names, missing = _names(evidence)
    return Signs(
        coverage=max(query.coverage(s.terms | titles[s.title]) for s in evidence.sentences),
        relevance=math.log1p(max(_relevance(query, passage) for passage in found) / rarest),
        run=_run(query, found[:RUN_PASSAGES]),
        defined=float(any(sentence.defines for sentence in evidence.sentences)),
        marked=max(_marked(query, passage) for passage in found),
        absent=min(_MOST, _absent(query)),
        names=min(_MOST, names),
        missing=min(_MOST, missing),
        unmet=unmet(query.text, [sentence.text for sentence in evidence.sentences[:FIRST]]),
        size=math.log1p(word_count(connection, cjk=query.cjk)),
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


def _run(query: Query, passages: Sequence[ReadPassage]) -> int:
    """The most words of weight in a run of words that question and passage share.

    Stop words count as part of a run: "the mouth of the river" is more than its words.
    """
    asked, best = terms_of(query.text), 0
    for passage in passages:
        places: dict[str, list[int]] = {}
        for at, term in enumerate(passage.terms):
            places.setdefault(term, []).append(at)
        for first, term in enumerate(asked):
            for at in places.get(term, ()):
                pairs = zip(asked[first:], passage.terms[at : at + len(asked)], strict=False)
                shared = takewhile(lambda pair: pair[0] == pair[1], pairs)
                best = max(best, sum(word in query.weights for word, _ in shared))
    return min(_LONGEST, best) if best > 1 else 0


def _names(evidence: Evidence) -> tuple[int, int]:
    """Names and numbers of the question that the best passage holds, and that it lacks."""
    query = evidence.query
    names = {term for match in _NAME.findall(query.text) for term in terms_of(match)}
    asked = names & query.weights.keys()
    if not asked:
        return 0, 0
    held = [frozenset(p.terms) | p.heading_terms for p in evidence.passages[:PASSAGES]]
    _, best = max((query.coverage(terms), number) for number, terms in enumerate(held))
    return len(asked & held[best]), len(asked - held[best] - asked_terms(query.other_names))

"""A question taken apart once: its terms and their weights."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from llmtutor.search.analysis import Term, is_cjk, phrases, query_terms
from llmtutor.search.other_names import OtherNames, asked_terms, named
from llmtutor.search.spelling import Correction, mend
from llmtutor.search.text_index import passage_count, passages_holding, rarity

GENERIC_SHARE = 0.4
"""Weight of a word that says how something is asked rather than what."""
GENERIC = frozenset(
    """add allow answer apply base become begin bring build built call cause change come compare
    compute consist consists contain contains create created define deal develop developed differ
    do does end enable exist explain express fail find first follow form found full get goal good
    happen hard help helps hold idea important improve include includes introduce introduced
    invent invented involve issue keep kinds know known lead learn leave long look main many matter
    mention mentioned method need needed needs number offer one part parts people perform person
    point possible prevent problem process produce propose proposed provide publish published
    purpose put question reason refer refers relate related release released require required
    result role say see serve set short show shown simple solve solved start state step steps stop
    store suggest take taken talk thing things time true false try turn two understand value want
    way ways what word words write written year""".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, with the weight of each term."""

    text: str
    terms: tuple[Term, ...]
    weights: dict[str, float]
    """By ``Term.text``: inverse document frequency, less for words any question may hold."""
    heard: dict[str, float]
    """The same, and weights of the terms of its other names, which weigh as much together."""
    holding: dict[str, int]
    """By ``Term.text``: the passages of the library that hold it."""
    passages: int
    """In the library."""
    phrases: tuple[str, ...]
    cjk: bool
    corrections: tuple[Correction, ...] = ()
    """Words that stand nowhere in the notes and were read as others."""
    other_names: tuple[OtherNames, ...] = ()
    """What it names, under the names of another language."""

    @property
    def total(self) -> float:
        """Sum of all weights; what a passage that holds every term would reach."""
        return sum(self.weights.values())

    def coverage(self, found: frozenset[str]) -> float:
        """The share of the query's weight that a set of terms holds, 0 to 1."""
        total = self.total
        if not total:
            return 0.0
        for thing in self.other_names:
            if thing.within(found):
                found = found | thing.asked
        return sum(weight for term, weight in self.weights.items() if term in found) / total


def parse_query(connection: sqlite3.Connection, text: str) -> Query:
    """Take a question apart. Any text is safe; one without words has no terms."""
    asked = query_terms(text)
    others = named(connection, text, {term.text for term in asked})
    known = asked_terms(others)
    terms, corrections = mend(connection, [term for term in asked if term.text not in known])
    terms += [term for term in asked if term.text in known]
    passages = passage_count(connection)
    holding = passages_holding(connection, [term.text for term in terms])
    weights = rarity(passages, holding)
    for term in terms:
        if term.shown in GENERIC:  # one that stands nowhere tells nothing about the notes
            weights[term.text] *= GENERIC_SHARE if holding[term.text] else 0.0
    return Query(
        text=text,
        terms=tuple(terms),
        weights=weights,
        heard=_heard(weights, others),
        holding=holding,
        passages=passages,
        phrases=tuple(phrases(text)),
        cjk=is_cjk(text),
        corrections=corrections,
        other_names=tuple(others),
    )


def _heard(weights: dict[str, float], others: Iterable[OtherNames]) -> dict[str, float]:
    heard = dict(weights)
    for thing in others:
        weight = sum(weights.get(term, 0.0) for term in thing.asked)
        for name in thing.terms:
            for term in name:
                heard[term] = max(heard.get(term, 0.0), weight / len(name))
    return heard

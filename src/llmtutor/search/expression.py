"""A query as FTS5 understands it, and how much of it a large library is asked for.

Finding the passages that hold a word costs little; scoring them costs fifteen
times as much. A question that holds common words would score half the library,
so those count only where two of them meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from llmtutor.search.analysis import Term, is_cjk, query_terms
from llmtutor.search.query import Query

SCORED = 6_000
"""Passages that a question may score; a library of no more is asked for every word."""
MOST_SCORED = 15_000
"""Passages that are scored even if one common word is all that was asked for."""
MAX_TERMS = 24
"""Of a long question only its rarest terms are looked up."""
_TOGETHER = 1.5
"""How much oftener two words of one question meet than chance would have it."""


def match_expression(query: Query, share: float = 1.0) -> str:
    """The query for FTS5; every term is quoted, so nothing in it is syntax.

    Args:
        query: the question.
        share: of the library's passages, those that are in scope.
    """
    others = [
        f"({_other_name(name, terms)})"
        for thing in query.other_names
        for name, terms in zip(thing.names, thing.terms, strict=True)
    ]
    wanted = " OR ".join(filter(None, [_gate(query, share), *others]))
    if query.phrases:
        required = " AND ".join(_phrase(phrase) for phrase in query.phrases)
        return required if not wanted else f"({required}) AND ({wanted})"
    return wanted


def _gate(query: Query, share: float) -> str:
    """The rare terms, and the others two by two as far as there is room."""
    by_weight = sorted(query.terms, key=lambda term: -query.weights[term.text])[:MAX_TERMS]
    room = SCORED / share if share else query.passages
    if query.passages <= room or query.phrases:
        return " OR ".join(map(_quoted, by_weight))
    rare: list[Term] = []
    for term in by_weight:
        held = query.holding.get(term.text, 0)
        if held > room:
            break
        room -= held
        rare.append(term)
    parts = [_quoted(term) for term in rare]
    common = by_weight[len(rare) :]
    if not rare and len(common) == 1:
        return _quoted(common[0])
    parts += [
        f"({_quoted(one)} AND {_quoted(other)})" for one, other in _pairs(query, common, room)
    ]
    return " OR ".join(parts) or " AND ".join(map(_quoted, common[:MAX_TERMS]))


def _pairs(query: Query, terms: Sequence[Term], room: float) -> Iterator[tuple[Term, Term]]:
    """Pairs of terms that together score no more passages than there is room for."""
    expected = [
        (query.holding.get(one.text, 0) * query.holding.get(other.text, 0), one, other)
        for one, other in combinations(terms, 2)
    ]
    for product, one, other in sorted(expected, key=lambda item: item[0]):
        room -= _TOGETHER * product / max(1, query.passages)
        if room < 0:
            return
        yield one, other


def _quoted(term: Term | str) -> str:
    text = term if isinstance(term, str) else term.shown
    return '"' + text.replace('"', '""') + '"'


def _other_name(name: str, terms: frozenset[str]) -> str:
    """A name by the terms that the index knows it by, if it is Chinese throughout."""
    if any(term.isascii() for term in terms):
        return _phrase(name)
    return " AND ".join(map(_quoted, sorted(terms)))


def _phrase(phrase: str) -> str:
    """A Latin phrase as it stands; a Chinese one as all its pairs, checked in full later."""
    pieces = [term.shown for term in query_terms(phrase)]
    if any(len(piece) > 1 and is_cjk(piece) for piece in pieces) or not pieces:
        return " AND ".join(_quoted(piece) for piece in pieces) or _quoted(phrase)
    return _quoted(phrase.replace("\x00", " "))

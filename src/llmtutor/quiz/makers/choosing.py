"""Choosing wrong answers that look like the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from llmtutor.quiz.likeness import (
    are_alike,
    copied,
    form,
    is_centre,
    is_far_off,
    is_inside,
    is_of_length,
    length,
    normal_form,
    stands_out,
)
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_words import STRONG_ABSOLUTES

WRONG = 3
"""Wrong answers of a choice."""
_CONSIDERED = 9
"""Candidates tried together, best first; 84 sets of three."""


def choose(key: str, candidates: Sequence[str], stem: str) -> tuple[str, ...] | None:
    """The best wrong answers that make a fair question together; None if there are none.

    Args:
        key: the right answer, as shown.
        candidates: wrong ones, most confusable first.
        stem: the question.
    """
    fit: dict[str, str] = {}
    # an absolute in a wrong answer alone would give it away
    absolute = bool(STRONG_ABSOLUTES & set(words_of(key).lower))

    def plain(option: str) -> bool:
        return absolute or not STRONG_ABSOLUTES & set(words_of(option).lower)

    for candidate in candidates:
        name = normal_form(candidate) or candidate
        if form(candidate) == form(key) and not is_inside(candidate, key) and plain(candidate):
            fit.setdefault(name, candidate)
    close = sorted(fit.values(), key=lambda one: _misfit(key, one))[: _CONSIDERED * 2]
    pool = [one for one in fit.values() if one in close][:_CONSIDERED]
    for others in combinations(pool, WRONG):
        if is_fair(key, others, stem):
            return others
    return None


def is_fair(key: str, others: Sequence[str], stem: str) -> bool:
    """Whether nothing about the options' looks tells the key from the rest."""
    return (
        are_alike(key, others)
        and is_of_length(key, [key, *others])
        and not any(is_inside(a, b) for a, b in combinations(others, 2))
        and not copied(key, others, stem)
        and not stands_out(key, others)
        and not is_centre(key, others)
        and not is_far_off(key, others)
        and not _is_outermost(key, others)
    )


_YEAR = re.compile(r"(?P<before>前)?(?P<year>\d{3,4})(?: ?年| (?P<era>BCE?|AD|CE))?")


def _is_outermost(key: str, others: Sequence[str]) -> bool:
    """Whether a year is the only one before, or behind, all others: it would stand out."""
    matches = [_YEAR.fullmatch(one) for one in (key, *others)]
    years = [
        -int(one["year"]) if one["before"] or "BC" in (one["era"] or "") else int(one["year"])
        for one in matches
        if one
    ]
    return len(years) == len(matches) and years[0] in {min(years), max(years)}


def _misfit(key: str, other: str) -> float:
    """How much longer or shorter an option is than the key, as a ratio."""
    own, its = max(1, length(key)), max(1, length(other))
    return max(own, its) / min(own, its)


def spread(items: Sequence[str], around: int) -> Iterator[str]:
    """Items of a list, the nearest to a place in it first."""
    yield from (items[at] for at in sorted(range(len(items)), key=lambda at: abs(at - around)))

"""The years that the titles above a question leave open."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from llmtutor.quiz.models import Source

_SPAN = re.compile(r"(?<!\d)(\d{3,4}) ?(?:[–—-]|to|至|到) ?(\d{1,4})(?!\d)( ?BC)?")
_FROM = re.compile(r"\b(?:since|after|from) (\d{4})\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to|to|before) (\d{4})\b", re.IGNORECASE)
_DECADE = re.compile(r"\b(1\d\d0|20\d0)s\b")
_CENTURY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[- ]centur")
_ONE = re.compile(r"(?<!\d)(1\d{3}|20[0-2]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """Years from one to another, both among them; before our era they are negative."""

    first: float = -math.inf
    last: float = math.inf

    def __contains__(self, year: float) -> bool:
        return self.first <= year <= self.last


ALWAYS = Period()


def period_around(year: float, source: Source) -> Period:
    """The years that a reader of the titles may take for the right one.

    Of "The crisis years, 1920–23" those from 1920 to 1923; a title whose years do not hold the
    right one tells nothing of it.
    """
    titles = (period_of(title) for title in (source.lecture, source.title))
    told = [one for one in titles if year in one]
    first = max((one.first for one in told), default=-math.inf)
    return Period(first, min((one.last for one in told), default=math.inf))


def period_of(title: str) -> Period:
    """The years that a title names; all of them where it names none."""
    if span := _SPAN.search(title):
        first, last = span[1], span[2]
        if span[3]:
            return Period(-int(first), -int(last))
        return Period(int(first), int(first[: max(0, len(first) - len(last))] + last))
    if decade := _DECADE.search(title):
        return Period(int(decade[1]), int(decade[1]) + 9)
    if century := _CENTURY.search(title):
        return Period(100 * int(century[1]) - 100, 100 * int(century[1]))
    first_of, last_of = _FROM.search(title), _UNTIL.search(title)
    if first_of or last_of:
        return Period(
            int(first_of[1]) if first_of else -math.inf, int(last_of[1]) if last_of else math.inf
        )
    only = _ONE.search(title)
    return Period(int(only[1]), int(only[1])) if only else ALWAYS

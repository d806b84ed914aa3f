"""Wrong years for a choice, which the lecture must hold itself; one wrong figure for a statement.

Wrong numbers of a choice would have to be invented, and are then absurd, impossible beside the
rest of the sentence, or too near to be wrong. A number is asked with a gap.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import product
from random import Random

from llmtutor.quiz.makers.choosing import is_fair
from llmtutor.quiz.notes.quantities import Quantity, like, neighbours
from llmtutor.quiz.periods import ALWAYS, Period

_COUNT, _TRIES, _NEAREST = 3, 12, 6
_LEAST_YEARS, _NEAR_YEARS = 3, 26
"""Years between two dates that a person might mix up, and should not."""
_PLAINLY = 7
"""Years off from which nobody can say that a date is nearly right."""
_OFF = ((1900, (_PLAINLY, _NEAR_YEARS)), (2000, (_PLAINLY, 14)), (math.inf, (4, 8)))
"""Years off, by age: from which nobody can say that a date is nearly right, and up to which it is
believed. 2012 is no year for what came in 2019."""
_CLOSE = 0.7
"""Ratio of two numbers, one of them only about right, that are as good as the same."""
_CONVENTIONS = {7, 10, 12, 24, 60, 100, 360, 365, 1000, 3600, 86400}
"""Figures that all know: nobody would believe 20 for 10."""
_NAMES_A_THING = re.compile(r"^_+ ?年的|_ ?年 ?[(（]")
"""A year that says which thing is meant, or is told in another reckoning as well."""
_OF_BITS = re.compile(r"_ ?(?:bits?|bytes?)\b")
_LEAST_POWER = 8
"""A power of two, of bits and the like, is mistaken for another of them only."""
_TODAY = 2015
"""A later year than this, and than all of the notes, would give itself away."""


def wrong_years(
    year: Quantity, told: Sequence[Quantity], stem: str, within: Period = ALWAYS
) -> tuple[str, ...] | None:
    """Three years of the lecture, one at least before the key and one behind it.

    Args:
        year: the right one.
        told: all years of the lecture.
        stem: the question; it must show none of them.
        within: the years that a wrong one may be.
    """
    rng = Random(stem)  # noqa: S311 (so that the same notes give the same quiz)
    near = _near(year, [one.value for one in told if one.value in within])
    shown = {value: like(year, value) for value in near}
    below, above = (
        [
            shown[value]
            for value in near
            if (value < year.value) == lower and shown[value] not in stem
        ]
        for lower in (True, False)
    )
    ranks = list(range(1, _COUNT))
    rng.shuffle(ranks)
    for rank, _ in product(ranks, range(_TRIES)):
        if len(below) < rank or len(above) < _COUNT - rank:
            continue
        others = (*rng.sample(below, rank), *rng.sample(above, _COUNT - rank))
        if len({*others, year.text}) == _COUNT + 1 and is_fair(year.text, others, stem):
            return others
    return None


def wrong_figure(
    quantity: Quantity,
    same_unit: Sequence[Quantity],
    stem: str,
    *,
    about: bool = False,
    within: Period = ALWAYS,
) -> str:
    """A figure that may be mistaken for another, as it is written; empty where there is none.

    Args:
        quantity: the right one.
        same_unit: other figures of the lecture with its unit; years among them come first.
        stem: the sentence with a gap; it must not show the wrong one.
        about: whether the right one is only about right.
        within: the years that a wrong one may be.
    """
    if _NAMES_A_THING.search(stem):
        return ""
    value, told = quantity.value, {one.value for one in same_unit}
    if quantity.unit == "year":
        values = [one for one in _other_years(quantity, sorted(told), within) if one in within]
    elif not about and value in _CONVENTIONS and quantity.unit not in {"%", "percent"}:
        return ""
    else:
        made = neighbours(quantity)
        power = value >= _LEAST_POWER and math.log2(value).is_integer()
        if not about and value > 1 and (power or _OF_BITS.search(stem)):
            made = [value / 2, value * 2]
        values = [one for one in made if one not in told]
        if about:
            values = [one for one in values if not _CLOSE < one / value < 1 / _CLOSE]
    fit = [text for one in values if (text := like(quantity, one)) and text not in stem]
    return Random(stem).choice(fit) if fit else ""  # noqa: S311 (a choice that stays the same)


def _other_years(year: Quantity, told: Sequence[float], within: Period) -> list[float]:
    """Years that are plainly wrong, within those of the lecture: others give themselves away."""
    value = year.value
    made = [one for one in neighbours(year) if one <= max(_TODAY, value, *told) and one in within]
    if told:
        made = [one for one in made if told[0] <= one <= told[-1]] or made
    least, most = next(off for age, off in _OFF if value < age)
    return [one for one in (*_near(year, told), *made) if least <= abs(one - value) <= most] or made


def _near(year: Quantity, told: Sequence[float]) -> list[float]:
    """The nearest years of the lecture that a person might mix up with one."""
    fit = {
        one
        for one in told
        if (one < 0) == (year.value < 0) and _LEAST_YEARS <= abs(one - year.value) <= _NEAR_YEARS
    }
    return sorted(fit, key=lambda one: (abs(one - year.value), one))[:_NEAREST]


def is_about(stem: str, blank: str) -> bool:
    """Whether the words before a blank say that its figure is only about right."""
    return bool(_ABOUT.search(stem.partition(blank)[0]))


_ABOUT = re.compile(
    r"\b(?:around|about|circa|c\.|roughly|approximately|approx|nearly|near|close to"
    r"|almost) $|[約约近]$|~ ?$",
    re.IGNORECASE,
)


def hint_for(text: str, quantity: Quantity) -> str:
    """What a gap is for, where its sentence leaves open that it is a figure: "his ____ sons"."""
    if quantity.unit == "year":
        return " (year)"
    counted = re.match(r" (?:[a-z]{3,}|[A-Z][a-z]{2,})(?![\w/·²³])", text[quantity.end :])
    return " (number)" if counted else ""


def as_right(quantity: Quantity, *, about: bool) -> list[str]:
    """What may be written for a figure as well: one near it, if it is only about right."""
    if about:
        return [f"about {quantity.text}"]
    return [] if quantity.text[:1].isdigit() or quantity.unit == "year" else [f"{quantity.value:g}"]

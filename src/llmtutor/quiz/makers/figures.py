"""Wrong years and numbers: of the key's grain, on both sides of it, none that gives it away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from random import Random

from llmtutor.quiz.makers.choosing import is_fair
from llmtutor.quiz.notes.quantities import Quantity, like, neighbours

_COUNT, _TRIES, _NEAREST = 3, 12, 6
_LEAST_YEARS, _NEAR_YEARS = 3, 26
"""Years between two dates that a person might mix up, and should not."""
_CLOSE = 0.75
"""Ratio of two numbers, one of them only about right, that are as good as the same."""
_LEAST_ABOUT = 12.0
"""Years between a date that is only about right, and one that is wrong."""
_ROUND = {50: 3, 10: 4, 5: 5}
"""Years that a round date is a multiple of, and how many such steps a wrong one may lie off."""
_TODAY = 2015
"""A later year than this, and than all of the notes, would give itself away."""


def wrong_figures(
    quantity: Quantity, same_unit: Sequence[Quantity], stem: str, *, about: bool = False
) -> tuple[str, ...] | None:
    """Three wrong figures among which the key is equally often first, second, third and last.

    Args:
        quantity: the right one.
        same_unit: other figures of the lecture with its unit; years among them come first.
        stem: the question; it must show none of them.
        about: whether the right one is only about right.
    """
    rng = Random(stem)  # noqa: S311 (so that the same notes give the same quiz)
    below, above = (
        [text for value in side if (text := like(quantity, value)) and text not in stem]
        for side in _sides(quantity, same_unit, about=about)
    )
    ranks = list(range(_COUNT + 1))
    rng.shuffle(ranks)
    for rank, _ in product(ranks, range(_TRIES)):
        if len(below) < rank or len(above) < _COUNT - rank:
            continue
        others = (*rng.sample(below, rank), *rng.sample(above, _COUNT - rank))
        if len({*others, quantity.text}) == _COUNT + 1 and is_fair(quantity.text, others, stem):
            return others
    return None


def _sides(
    quantity: Quantity, same_unit: Sequence[Quantity], *, about: bool
) -> tuple[list[float], list[float]]:
    """Wrong values below the right one, and above it."""
    value = quantity.value
    values = set(neighbours(quantity))
    if quantity.unit == "year" and about and not value % min(_ROUND):
        values = _round_years(quantity, same_unit)
    elif quantity.unit == "year":
        values = _years(quantity, same_unit, _LEAST_ABOUT if about else _LEAST_YEARS)
    elif about:
        values = {one for one in values if not _CLOSE < one / value < 1 / _CLOSE}
    taken = {one.value for one in same_unit if quantity.unit != "year"}
    fit = sorted(values - taken)
    return [one for one in fit if one < value], [one for one in fit if one > value]


def _years(quantity: Quantity, others: Sequence[Quantity], least: float) -> set[float]:
    """Years that a person might mix up with one: those of the lecture, if it has enough."""
    value = quantity.value
    told = {one.value for one in others if (one.value < 0) == (value < 0)}
    latest = max([_TODAY, value, *told])

    def near(years: Iterable[float]) -> set[float]:
        fit = (one for one in years if one and one <= latest)
        return {one for one in fit if least <= abs(one - value) <= _NEAR_YEARS}

    own = set(sorted(near(told), key=lambda one: abs(one - value))[:_NEAREST])
    enough = len(own) > _COUNT and min(own) < value < max(own)
    return own if enough else own | near(neighbours(quantity))


def _round_years(quantity: Quantity, others: Sequence[Quantity]) -> set[float]:
    """Years as round as one that is only about right: among others it would be seen at once."""
    value = quantity.value
    step, most = next(one for one in _ROUND.items() if not value % one[0])
    latest = max([_TODAY, value, *(one.value for one in others)])
    made = (value + times * step for times in range(-most, most + 1))
    return {one for one in made if abs(one - value) >= _LEAST_ABOUT and one <= latest}


def is_about(stem: str, blank: str) -> bool:
    """Whether the words before a blank say that its figure is only about right."""
    return bool(_ABOUT.search(stem.partition(blank)[0]))


_ABOUT = re.compile(
    r"\b(?:around|about|circa|c\.|roughly|approximately|approx|nearly|almost) $|[約约近]$|~ ?$"
)

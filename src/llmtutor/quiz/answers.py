"""Comparing a typed answer with the key: form, number, unit, ending, spelling, script.

Pure; every comparison says what it took as the same, so that the student learns it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from llmtutor.search.analysis import fold, is_cjk, stem

MAX_ANSWER = 500
"""Code points of a typed answer that are looked at."""
TOLERANCE = 0.01
"""Relative difference between two numbers that counts as rounding."""
_EXACT = 1000
"""Counts below it are known exactly or not at all; so are years, which may have three digits."""
ABOUT, ABOUT_YEARS = 0.1, 10.0
"""The same for a number that is only about right, and years for such a year."""
_ABOUT = re.compile(r"^(?:about|around|approximately|roughly|ca\.?|約|约|大約|大约)\s*")
_ARTICLE = re.compile(r"^(?:an?|the)\s+")
_SIGNS = re.compile(r"[^\w\s.%+]")
_NUMBER = re.compile(
    r"^(?P<sign>[-−]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+)\s*"
    r"(?P<scale>thousand|million|billion|trillion|k|m|bn|b|t|萬|万|億|亿|兆)?\s*(?P<unit>\D*)$"
)
_SCALES = {
    "": 1.0,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "t": 1e12,
    "萬": 1e4,
    "万": 1e4,
    "億": 1e8,
    "亿": 1e8,
    "兆": 1e12,
}
_UNITS = {
    "percent": "%",
    "per cent": "%",
    "％": "%",
    "year": "years",
    "seconds": "s",
    "second": "s",
    "sec": "s",
    "milliseconds": "ms",
    "millisecond": "ms",
    "kilometres": "km",
    "kilometers": "km",
    "metres": "m",
    "meters": "m",
    "kilograms": "kg",
    "grams": "g",
    "gigabytes": "gb",
    "megabytes": "mb",
    "bce": "bc",
    "kilobytes": "kb",
}
_TYPO_LENGTHS = ((4, 0), (8, 1))
"""Letters of the key up to which so many typing mistakes are forgiven; two beyond."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near a typed answer comes to a right one."""

    right: bool
    comment: str = ""
    """What was taken as the same; empty where it is the same."""


DIFFERENT = Likeness(False)


def compare(given: str, key: str, accept: Sequence[str] = ()) -> Likeness:
    """A typed answer against the key and everything that is as right.

    Args:
        given: as typed.
        key: the right answer, as shown.
        accept: other right answers: abbreviations, expansions, aliases.
    """
    given = given[:MAX_ANSWER]
    if not normal(given):
        return DIFFERENT
    for answer in (key, *accept):
        if normal(given) == normal(answer):
            return Likeness(True, "" if answer == key else f"{answer} is {key}")
    for answer in (key, *accept):
        found = _number(given, answer)
        if found is None:
            found = _words(given, answer)
        if found.right:
            return found
    return DIFFERENT


def normal(text: str) -> str:
    """A typed answer without case, articles, accents of form and stray signs."""
    folded = fold(unicodedata.normalize("NFKC", text).strip())
    if is_cjk(folded):
        return re.sub(r"[\W_]", "", folded)
    words = " ".join(_SIGNS.sub(" ", folded.replace("-", " ")).split())
    return _ARTICLE.sub("", words).rstrip(".")


def _words(given: str, key: str) -> Likeness:
    """Answers that differ in number, in an ending, or in a slip of the keyboard."""
    mine, right = normal(given), normal(key)
    if mine.replace(" ", "") == right.replace(" ", ""):
        return Likeness(True)
    if any(char.isdigit() for char in right) or is_cjk(right):
        return DIFFERENT
    if [stem(word) for word in mine.split()] == [stem(word) for word in right.split()]:
        return Likeness(True, f"the notes write '{key}'")
    if distance(mine, right, allowed(right)) <= allowed(right):
        return Likeness(True, f"taken as '{key}'; mind the spelling")
    return DIFFERENT


def allowed(key: str) -> int:
    """How many slips are forgiven in a word of this length."""
    letters = sum(char.isalpha() for char in key)
    return next((slips for length, slips in _TYPO_LENGTHS if letters <= length), 2)


def distance(one: str, other: str, limit: int) -> int:
    """Edits between two texts, a swap of neighbours counting once; ``limit + 1`` if beyond."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        current = [i]
        for j, right in enumerate(other, start=1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, row = row, current
    return row[-1]


def _number(given: str, key: str) -> Likeness | None:
    """Two numbers compared by value and unit; None where the key is no number."""
    right, mine = parse_number(key), parse_number(given)
    if right is None:
        return None
    if mine is None:
        return DIFFERENT
    value, unit, slack = right
    own, own_unit, _ = mine
    if unit and own_unit and unit != own_unit:
        return DIFFERENT
    if own == value:
        missing = f"the unit is {unit}" if unit and not own_unit else ""
        return Likeness(True, missing)
    if abs(own - value) > slack:
        return DIFFERENT
    return Likeness(True, f"the notes say {key}")


def parse_number(text: str) -> tuple[float, str, float] | None:
    """``(value, unit, slack)`` of a number; no slack for years and small counts.

    The slack is how far off an answer may be: more for what is said to be only about right.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip().rstrip(".")
    plain = _ABOUT.sub("", folded)
    match = _NUMBER.match(plain.removesuffix("年"))
    if not match:
        return None
    digits = match["number"].replace(",", "")
    value = float(digits) * _SCALES[match["scale"] or ""] * (-1 if match["sign"] else 1)
    unit = match["unit"].strip(" .")
    whole = "." not in digits and not match["scale"]
    year = whole and len(digits) == len("2017") and "," not in match["number"]
    if plain != folded:
        slack = ABOUT_YEARS if year else ABOUT * abs(value)
    else:
        slack = 0.0 if whole and (year or value < _EXACT) else TOLERANCE * abs(value)
    return value, _UNITS.get(unit, unit), slack

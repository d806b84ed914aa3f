"""Years and numbers with units in a statement, and others that could stand in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_YEAR = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Ff]rom|[Aa]round|{_MONTH}|{_MONTH} \d{{1,2}},) "
    r"(?P<year>\d{1,4} (?:BC|BCE|AD|CE)|1[0-9]{3}|20[0-9]{2})(?!\w|[-–/.,]\d|s\b)"
)
_CJK_YEAR = re.compile(
    r"(?<![\d、至到—-])(?P<year>(?:西元|公元)?前?\d{3,4})年(?!代|間|间|度|[前後后來来期])"
)
_AMOUNT = (
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale> (?:thousand|million|billion|trillion))?"
)
_UNIT_WORD = r"[a-zA-Z°µ²³/]{1,20}(?:-[a-z]+)?"
_UNITS = frozenset(
    """% s ms kg g mg km m cm mm nm l ml kb mb gb tb hz khz mhz ghz w kw v j kj °c °f k people men
    women children percent pa bar mol""".split()
)
_NUMBER = re.compile(
    rf"(?<![\w.,/×+−=(\[$-]){_AMOUNT}(?P<unit> ?%| {_UNIT_WORD}(?: {_UNIT_WORD})?)(?![\w,]*\d)"
)
_CJK_NUMBER = re.compile(
    r"(?<![\d.,第])(?P<number>\d+(?:[.,]\d+)*)(?P<scale>[萬万億亿兆]?餘?余?)"
    r"(?P<unit>(?:[個个人座條条種种次位名里米尺噸吨元歲岁天秒度倍層层枚艘隻只頭头首部冊册卷]|公里|公尺|公斤|平方公里|小時|小时)|%)"
)
_VERBS = frozenset(
    """is was has does gives makes takes points splits calls asks yields goes comes runs uses means
    fits this its us always as resembles stands adds shows holds keeps leaves needs picks plus
    times less yes thus across adds covers counts equals meets reads sits tells turns wins
    works""".split()
)
_NAMED = re.compile(
    r"(?<!^)(?<![.:] )\b[A-Z][\w-]* $"
    r"|\b(?:step|part|layer|round|token|position|row|figure|table|chapter|version|page|level|number"
    r"|stage|type|class|id|ids|positions|tokens|rows|steps|layers|days?|chunk) $"
)
"""A number behind such a word is a name: Llama 2, step 4."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A year, or a number with its unit, in a line of text."""

    text: str
    """As written, with its scale, without its unit: "175 billion"."""
    start: int
    end: int
    value: float
    unit: str
    """Lower case; ``year`` for a year."""
    scale: str = ""
    """``million`` …, or nothing."""


def quantities(text: str, *, cjk: bool = False) -> Iterator[Quantity]:
    """Every year and every number with a unit, in order of kind."""
    dates = list(years(text, cjk=cjk))
    yield from dates
    for match in (_CJK_NUMBER if cjk else _NUMBER).finditer(text):
        if any(date.start <= match.start() < date.end for date in dates):
            continue
        if _NAMED.search(text[: match.start()]):
            continue
        if re.fullmatch(r"1[5-9]\d\d|20[0-2]\d", match["number"]) and not match["scale"]:
            continue  # more likely a year than a count
        unit = match["unit"].strip().lower() if cjk else _unit(match["unit"])
        if not unit:
            continue
        end = match.end("scale") if match["scale"] else match.end("number")
        yield Quantity(
            text[match.start() : end],
            match.start(),
            end,
            float(match["number"].replace(",", "")),
            unit,
            (match["scale"] or "").strip(),
        )


def _unit(words: str) -> str:
    """The unit at the front of one or two words: a sign, or a plural noun; else empty."""
    first, _, second = words.strip().lower().partition(" ")
    if first in _UNITS or _is_plural(first):
        return first
    return f"{first} {second}" if _is_plural(second) and not _is_plural(first) else ""


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word not in _VERBS


def years(text: str, *, cjk: bool = False) -> Iterator[Quantity]:
    """The years a line names as dates, not those in brackets behind a paper."""
    for match in (_CJK_YEAR if cjk else _YEAR).finditer(text):
        digits = re.search(r"\d+", match["year"])
        value = float(digits[0]) if digits else 0.0
        before = "BC" in match["year"] or "前" in match["year"]
        start, end = match.span("year")
        yield Quantity(match["year"], start, end, -value if before else value, "year")


def like(quantity: Quantity, value: float) -> str:
    """Another value written as a quantity is: same scale, digits, separators, same era."""
    if quantity.unit == "year":
        digits = re.search(r"\d+", quantity.text)
        shown = str(int(abs(value)))
        return quantity.text.replace(digits[0], shown) if digits else shown
    number = re.match(r"[\d.,]+", quantity.text)
    written = number[0] if number else quantity.text
    decimals = len(written.partition(".")[2])
    plain = len(written.partition(".")[0]) > len("999") and "," not in written
    shown = f"{value:.{decimals}f}" if plain else f"{value:,.{decimals}f}"
    return shown + quantity.text[len(written) :]


def neighbours(quantity: Quantity) -> list[float]:
    """Values of the same grain that a person might mistake it for, none of them close to it."""
    value = quantity.value
    if quantity.unit == "year":
        return [value + step for step in (-12, 9, -5, 14, 6, -8)]
    # no whole multiples: they would all be seen to come from the key
    factors = (1.4, 0.7, 1.8, 0.55, 2.6, 0.4)
    made = [_rounded(value * factor, value) for factor in factors]
    if quantity.unit in {"%", "percent"}:
        made = [100 - value, *made] if 20 <= value <= 80 else made
        return [one for one in made if 0 < one <= 100 and one != value]
    return [one for one in made if one > 0 and one != value]


_EXACT = 3
"""Digits from which on a number looks exact, and its neighbours must as well."""


def _rounded(value: float, model: float) -> float:
    """A value as round as its model: the same number of digits that are not zero."""
    shown = f"{model:g}"
    if "e" in shown:
        return value
    if "." in shown:
        return round(value, len(shown.partition(".")[2]))
    significant = max(1, len(shown.replace(".", "").strip("0")))
    rounded = float(f"{value:.{significant}g}") if significant < _EXACT else round(value, 4)
    return float(int(rounded)) if model == int(model) and rounded >= 1 else rounded

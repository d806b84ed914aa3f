"""A statement with its one figure, or its one range, changed: false by its own sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from llmtutor.quiz.makers.figures import is_about, wrong_figure
from llmtutor.quiz.makers.worth import RANGE_AFTER, is_worth_asking
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.quantities import Quantity, quantities
from llmtutor.quiz.notes.statements import Statement
from llmtutor.quiz.periods import ALWAYS, period_around

_DIGITS = re.compile(r"\d")
_BARE = "figure"
"""The unit of a figure of which it does not matter."""
_FIGURE = re.compile(
    r"(?<![\w.,/(^×±~-])(?<!\d[–−])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?= ?[%°]| |\.$)(?![\d–−-]|[.,]\d| ?[=×/^+])"
)
_RANGE = re.compile(
    r"(?<![\w.,/(^×~-])(?P<low>\d{1,3})(?P<dash>[–-])(?P<high>\d{1,3})(?= ?%| [a-zµ])(?![.,]?\d)"
)
_NAMED = re.compile(
    r"\b(?:times|by|plus|minus|divided|(?<!^)[A-Z][\w.-]*|step|part|layer|level|type|class|order|stage|phase|group|page|chapter|figure|circa"
    r"|table|no\.|number|depth|row|week|day|to|between) $|[第~≈<>] ?$|\bca?\. ?$"
)
"""A number behind such a word is a name, a bound or one end of a range."""
_INCLUDES = re.compile(r"\bincl(?:udes?|uding)?\b|\bof which\b")
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_DATE = re.compile(
    r" (?:BCE?|AD|CE|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|log)"
    r"|[^ ]*(?:st|nd|rd|th)\b|[年月日]"
)
_UNIT = re.compile(r" ?%| [a-z]")
_FEW = 5
"""So small a number that is only about right has none beside it that is plainly wrong."""
_APART = 1.3
"""Ratio of a range's ends from which the range can be told from one beside it."""


def misfigured(statement: Statement, years: Sequence[Quantity] = ()) -> str:
    """The statement with another figure in place of its only one; empty where that is unsure.

    Args:
        statement: in any language.
        years: those of its lecture, among which a wrong one must lie.
    """
    text = statement.text
    if statement.cjk and not _DIGITS.search(text):
        return _misnumbered(text)
    if match := _only(_RANGE, text):
        return _misranged(text, match)
    quantity = _only_figure(statement)
    if _INCLUDES.search(text):
        return ""  # what includes more includes less
    if not quantity or not is_worth_asking(statement, quantity):
        return ""
    head, rest = text[: quantity.start], text[quantity.end :]
    stem = head + BLANK + rest
    about = is_about(stem, BLANK)
    few = quantity.unit == _BARE and quantity.text.isdigit() and quantity.value < _FEW
    if _NAMED.search(head) or (few and about):
        return ""
    within = period_around(quantity.value, statement.source) if quantity.unit == "year" else ALWAYS
    wrong = wrong_figure(quantity, years, stem, about=about, within=within)
    return head + wrong + rest if wrong else ""


def _misranged(text: str, match: re.Match[str]) -> str:
    if RANGE_AFTER.match(text, match.end()):
        return ""
    other = _other_range(int(match["low"]), int(match["high"]), text[match.end() :])
    return f"{text[: match.start()]}{other}{text[match.end() :]}" if other else ""


def _only_figure(statement: Statement) -> Quantity | None:
    text = statement.text
    if statement.cjk:
        found = list(quantities(text, cjk=True))
        rest = text[: found[0].start] + text[found[0].end :] if found else ""
        return found[0] if len(found) == 1 and not _DIGITS.search(rest) else None
    match = _only(_FIGURE, text)
    if not match or _YEAR.fullmatch(match["number"]) or _DATE.match(text, match.end()):
        return None  # dates are another maker's
    if re.search(r"\b[Ii]n (?:about |around )?$", text[: match.start()]) and not _UNIT.match(
        text, match.end()
    ):
        return None  # "died in 53"
    number, share = match["number"], re.match(r" ?(?:%|per ?cent\b)", text[match.end() :])
    value, unit = float(number.replace(",", "")), "%" if share else _BARE
    return Quantity(number, match.start(), match.end(), value, unit)


def _only(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """What a pattern finds, where no digit stands elsewhere; names such as CO2 are let be."""
    found = list(pattern.finditer(text))
    if len(found) != 1:
        return None
    rest = text[: found[0].start()] + text[found[0].end() :]
    return None if _DIGITS.search(re.sub(r"\b[A-Za-z][\w+-]*\d\w*", "", rest)) else found[0]


def _other_range(low: int, high: int, rest: str) -> str:
    """A range as wide for its size, that has nothing in common with the right one."""
    if not low or high < _APART * low:
        return ""
    times = high // low + 1
    fits = low % times == 0 and high % times == 0
    share = rest.lstrip().startswith("%")
    if share and not fits:
        return ""
    smaller = fits and (share or Random(f"{low} {high}").random() < _HALF)  # noqa: S311
    return f"{low // times}–{high // times}" if smaller else f"{low * times}–{high * times}"


_HALF = 0.5


_NUMERALS = "一二三四五六七八九"
_YEAR_CJK = re.compile(
    "(?<![一二三四五六七八九〇零])[一二][〇零一二三四五六七八九]{3}(?=年(?![的(（]))"
)
_AMOUNT_CJK = re.compile(
    "(?<![第十百千萬万億亿一二三四五六七八九])(?P<lead>[二三四五六七八九])[千百萬万][一二三四五六七八九十百千萬万億亿]*(?:多|餘|余)?"
    "(?=[公平米尺天人座種种條条次年歲岁元噸吨度位])"
)
_ANY_NUMERAL = re.compile("[一二三四五六七八九十百千萬万億亿]{2,}")


def _misnumbered(text: str) -> str:
    """A Chinese statement with its only year or amount changed, in numerals."""
    if len(_ANY_NUMERAL.findall(text)) != 1:
        return ""
    year, amount = _YEAR_CJK.search(text), _AMOUNT_CJK.search(text)
    if not year and not amount:
        return ""
    # of a year the decade
    at = year.start() + 2 if year else amount.start("lead") if amount else 0
    digits = f"〇{_NUMERALS}" if year else _NUMERALS
    place = digits.find("〇" if text[at] == "零" else text[at])
    other = digits[place - _OFF if place >= _OFF else place + _OFF]
    return text[:at] + other + text[at + 1 :]


_OFF = 3
"""How far off a wrong numeral lies."""

"""Whether a figure is worth asking for: exact, a fact, and not told by the rest of its line."""

from __future__ import annotations

import re
from itertools import pairwise, permutations

from llmtutor.quiz.makers.figures import is_about
from llmtutor.quiz.notes.english import BLANK, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import IRREGULAR
from llmtutor.quiz.notes.quantities import Quantity
from llmtutor.quiz.notes.statements import Statement

MOST_DIGITS = 4
"""Digits that are not zeros at the end; longer numbers are not worth knowing by heart."""
_LASTED = frozenset("lay stood knew thought felt kept wore".split())
HAPPENED = re.compile(
    rf"(?<!have )(?<!has )\b(?:[a-z]{{2,}}ed|{'|'.join(sorted(IRREGULAR.keys() - _LASTED))}|set|put"
    r"|cut|hit|split|beat|born|begun|written|taken|given|drawn|thrown|broken|chosen|sunk|torn"
    r"|had (?:its|their|his|her) (?:first|last))\b"
)
"""A year belongs to something that happened; what lasted was so in the years around it, too."""
_DATES_A_THING = re.compile(r" (?:was|were|had|is)\b")
"""Behind a year that belongs to the subject: "Piety around 1500 was intense"."""
DATES_A_NAME = re.compile(r"\s*年\s*[^，。]{2,12}，(?:[^，。]{0,4}[是為为]|第)")
"""The same in Chinese: a name and what it was."""
_OF_A_THING = re.compile(r"\b[a-z]+ [a-z]+ of (?:the )?(?:\d+ )?(?:[A-Z][a-z]+ )?$")
"""Before a year that only says which is meant: "the memories of 11 September 2001"."""
_RANGE_BEFORE = re.compile(r"\d[\d,.]* ?(?:to|and|or|through|[–—-]) ?$|至$|到$")
_BOUND = re.compile(
    r"\b(?:even|than|over|above|below|under|within|at (?:least|most)|up to|upwards? of|beyond"
    r"|exceeds?|exceeding|every|per|minimum of|maximum of"
    r"|as (?:many|much|high|low) as)"
    r"(?: (?:the|an?|about|around|roughly|some))? [$€£]?$|[≤≥<>] ?$"
    r"|(?:[逾超][過过]?|至少|至多|最多|不到|不足|[低高少多][於于]|近) ?$"
)
"""Before a bound, or behind "than", other numbers may be true as well."""
RANGE_AFTER = re.compile(
    r" ?(?:to|or|through|[–—-]) ?\d|[至到]|\)|(?: ?%| [a-z]+)? or (?:more|less|fewer|so)\b"
    r"|[^，。]{0,4}以[上下內内]"
)
"""Behind the lower end of a range, or a figure that is none but a bound."""
YEARS = re.compile(r"(?<!\d)(?:1\d{3}|20\d{2})(?!\d|,\d)|\d (?:BC|AD)\b")
_YEARS_CJK = re.compile(r"\d{3,4}(?= ?年|[–—-])")
_FROM_OR_TO = re.compile(
    r"\b(?:as of|by|since|until|before|after)(?: [A-Z][a-z]+| the end of)? $", re.IGNORECASE
)
"""Before a year that is a bound: what was done by 1912 was done by 1920, too."""
FIGURE = re.compile(r"(?<![\w-])\d+(?:[,.]\d+)*")
_ROUNDED = 0.02
"""Share by which a rounded number may miss what it was computed from."""
_LONG, _LONG_DIGITS = 10_000, 3
"""Of a number so large, digits that are not zeros at the end."""
_UNREAL = re.compile(r"\b(?:would|could|suppose|imagine)\b")
_OF_SOMETHING = frozenset("g mg µg kg ml l".split())
"""Units of a stuff that the sentence must name: "gets only about 15 g" does not."""
_MONTHS = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_NAME_OF = re.compile(r"^The (?:[A-Z]\w+ )+of $")
"""Before a year that is part of a name: "The Constitution of 1791"."""
_TOLD_AGAIN = re.compile(
    r"^[^,.;()]{0,15}\((?:roughly|about|approx\.?|some|or|c\.|~|≈)? ?\d"
    r"|, (?:some |about |roughly |almost |nearly )?(?:\d[\d,.]*|two|three|four|five|ten) times\b"
    r"|, (?:even |much |far )?(?:more|less|fewer|longer|shorter|larger|smaller|bigger|greater"
    r"|higher|lower|heavier|older|younger|farther|further|deeper|faster|slower) than\b"
)
"""Behind a figure that may be worked out: "miles (9,700 km)", "days, longer than its year"."""
_LISTED, _MOST_LISTED = re.compile(r"^[^:.;]*: [^.;]+(?:,| and| through| to) \w+"), 12
"""What was counted, one by one, and how many such are listed: "its four great cities: …"."""
_COUNTED = re.compile(r"^[^:.;()]*\([^(),]+(?:, [^(),]+)+\)")
"""The same in brackets: "three versions (7B, 13B, 70B)"."""
PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent\b)")
_WHOLE = 97, 103
"""Per cent between which several shares make up a whole, so that each is what the rest leaves."""
_AT_HEAT = re.compile(r"\bat (?:about )?$")
_BARE_YEAR = re.compile(r"(?:[A-Z][a-z]+ )?\d{4} (?!,)")
"""A year that is what the sentence is about: "March 2023 shows the pace …"."""


def is_worth_asking(statement: Statement, quantity: Quantity) -> bool:
    """Whether a figure is a fact about something, and no part of an example."""
    text = statement.text
    head = text[: quantity.start]
    if not head and text[quantity.end : quantity.end + 2].strip().isupper():
        return False  # "1234 Mongols finish the Jin"
    if not _is_exact(text, quantity):
        return False
    if quantity.unit == "year":
        rest = text[quantity.end :]
        if is_about(head + BLANK, BLANK):
            return False  # around 1743 is around 1740, too
        dated = not DATES_A_NAME.match(rest) if statement.cjk else _dates_it(text, quantity)
        years = _YEARS_CJK if statement.cjk else YEARS
        return dated and not _FROM_OR_TO.search(head) and len(years.findall(text)) == 1
    return _is_number_worth(statement, quantity)


def _is_exact(text: str, quantity: Quantity) -> bool:
    """Whether a figure is no bound, no end of a range, and no aside."""
    head, rest = text[: quantity.start], text[quantity.end :]
    if _BOUND.search(head) or _NAME_OF.search(head) or head.count("(") > head.count(")"):
        return False
    return not (_RANGE_BEFORE.search(head) or RANGE_AFTER.match(rest))


def is_date_worth(statement: Statement, year: Quantity) -> bool:
    """Whether a year is the exact date of what a line says."""
    head = statement.text[: year.start]
    about = is_about(head + BLANK, BLANK)
    return _is_exact(statement.text, year) and not (about or _FROM_OR_TO.search(head))


def is_measure_worth(statement: Statement, quantity: Quantity) -> bool:
    """Whether a measure is worth knowing, and is not told by the rest of its line."""
    return _is_exact(statement.text, quantity) and _is_worth_knowing(statement, quantity)


def _dates_it(text: str, year: Quantity) -> bool:
    """Whether a year says when something happened, and not when something was so."""
    if _BARE_YEAR.match(text) or not HAPPENED.search(text):
        return False
    return not (_DATES_A_THING.match(text[year.end :]) or _OF_A_THING.search(text[: year.start]))


def _is_worth_knowing(statement: Statement, quantity: Quantity) -> bool:
    text = statement.text
    digits = re.sub(r"\D", "", quantity.text).strip("0")
    nameless = quantity.unit in _OF_SOMETHING and " of " not in text
    rest = text[: quantity.start] + " " + text[quantity.end :]
    if _is_given_away(statement, quantity) or is_told(quantity, rest):
        return False
    if nameless or (quantity.unit == "months" and len(_MONTHS.findall(text)) > 1):
        return False
    long = quantity.value >= _LONG and len(digits) > _LONG_DIGITS
    if long or _UNREAL.search(text) or _is_computed(text, quantity):
        return False
    return not (
        quantity.value in {0, 1} | _spans(text)
        or quantity.text + quantity.unit == "100%"
        or len(digits) > MOST_DIGITS
    )


def _is_number_worth(statement: Statement, quantity: Quantity) -> bool:
    if statement.cjk or not _is_worth_knowing(statement, quantity):
        return statement.cjk and _is_worth_knowing(statement, quantity)
    clause = re.split(r"[:;]", statement.text[: quantity.start])[-1]
    before = words_of(clause).lower
    # "a text of 400 tokens", "the 6 vectors": such numbers belong to an example
    opens = not before or (is_about(clause + BLANK, BLANK) and len(before) == 1)
    return opens or (any(map(is_verb, before[1:])) and before[-1:] != ("the",))


def _is_given_away(statement: Statement, quantity: Quantity) -> bool:
    """Whether the rest of the sentence tells a figure, or leaves no other that could be meant."""
    head, rest = statement.text[: quantity.start], statement.text[quantity.end :]
    if _TOLD_AGAIN.search(rest) or _COUNTED.search(rest) or _is_left_over(statement.text):
        return True
    if quantity.value <= _MOST_LISTED and _LISTED.search(rest):
        return True
    # under which heat something was measured is no fact of its own
    measured = quantity.unit in {"°c", "°f"} and _AT_HEAT.search(head)
    return bool(measured and re.search(r"\d", head))


def _is_left_over(text: str) -> bool:
    shares = [float(one) for one in PERCENT.findall(text)]
    return len(shares) > 1 and _WHOLE[0] <= sum(shares) <= _WHOLE[1]


def _spans(text: str) -> set[float]:
    """Years from one date of a text to another: "(1756–1791) … in a life of 35 years"."""
    dates = sorted({int(year) for year in YEARS.findall(text) if year.isdigit()})
    return {float(later - early - less) for early, later in pairwise(dates) for less in (0, 1)}


def _is_computed(text: str, quantity: Quantity) -> bool:
    """Whether a number follows from two others of its sentence: "37 of 671 billion, 5.5 %"."""
    rest = text[: quantity.start] + " " + text[quantity.end :]
    others = [float(one.replace(",", "")) for one in FIGURE.findall(rest)]
    for one, two in permutations([each for each in others if each], 2):
        made = (one * two, one * two / 100, one + two, one - two, 100 * one / two, one / two)
        if any(abs(each - quantity.value) <= _ROUNDED * quantity.value for each in made):
            return True
    return False


def is_told(quantity: Quantity, shown: str) -> bool:
    """Whether a figure stands in what is shown that is nearly the same: "584 (583.92)"."""
    figures = [float(one.replace(",", "")) for one in _WHOLE_FIGURE.findall(shown)]
    return any(0 < abs(one - quantity.value) <= _NEARLY * quantity.value for one in figures)


_WHOLE_FIGURE = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")
_NEARLY = 0.02
"""Share by which two figures differ of which one tells the other."""

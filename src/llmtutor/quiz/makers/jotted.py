"""Gaps in lines that were jotted down, and are no sentences: "Peace of Amasya 1555".

A date or a measure can be asked for where the rest of its line, under the lines before it, says
what it is of. Whoever wrote "Natural U: only 0.72% U-235" left out the verb, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.above import is_placed
from llmtutor.quiz.led import lines_of
from llmtutor.quiz.makers.above import under_its_lines
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.figures import as_right, hint_for, is_about
from llmtutor.quiz.makers.worth import HAPPENED, is_date_worth, is_measure_worth, is_told
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.before import REMARK
from llmtutor.quiz.notes.english import BLANK, content_stems, is_verb, words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.quantities import Quantity, quantities
from llmtutor.quiz.notes.standing import eligible
from llmtutor.quiz.notes.statements import Statement

_LEAST, _MOST = 4, 24
"""Words of a line."""
_LEAST_CONTENT, _MOST_MEASURES = 3, 2
_YEAR = re.compile(r"(?<![\w,./'’–-])(?:1\d{3}|20[0-2]\d)(?![\w–/'’-]|[,.:]\d| ?[–-] ?\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(?:1\d{3}|20[0-2]\d)(?!\d)")
_NUMBERED = re.compile(
    r"(?:§§?|\b(?:ss?|[Aa]rts?|[Nn]o|[Rr]ule|[Rr]egs?|[Ss]tudy|[Ee]xperiment|[Ll]ecture"
    r"|[Pp]art)\.?) ?$"
)
"""Before a number that is a name: § 1129, study 2."""
_OF_A_NAME = re.compile(
    r" (?:[A-Z]|(?!(?:by|in|at|on|to|from|after|when|as|and|but|with|for|over|under|he|she|it|they"
    r"|the|an?|of|until|into|onto|through|officially|first|again|only|made)\b)[a-z])"
    r"|(?:, [A-Z][\w'’]+)+\.?$"
)
"""Behind a year that only says which thing is meant: "the 2014 Notice", "1806 openings"; cases."""
_CITED = re.compile(r"(?:&|\bet al\.?,?|\band) ?(?:[A-Z][\w-]+ )?$|\b[A-Z][\w-]+,? $")
"""Before the year of a paper, of which the line tells: "Fuster & Alexander 1971: delay cells"."""
_COMPUTED = re.compile(
    r"[×÷√∑∏^≠]|\d ?(?:[+*/x]|[-=]>|→) ?\d|\[[^\]]*\d|(?:→|->).*(?:→|->)|\?|!!"
    r"|\d[^=]*= ?\S*\d|\bwant\b|^\d+ \S+ (?:->|→)"
)
"""What is worked out, or asked; a chain of its own."""
_BOUND = re.compile(r"[≥≤<>] ?$|\d[\w ]*[–—-] $|\ball $")
_ONE_OF_TWO = re.compile(r"(?: ?[^ ,;]+)?(?:\+| ?[–-] ?\d)| (?:by|in|at|of|to|and|or)\b")
_NO_CLAIM = re.compile(
    r"(?:Hence|Thus|So|An?)\b|\b(?:[Ee]ssays?|[Ww]rite-up|[Cc]oursework|[Dd]ue (?!to)|[Mm]arks?)\b"
    r"|\b(?:look up|missed last|[Mm]issed the last)\b"
    r"|\d words\b|\(some say|:$"
)
_WAS_SO = re.compile(r"\b(?:is|are|was|were)\b")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_SHOUTED = re.compile(r"^(?:[A-Z]{4,} ?){2}")
_FEW = 7
"""So few that they may be counted off, or are known of anything: the legs of a wolf."""
_SAYS = re.compile(rf"\b(?:(?!and|the|with|for|year|number|from|van|von)[a-z]{{3,}}|{_MONTH})\b")
"""A word beside names: "Evelyn Beatrice Hall, 1906" does not say what she did."""
_TWO_NOTES = re.compile(r"[a-z)]\. [a-z]")
_WORKED_OUT = re.compile(rf"(?:→|->|=) ?(?:approx\.?|about|~|≈)? ?$|\b{_MONTH}\.? $")
"""Before what is worked out, and the year '59."""
_NAMES_ONLY = re.compile(r"(?:^|[.;:] )(?:[A-Z][\w'’-]+ )+$")
_LISTED = re.compile(r",| \+ | and | & | / ")
_DATE_BEFORE = re.compile(r"(?:^|[.;] )\d")
_OPENS_WITH_IT = re.compile(rf"(?:(?:Over|Under|About|Around|Up to|Nearly|Some|~) ?)*{BLANK}")
"""Where nothing stands above such a line, it does not say what the figure is of."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """The date, and the measures, of each line that holds one or two."""
    for section in notes.sections:
        if section.cjk:
            continue
        for statement in eligible(section, notes.known, whole=False, terms=True):
            if not _is_plain(statement):
                continue
            for quantity in (*_date(statement), *_measures(statement)):
                if question := _asked(notes, statement, quantity):
                    yield question


def _is_plain(statement: Statement) -> bool:
    text = statement.text
    if (
        text.count("(") != text.count(")")
        or REMARK.search(text)
        or _COMPUTED.search(text)
        or _NO_CLAIM.search(text)
        or _TWO_NOTES.search(text)
    ):
        return False
    return _LEAST <= len(words_of(text).shown) <= _MOST


def _date(statement: Statement) -> Iterator[Quantity]:
    """The only year of a line, where it dates what the line says."""
    text = statement.text
    found = list(_YEAR.finditer(text))
    if len(found) != 1 or len(_ANY_YEAR.findall(text)) != 1:
        return  # "29 Dec 1895 – 2 Jan 1896"
    match = found[0]
    year = Quantity(match[0], match.start(), match.end(), float(match[0]), "year")
    head, rest = text[: year.start], text[year.end :]
    lasted = _WAS_SO.search(text) and not HAPPENED.search(text)
    named = head and _OF_A_NAME.match(rest)
    bound = re.search(r"\bfrom $", head) or _NUMBERED.search(head)
    cited = _CITED.search(head) and rest.strip(" .,;)")
    if is_date_worth(statement, year) and not (lasted or named or bound or cited):
        yield year


def _measures(statement: Statement) -> Iterator[Quantity]:
    """One or two figures with their units."""
    found = [one for one in quantities(statement.text) if one.unit != "year"]
    for one in found if len(found) <= _MOST_MEASURES else ():
        if is_measure_worth(statement, one) and _is_sure(statement.text, one):
            yield one


def _is_sure(text: str, one: Quantity) -> bool:
    """Whether a figure is no bound, no year without its sign, and not worked out or counted off."""
    head, rest = text[: one.start], text[one.end :]
    dated = one.text.isdigit() and len(one.text) == len("1428")
    behind = re.match(r" ([a-z]+)", rest)
    told = behind and (behind[1].endswith("s") or is_verb(behind[1]))
    named = told and (_NAMES_ONLY.search(head) or head.endswith(" of "))  # "Canopus 238 tries"
    if dated or named or _NUMBERED.search(head) or _BOUND.search(head) or _ONE_OF_TWO.match(rest):
        return False
    return not (_WORKED_OUT.search(head) or _is_counted_off(text, one.value, rest))


def _is_counted_off(text: str, value: float, rest: str) -> bool:
    """Whether a line shows as many: "2 dimensions heat + time", "3 superfactors PEN"."""
    if not value.is_integer():
        return False
    letters = value > 1 and re.search(rf"\b[A-Z]{{{int(value)}}}\b", rest)
    return bool(letters) or (value <= _FEW and len(_LISTED.findall(text)) >= value - 1)


def _asked(notes: LectureNotes, statement: Statement, quantity: Quantity) -> Question | None:
    text = statement.text
    stem = text[: quantity.start] + BLANK + text[quantity.end :]
    dated = quantity.unit == "year"
    if quantity.text in stem or len(content_stems(stem)) < _LEAST_CONTENT or not _SAYS.search(stem):
        return None
    gap = draft(
        "cloze",
        stem.replace(BLANK, BLANK + hint_for(text, quantity)),
        quantity.text,
        statement.source,
        "jotted: year" if dated else "jotted: number",
        accept=as_right(quantity, about=is_about(stem, BLANK)),
    )
    question = under_its_lines(notes, gap)
    lines = lines_of(question)
    if dated and _is_dated_above(quantity, stem, lines):
        return None
    if not dated and (
        is_told(quantity, lines)
        or quantity.text in lines
        or (not quantity.start and _DATE_BEFORE.search(lines))
        or (not lines and _OPENS_WITH_IT.match(stem))
    ):
        return None
    return question if is_placed(question) else None


def _is_dated_above(year: Quantity, stem: str, lines: str) -> bool:
    """Whether the lines above tell a year: "1944–71"; the year before, of what followed at once."""
    if re.search(rf"\d[–/-]\d?\d?{year.text[-2:]}\b", lines):
        return True
    brief = len(content_stems(stem)) <= _BRIEF
    return brief and any(abs(int(one) - year.value) <= 1 for one in _YEAR.findall(lines))


_BRIEF = 4
"""Words of meaning of a line that says little beside its month: "Dáil meets Jan 1919"."""

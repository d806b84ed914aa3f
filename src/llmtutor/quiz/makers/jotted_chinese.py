"""Gaps for the date and the measures of a line of Chinese notes, whole sentence or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.led import lines_of
from llmtutor.quiz.makers.above import under_its_lines
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.figures import as_right, is_about
from llmtutor.quiz.makers.worth import is_measure_worth, is_told
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.quantities import Quantity, quantities
from llmtutor.quiz.notes.standing import eligible
from llmtutor.quiz.notes.statements import Statement

_LEAST, _MOST = 8, 64
"""Characters of a line."""
_CJK = re.compile("[㐀-鿿]")
_ANY_YEAR = re.compile(r"(?<!\d)(?:1\d{3}|20\d{2}|\d{3,4}(?= ?年))(?!\d)")
_BARE = re.compile(r"^(?P<year>1\d{3}|20[0-2]\d) (?=[^\W\d])")
"""A year at the head of its line: 1906 三一法."""
_OPEN_ENDED = re.compile("^ ?年?(?:左右|前[後后]|以[前後后]|代|[間间]|起|之?[後后前])|^ ?[、–—-]")
_REMARK = re.compile(
    "老[師师]|自[問问]|口[訣诀]|[記记]法|[期必常會会]考|期[中末]|考古[題题]|作[業业]|[學学]者|待[補补查]"
    "|不[確确]定|XD|[！!？?←]|→.*→|同[年時时]|[該该此這这那]|[數数][據据]不"
)
_BOUND = re.compile(r"[<>≤≥～~–—-] ?$|[第前][\d ]*$|[近逾超][過过]? ?$")
_ABOUT = re.compile("[約约] ?$")


def make(notes: LectureNotes) -> Iterator[Question]:
    """The date, and the measures, of each line that holds one or two."""
    for section in notes.sections:
        if not section.cjk:
            continue
        for statement in eligible(section, notes.known, whole=False, terms=True):
            if not _is_plain(statement):
                continue
            for quantity in (*_date(statement.text), *_measures(statement)):
                if question := _asked(notes, statement, quantity):
                    yield question


def _is_plain(statement: Statement) -> bool:
    text = statement.text
    balanced = text.count("(") + text.count("（") == text.count(")") + text.count("）")
    return _LEAST <= len(text) <= _MOST and balanced and not _REMARK.search(text)


def _date(text: str) -> Iterator[Quantity]:
    """The only year of a line."""
    if len(_ANY_YEAR.findall(text)) != 1:
        return
    dated = [one for one in quantities(text, cjk=True) if one.unit == "year"]
    if bare := _BARE.match(text):
        year = bare["year"]
        dated = [Quantity(year, *bare.span("year"), float(year), "year")]
    for one in dated:
        head, rest = text[: one.start], text[one.end :]
        if not (_OPEN_ENDED.match(rest) or _BOUND.search(head) or _ABOUT.search(head)):
            yield one


def _measures(statement: Statement) -> Iterator[Quantity]:
    found = [one for one in quantities(statement.text, cjk=True) if one.unit != "year"]
    for one in found if len(found) == 1 else ():
        worth = is_measure_worth(statement, one)
        if worth and one.value > 1 and not _BOUND.search(statement.text[: one.start]):
            yield one


def _asked(notes: LectureNotes, statement: Statement, quantity: Quantity) -> Question | None:
    text = statement.text
    stem = text[: quantity.start] + BLANK + text[quantity.end :]
    if quantity.text in stem or len(_CJK.findall(stem)) < _LEAST:
        return None
    dated = quantity.unit == "year"
    hint = "（年份）" if dated and not re.match(" ?年", text[quantity.end :]) else ""
    gap = draft(
        "cloze",
        stem.replace(BLANK, BLANK + hint),
        quantity.text,
        statement.source,
        "jotted: year" if dated else "jotted: number",
        accept=as_right(quantity, about=is_about(stem, BLANK)),
    )
    question = under_its_lines(notes, gap)
    lines = lines_of(question)
    return None if quantity.text in lines or is_told(quantity, lines) else question

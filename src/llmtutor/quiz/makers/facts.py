"""Questions on years and numbers: the sentence with a gap, or with another figure in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from llmtutor.quiz.above import is_placed
from llmtutor.quiz.makers.claims import VAGUE_TALK, is_spliced, tells_one
from llmtutor.quiz.makers.drafting import draft, falsehood
from llmtutor.quiz.makers.figures import as_right, hint_for, is_about, wrong_figure, wrong_years
from llmtutor.quiz.makers.worth import FIGURE, PERCENT, YEARS, is_worth_asking
from llmtutor.quiz.models import Question, Source
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.english import BLANK, words_of
from llmtutor.quiz.notes.english_words import NEGATIVES
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.quantities import Quantity, counts, quantities
from llmtutor.quiz.notes.statements import Statement
from llmtutor.quiz.periods import ALWAYS, period_around

MOST_FIGURES = 3
"""Figures in a sentence that can still be read as one fact."""
LEAST_WORDS, MOST_WORDS = 7, 25
_UNSURE = frozenset(
    "perhaps possibly probably may might estimated supposedly allegedly not never nor".split()
)
_IN_PARTS = re.compile(r"[;；]|^[A-Z][a-z]+(?: [a-z]+)?: |^[^，。：]{1,6}：")
"""Two sentences in one, or a label that was left before it: "Culture: they compared …"."""
_BARE_SUBJECT = re.compile(r"The ([a-z]+) (?:is|are|was|were|has|had|[a-z]+(?:ed|s))\b")


def make(notes: LectureNotes) -> Iterator[Question]:
    """Questions on every figure of the statements that stand alone."""
    everywhere = by_unit(notes)
    if YEARS.search(notes.title):
        everywhere.pop("year", None)  # "The Commune, 1871" leaves few to choose from
    for statement in notes.clauses:
        yield from of(statement, everywhere)


def of(statement: Statement, everywhere: Mapping[str, Sequence[Quantity]]) -> Iterator[Question]:
    """Questions on the figures of one statement, beside those of its lecture, :func:`by_unit`."""
    found = _figures(statement)
    if not 0 < len(found) <= MOST_FIGURES or not _is_plain(statement):
        return
    for quantity in found:
        if is_worth_asking(statement, quantity):
            yield from _asked(statement, quantity, everywhere.get(quantity.unit, ()))


def _is_plain(statement: Statement) -> bool:
    """Whether a sentence is short, sure, and one, and says itself what it is on."""
    text, words = statement.text, words_of(statement.text)
    if VAGUE_TALK.search(text) or _IN_PARTS.search(text) or is_spliced(text):
        return False
    if _UNSURE & {*words.lower} or len(words.shown) > MOST_WORDS:
        return False
    if statement.cjk:
        return chinese.is_definite(text)
    return len(words.shown) >= LEAST_WORDS and not _is_named_above(statement)


def _is_named_above(statement: Statement) -> bool:
    """Whether only the heading says which it is: "The protocol", under "Datagram Protocol"."""
    title, subject = words_of(statement.source.title).lower, _BARE_SUBJECT.match(statement.text)
    return subject is not None and len(title) > 1 and title[-1] == subject[1]


def _figures(statement: Statement) -> list[Quantity]:
    if statement.cjk:
        return list(quantities(statement.text, cjk=True))
    return [*quantities(statement.text), *counts(statement.text)]


def by_unit(notes: LectureNotes) -> dict[str, list[Quantity]]:
    """The figures of a lecture by their unit, the years under ``year``."""
    found: dict[str, list[Quantity]] = {}
    for statement in notes.statements:
        for quantity in _figures(statement):
            found.setdefault(quantity.unit, []).append(quantity)
    return found


def other_years(notes: LectureNotes, source: Source, quantity: Quantity, stem: str) -> list[str]:
    """Years of the lecture that may be mistaken for one; none for a number."""
    if quantity.unit != "year":
        return []
    within = period_around(quantity.value, source)
    return list(wrong_years(quantity, by_unit(notes).get("year", ()), stem, within) or ())


def _asked(
    statement: Statement, quantity: Quantity, same_unit: Sequence[Quantity]
) -> Iterator[Question]:
    text = statement.text
    stem = text[: quantity.start] + BLANK + text[quantity.end :]
    if quantity.text in stem:
        return
    about, is_year = is_about(stem, BLANK), quantity.unit == "year"
    name = "year" if is_year else "number"
    within = period_around(quantity.value, statement.source) if is_year else ALWAYS
    dated = is_year and not YEARS.search(statement.source.title)  # "March First 1919" leaves few
    others = wrong_years(quantity, same_unit, stem, within) if dated else None
    hint = "" if others or statement.cjk else hint_for(text, quantity)
    gap = draft(
        "choice" if others else "cloze",
        stem.replace(BLANK, BLANK + hint),
        quantity.text,
        statement.source,
        f"{name}: gap",
        others=others or (),
        accept=() if others else as_right(quantity, about=about),
    )
    if is_placed(gap):
        yield gap
    if not _is_plainly(text, quantity, about=about) or not tells_one(text):
        return
    if wrong := wrong_figure(quantity, same_unit, stem, about=about, within=within):
        false = text[: quantity.start] + wrong + text[quantity.end :]
        yield falsehood(false, text, statement.source, f"{name}: wrong")


_SAID_AGAIN = re.compile(r", (?:an?|or|about|some|roughly|nearly) [^,]*\d")
"""The same amount in another measure, which a changed figure would not fit."""
_BESIDE = re.compile(
    r"\b(?:[Aa]fter|[Bb]efore|[Ww]hen|[Uu]ntil|[Ww]hile|as|since|because|which|who|where|that)\b"
    r"[^,]*$|[a-z] of $"
)
"""Before a year that dates something else than what is said, which stays true."""
_REPEATED = re.compile(
    r"\b(?:used|praised|lived|worked|served|played|fought|taught|visited|wanted|held|believed)\b"
)
"""What may have been done in other years as well."""


def _is_plainly(text: str, quantity: Quantity, *, about: bool) -> bool:
    """Whether another figure makes a statement plainly false.

    What "had around 6 million inhabitants in 1750" may have had them in 1761, too.
    """
    if NEGATIVES & set(words_of(text).lower) or len(PERCENT.findall(text)) > 1:
        return False  # of several shares a wrong one does not add up with the rest
    # "2.4 GHz reaches further than 5 GHz"
    compared = " than " in text and len(FIGURE.findall(text)) > 1
    if compared or _SAID_AGAIN.search(text[quantity.end :]):
        return False
    if quantity.unit != "year":
        return True
    beside = _BESIDE.search(text[: quantity.start]) or _REPEATED.search(text)
    return not (about or beside or FIGURE.search(YEARS.sub("", text)))

"""Questions on a cell of a table; :mod:`matching` has the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.likeness import figure_of
from llmtutor.quiz.makers.choosing import choose, spread
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.cells import (
    as_noun,
    compares,
    is_one_of,
    is_usable,
    name_column,
    names_a_kind,
)
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import SectionNotes, Table
from llmtutor.quiz.pairs import shown_part, would_do

_LOOSE = frozenset(
    "significance importance impact legacy achievement contribution description detail".split()
)
"""Headers of what is said of a row in passing, which may be as true of another."""
_YEAR, _DATED = re.compile(r"\d{4}"), re.compile(r"\b(?:year|date)\b|[年期]", re.IGNORECASE)
"""A year is no "independence"."""
_WORD = re.compile(r"[a-z]{3}|[㐀-鿿]", re.IGNORECASE)
_NEAR = 1.05
"""Ratio of two figures that nobody tells apart."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """Questions on every table whose first column names things."""
    for section in notes.sections:
        for table in section.tables:
            if compares(table) or name_column(table) != 0 or not as_noun(table.header[0]):
                continue
            if not names_a_kind(table.header[0], f"{notes.place(section)} {notes.text}"):
                continue
            for column in range(1, len(table.header)):
                if as_noun(table.header[column]):
                    yield from _cells(notes, section, table, column)


def lowered(notes: LectureNotes, header: str) -> str:
    """A header as it stands inside a sentence: lower case unless it opens with a name."""
    header = as_noun(header)
    first = words_of(header).shown[:1]
    keep = any(char.isupper() for char in header.split()[0][1:]) or not header[1:2].isalpha()
    keep = keep or not set("aeiouy") & set(header.split()[0].lower())  # Mw is a symbol
    keep = keep or bool(first and notes.named(first[0]) and first[0].lower() not in notes.text)
    return header if keep else header[0].lower() + header[1:]


def _cells(
    notes: LectureNotes, section: SectionNotes, table: Table, column: int
) -> Iterator[Question]:
    """The cell of a row, among those of its column that would not do for it; a set takes one."""
    header, first = table.header[column], table.header[0]
    cells, names = ([row[at] for row in table.rows] for at in (column, 0))
    if not _is_told_by_one(header, cells):
        return
    wording = wording_for(section.section.text)
    for at, (name, key) in enumerate(zip(names, cells, strict=True)):
        others = [one for one in names if one != name]
        if not is_usable(key) or shown_part(name, key, others) or is_one_of(key, first):
            continue
        stem = wording.cell.format(
            column=lowered(notes, header), first=lowered(notes, first), row=name
        )
        near = [
            cell
            for cell in spread(cells, at)
            if is_usable(cell)
            and not (would_do(cell, key) or _is_near(cell, key) or is_one_of(cell, first))
            and not shown_part(name, cell, others)
        ]
        if cells.count(key) == 1 and (chosen := choose(key, near, stem)):
            span = table.spans[at]
            yield draft(
                "choice",
                stem,
                key,
                section.source(span.start, span.end),
                "table: cell",
                others=chosen,
                explanation=_row_text(table, at),
            )


def _is_told_by_one(header: str, cells: Sequence[str]) -> bool:
    """Whether a column tells one thing of each row, in words that "belongs to" fits behind."""
    words = words_of(header).lower
    if _LOOSE & {*words} or any(word.endswith("s") and not word.endswith("ss") for word in words):
        return False
    dated = bool(_DATED.search(header)) or not all(map(_YEAR.fullmatch, cells))
    return dated and bool(_WORD.search(header))


def _is_near(cell: str, key: str) -> bool:
    """Whether two figures that are no years are as good as the same: magnitude 9.1 and 9.2."""
    one, other = figure_of(cell), figure_of(key)
    if not one or not other or _YEAR.fullmatch(key):
        return False
    return max(one, other) <= _NEAR * min(one, other)


def _row_text(table: Table, at: int) -> str:
    return "; ".join(
        f"{header}: {cell}" for header, cell in zip(table.header, table.rows[at], strict=True)
    )

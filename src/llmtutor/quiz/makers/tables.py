"""Questions from tables: a cell, or the rows that share one; :mod:`matching` has the columns."""

from __future__ import annotations

from collections.abc import Iterator

from llmtutor.quiz.likeness import is_inside
from llmtutor.quiz.makers.choosing import choose, spread
from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.cells import (
    MARKS,
    are_apart,
    as_noun,
    compares,
    is_usable,
    names_things,
    without_aside,
)
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import SectionNotes, Table

_CELLS = 3
"""Rows of a column that are asked about one by one."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """Questions on every table whose first column names things."""
    for section in notes.sections:
        for table in section.tables:
            if compares(table) or not names_things(table):
                continue
            for column in range(1, len(table.header)):
                if as_noun(table.header[column]):
                    yield from _cells(notes, section, table, column)
                    yield from _rows(notes, section, table, column)


def lowered(notes: LectureNotes, header: str) -> str:
    """A header as it stands inside a sentence: lower case unless it opens with a name."""
    header = as_noun(header)
    first = words_of(header).shown[:1]
    keep = any(char.isupper() for char in header.split()[0][1:]) or not header[1:2].isalpha()
    keep = keep or bool(first and notes.named(first[0]) and first[0].lower() not in notes.text)
    return header if keep else header[0].lower() + header[1:]


def _cells(
    notes: LectureNotes, section: SectionNotes, table: Table, column: int
) -> Iterator[Question]:
    """The cell of a row, among the other cells of its column."""
    header, first = table.header[column], table.header[0]
    if any(word.endswith("s") and not word.endswith("ss") for word in words_of(header).lower):
        return  # "which parameters belongs to" is no English
    cells = [row[column] for row in table.rows]
    asked = range(column - 1, len(table.rows), max(1, len(table.rows) // _CELLS))
    for at in asked:
        row, key = table.rows[at], table.rows[at][column]
        if not is_usable(key) or cells.count(key) > 1:
            continue
        wording = wording_for(section.section.text)
        stem = wording.cell.format(
            column=lowered(notes, header), first=lowered(notes, first), row=row[0]
        )
        near = [
            cell
            for cell in spread(cells, at)
            if is_usable(cell)
            and are_apart(cell, key)
            and not is_inside(cell, without_aside(row[0]))
        ]
        if others := choose(key, near, stem):
            span = table.spans[at]
            yield draft(
                "choice",
                stem,
                key,
                section.source(span.start, span.end),
                "table: cell",
                others=others,
                explanation=_row_text(table, at),
            )


def _row_text(table: Table, at: int) -> str:
    return "; ".join(
        f"{header}: {cell}" for header, cell in zip(table.header, table.rows[at], strict=True)
    )


def _rows(
    notes: LectureNotes, section: SectionNotes, table: Table, column: int
) -> Iterator[Question]:
    """The rows that share a value, among rows that do not."""
    values: dict[str, list[int]] = {}
    for at, row in enumerate(table.rows):
        values.setdefault(row[column], []).append(at)
    for value, places in values.items():
        rest = [at for at in range(len(table.rows)) if at not in places]
        if (
            value.lower() in MARKS
            or not is_usable(value)
            or value[0].isdigit()
            or not len(places) >= 2
            or len(rest) < 2
        ):
            continue
        keys = tuple(table.rows[at][0] for at in places[:3])
        others = tuple(table.rows[at][0] for at in rest[:3])
        wording = wording_for(section.section.text)
        stem = wording.rows.format(
            column=lowered(notes, table.header[column]), value=value, plural=""
        )
        yield draft(
            "multi",
            stem,
            keys,
            section.source(table.span.start, table.span.end),
            "table: rows",
            options=mixed([*keys, *others], stem),
            explanation="; ".join(f"{table.rows[at][0]}: {value}" for at in places[:3]),
        )

"""Which rows of a table have the same cell: several are right, and the others' cells differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from llmtutor.quiz.likeness import are_as_long, form, is_inside, normal_form
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import on, wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.cells import compares, heads_cells, is_usable, name_column
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import SectionNotes, Table

_RIGHT, _WRONG, _LEAST = 3, 3, 2
_MOST_WORDS = 4
"""Of a cell that is the same in several rows, and no sentence."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """One question for each column whose cells come again."""
    for section in notes.sections:
        for table in section.tables:
            names = name_column(table)
            if names is None or compares(table):
                continue
            for column, header in enumerate(table.header):
                if column != names and heads_cells(header):
                    yield from _asked(notes, section, table, (names, column))


def _asked(
    notes: LectureNotes, section: SectionNotes, table: Table, columns: tuple[int, int]
) -> Iterator[Question]:
    """The most frequent cell of a column: which rows have it."""
    pairs = [(row[columns[0]].strip(), row[columns[1]].strip()) for row in table.rows]
    shared = [cell for _, cell in pairs if is_usable(cell) and len(cell.split()) <= _MOST_WORDS]
    cell = max(shared, key=lambda one: _count(one, shared), default="")
    if not cell or _count(cell, shared) < _LEAST:
        return
    right = [name for name, one in pairs if normal_form(one) == normal_form(cell)]
    wrong = [name for name, one in pairs if one and _differs(one, cell)]
    if chosen := _chosen(right, wrong):
        keys, rest = chosen
        stem = wording_for(section.section.text).sharing
        stem = stem.format(cell=cell, column=table.header[columns[1]].strip())
        source = section.source(table.span.start, table.span.end)
        yield draft(
            "multi",
            on(stem, notes.place(section)),
            tuple(sorted(keys)),
            source,
            "table: several",
            others=rest,
        )


def _count(cell: str, cells: Sequence[str]) -> int:
    return sum(normal_form(one) == normal_form(cell) for one in cells)


def _differs(one: str, cell: str) -> bool:
    """Whether a cell says something else: not "yes, linear" beside "yes"."""
    return is_usable(one) and not is_inside(one, cell)


def _chosen(
    right: Sequence[str], wrong: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]] | None:
    """Rows of which no length and no form gives one away; as many right ones as there may."""
    for count in (_RIGHT, _LEAST):
        for keys in combinations(right, count):
            if any(form(key) != form(keys[0]) for key in keys):
                continue
            fit = [one for one in wrong if form(one) == form(keys[0])]
            for rest in combinations(fit, min(_WRONG, len(fit))):
                apart = not any(is_inside(*two) for two in combinations((*keys, *rest), 2))
                if apart and len(rest) >= _LEAST and are_as_long(keys, rest):
                    return keys, rest
    return None

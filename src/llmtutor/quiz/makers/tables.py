"""Questions from tables: a cell, several rows, or two columns to match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice, pairwise

from llmtutor.quiz.likeness import is_inside, normal_form
from llmtutor.quiz.makers.choosing import choose, spread
from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.makers.wording import on, wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.cells import (
    MARKS,
    as_noun,
    compares,
    is_usable,
    names_things,
)
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import content_terms
from llmtutor.quiz.notes.statements import SectionNotes, Table

_WORD = re.compile(r"[a-z]{3}|[一-鿿]|\d", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3,}")
_LEAST, PAIRS, _MOST = 3, 4, 5
"""Pairs to match: at least, as a rule, and where otherwise one row would be left over."""
_MATCHED = 2
"""Matching questions on one table: more would only ask for it line by line."""
_CELLS = 3
"""Rows of a column that are asked about one by one."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """Questions on every table whose first column, or first line, names things."""
    for section in notes.sections:
        for table in section.tables:
            if compares(table):
                yield from islice(_compared(notes, section, table), _MATCHED)
            elif names_things(table):
                columns = [at for at in range(1, len(table.header)) if as_noun(table.header[at])]
                for column in columns:
                    yield from _cells(notes, section, table, column)
                    yield from _rows(notes, section, table, column)
                matched = (_match(notes, section, table, column) for column in columns)
                yield from islice(chain.from_iterable(matched), _MATCHED)


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
        near = [cell for cell in spread(cells, at) if cell != key and is_usable(cell)]
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


def _match(
    notes: LectureNotes, section: SectionNotes, table: Table, column: int
) -> Iterator[Question]:
    """A few rows in a row, to be matched with their cells."""
    usable = [at for at, row in enumerate(table.rows) if is_usable(row[column])]
    size = PAIRS
    if len(usable) < PAIRS or len(usable) == _MOST:
        size = min(len(usable), _MOST)
    if size < _LEAST:
        return
    stem = wording_for(section.section.text).match_columns.format(
        first=lowered(notes, table.header[0]), second=lowered(notes, table.header[column])
    )
    for start in range(0, len(usable) - size + 1, size):
        places = usable[start : start + size]
        pairs = [(table.rows[at][0], table.rows[at][column]) for at in places]
        if any(later - earlier != 1 for earlier, later in pairwise(places)) or not _apart(pairs):
            continue
        yield _paired(
            section, pairs, stem, table.spans[places[0]].start, table.spans[places[-1]].end
        )


def _compared(notes: LectureNotes, section: SectionNotes, table: Table) -> Iterator[Question]:
    """The things that head the columns of a comparison, to be matched with the cells of one row."""
    things = table.header[1:]
    wording = wording_for(section.section.text)
    for at, row in enumerate(table.rows):
        told = any(_WORD.search(cell) for cell in row[1:])
        if told and as_noun(row[0]) and all(map(is_usable, row[1:])):
            pairs = list(zip(things, row[1:], strict=True))
            if _apart(pairs) and not _name_one_thing(row[1:]):
                stem = wording.match_compared.format(second=lowered(notes, row[0]))
                stem = on(stem, notes.place(section))
                yield _paired(section, pairs, stem, table.span.start, table.spans[at].end)


def _apart(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether no cell would do for another's row."""
    cells = [cell for _, cell in pairs]
    if len({normal_form(cell) or cell for cell in cells}) < len(cells):
        return False
    return not any(
        is_inside(one, other) or (content_terms(one) and content_terms(one) == content_terms(other))
        for one, other in combinations(cells, 2)
    )


def _name_one_thing(cells: Sequence[str]) -> bool:
    """Whether two cells open with one word, or hold one code: "malate", "malate, at night"."""
    marks = (
        {*words_of(cell).lower[:1], *(f"#{code}" for code in _CODE.findall(cell))} for cell in cells
    )
    return any(one & other for one, other in combinations(list(marks), 2))


def _paired(
    section: SectionNotes, pairs: Sequence[tuple[str, str]], stem: str, start: int, end: int
) -> Question:
    return draft(
        "match",
        stem,
        tuple(pairs),
        section.source(start, end),
        "table: match",
        options=mixed([cell for _, cell in pairs], stem),
        explanation="; ".join(f"{name}: {cell}" for name, cell in pairs),
    )

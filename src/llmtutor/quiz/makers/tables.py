"""Questions from tables: a cell, several rows, or two columns to match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from llmtutor.quiz.likeness import normal_form
from llmtutor.quiz.makers.choosing import choose, spread
from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_verbs import FINITE
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import SectionNotes, Table
from llmtutor.search.analysis import STOPWORDS

PAIRS = 4
_CELLS = 3
"""Rows of a column that are asked about one by one."""
_LONGEST_NAME, _LONGEST_CELL = 4, 12
"""Words of a row's name, and of a cell that can be asked for."""
_NUMBER_WORDS = {"one", "two", "three", "four", "five", "ten", "no"}
_FIGURE = re.compile(r"0?\.\d+|\d[\d.]*e[+-]?\d+")
"""Worked-out figures that nobody should know by heart."""
_INNER = {"of", "at", "in", "per", "to", "for", "on"}
_MARKS = frozenset("yes no true false x ✓ ✗ - – — 是 否 有 無 无".split())
"""Cells that say nothing without their column's words: "the checks calls “yes”" is no English."""
_NUMBERING = frozenset("no nr id row line item step case exercise part number group".split())
_REMARKS = frozenset("remark remarks note notes comment comments 備註 备注 附註 說明 说明".split())
"""Columns of this and that, which belong to a row in no one way."""
_LABEL = re.compile(r"[A-Z]?\d{0,3}|\d[\d.,]*")
_CALCULATION = re.compile(r"[=×÷/*→]| [+−-] ")


def make(notes: LectureNotes) -> Iterator[Question]:
    """Questions on every table whose first column names things and whose headers are nouns."""
    for section in notes.sections:
        for table in section.tables:
            if not _names_things(table):
                continue
            for column in range(1, len(table.header)):
                if is_noun(table.header[column]):
                    yield from _cells(notes, section, table, column)
                    yield from _rows(notes, section, table, column)
                    yield from _match(notes, section, table, column)


def _names_things(table: Table) -> bool:
    names = [row[0] for row in table.rows]
    distinct = len({normal_form(name) or name for name in names}) == len(names)
    named = all(_is_name(name) for name in names) or _are_symbols(table.header[0], names)
    return distinct and is_noun(table.header[0]) and named


def _are_symbols(header: str, names: Sequence[str]) -> bool:
    """Whether letters are the names of what the header says: vitamin A, blood group B."""
    numbering = _NUMBERING & set(words_of(header).lower)
    return not numbering and all(re.fullmatch(r"[A-Z][a-z]?\d{0,2}", name) for name in names)


def _is_name(text: str) -> bool:
    if _LABEL.fullmatch(text) or _CALCULATION.search(text):
        return False
    if is_chinese(text):
        return len(text) <= 12
    words = words_of(text).lower
    if words and (words[0].endswith("ing") or "(" in text or "," in text):
        return False
    return 0 < len(words) <= _LONGEST_NAME and not FINITE & set(words[1:])


def is_noun(header: str) -> bool:
    """Whether a column's header names what stands under it, so that a question can use it."""
    if header.strip().lower() in _REMARKS:
        return False
    if is_chinese(header):
        return 1 < len(header) <= 10 and not header.startswith(("是否", "有無", "有无", "能否"))
    words = words_of(header).lower
    if not 1 <= len(words) <= 4 or _CALCULATION.search(header) or len(words[0]) < 2:
        return False
    if re.search(r"[A-Z].*[A-Z]|-[A-Z]", header[1:]):
        return False
    if (
        words[0] in _INNER | _NUMBER_WORDS
        or words[-1] in _INNER
        or any(w in STOPWORDS and w not in _INNER for w in words)
    ):
        return False
    return not FINITE & set(words) and not words[0].endswith(("goes", "comes", "ed"))


def lowered(notes: LectureNotes, header: str) -> str:
    """A header as it stands inside a sentence: lower case unless it opens with a name."""
    first = words_of(header).shown[:1]
    keep = header[1:2].isupper() or not header[1:2].isalpha()
    keep = keep or bool(first and notes.named(first[0]) and first[0].lower() not in notes.text)
    return header if keep else header[0].lower() + header[1:]


def _usable(cell: str) -> bool:
    if _FIGURE.fullmatch(cell) or not re.search(r"\w", cell):
        return False
    return len(words_of(cell).shown) <= _LONGEST_CELL and not _CALCULATION.search(cell)


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
        if not _usable(key) or cells.count(key) > 1:
            continue
        wording = wording_for(section.section.text)
        stem = wording.cell.format(
            column=lowered(notes, header), first=lowered(notes, first), row=row[0]
        )
        near = [cell for cell in spread(cells, at) if cell != key and _usable(cell)]
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
            value.lower() in _MARKS
            or not _usable(value)
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
    """Four rows in a row, to be matched with their cells."""
    usable = [at for at, row in enumerate(table.rows) if _usable(row[column])]
    for start in range(0, len(usable) - PAIRS + 1, PAIRS):
        places = usable[start : start + PAIRS]
        pairs = tuple((table.rows[at][0], table.rows[at][column]) for at in places)
        if len({normal_form(cell) or cell for _, cell in pairs}) < PAIRS:
            continue
        if any(later - earlier != 1 for earlier, later in pairwise(places)):
            continue
        span_start, span_end = table.spans[places[0]].start, table.spans[places[-1]].end
        stem = wording_for(section.section.text).match_columns.format(
            first=lowered(notes, table.header[0]),
            second=lowered(notes, table.header[column]),
        )
        yield draft(
            "match",
            stem,
            pairs,
            section.source(span_start, span_end),
            "table: match",
            options=mixed([cell for _, cell in pairs], stem),
            explanation="; ".join(f"{name}: {cell}" for name, cell in pairs),
        )

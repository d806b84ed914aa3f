"""Two columns of a table to match, or what heads the columns of a comparison with a row's cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, zip_longest

from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.makers.tables import lowered
from llmtutor.quiz.makers.wording import on, wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.cells import (
    as_noun,
    compares,
    heads_cells,
    is_name,
    is_one_of,
    is_usable,
    name_column,
    names_a_kind,
)
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import SectionNotes, Table
from llmtutor.quiz.pairs import Pair, rank_alike, sort_alike, told_apart

_WORD = re.compile(r"[a-z]{3}|[一-鿿]|\d", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3,}")
_PLURAL = re.compile(r"[^s\W]s$")
_FORMS = (re.compile(r"\d{4}"), re.compile(r"(?:c\. ?)?\d+ ?[–-] ?(?:c\. ?)?\d+"))
"""A year, a span."""
_LIST = re.compile(r"(?:\s+|(?<=[㐀-鿿]))[(（][^()（）]*[,，、][^()（）]*[)）]$")
"""Things counted up in brackets: "(T, B, NK)"."""
_LABEL = re.compile(r"(?=.*[^\W\d])[^=→?]{1,50}")
"""What can stand for a row: words or letters, no formula."""
_GIVEN = re.compile(
    r"^(?:[^\n]*(?:=|\d ?[%$€£])|(?:Worked )?Example|例)[^\n]*[:：]\s*\Z", re.MULTILINE
)
"""A line before a table that its figures are worked out from."""
_SORTS = re.compile(
    r"\b(?:class|type|kind|category|group|order|family|name|type of .*)$", re.IGNORECASE
)
"""Headers of which a row need not be one: a target's class may be that of what hits it."""
_SYMBOL = re.compile(r"(?=[^\s]*[A-Z])[^\saeiou㐀-鿿]+(?: .*)?", re.IGNORECASE)
"""A header that opens with a symbol rather than a word: Mw, R₀ (approx.)."""
_DEED = re.compile(
    r"\b(?:contributions?|effects?|actions?|roles?|functions?|jobs?|tasks?|products?|works?)$"
    r"|(?:作用|[貢贡][獻献]|功能|效果|影[響响])$"
)
_DOER = re.compile(
    r"(?:[eo]rs?|ists?|isms?|iums?|ants?|ents?|zymes?|mones?|person|people|ia)$|[者人菌酶素劑剂]$",
    re.IGNORECASE,
)
"""Headers of what does something: organism, carrier, enzyme, reagent."""
LEAST, PAIRS, MOST = 3, 4, 5
"""Pairs to match: at least, as a rule, and where otherwise one row would be left over."""
_LETTERS = 2
_MATCHED = 2
"""Matching questions on one table: more would only ask for it line by line."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """At most two matching questions on every table that names things."""
    for section in notes.sections:
        for table in section.tables:
            made = _compared if compares(table) else _columns
            yield from islice(made(notes, section, table), _MATCHED)


def _columns(notes: LectureNotes, section: SectionNotes, table: Table) -> Iterator[Question]:
    """The things that a column names, and what stands beside them; a second column before more."""
    names = name_column(table)
    if names is None or _GIVEN.search(section.section.text[: table.span.start]):
        return
    others: list[int] = []
    for at in range(len(table.header)):
        cells = [row[at] for row in table.rows]
        told = any(rank_alike(cells, [row[one] for row in table.rows]) for one in others)
        if at != names and not told and _is_asked(table, at):
            others.append(at)  # a share of votes tells the number of seats
    asked = zip_longest(*(_rows(notes, section, table, (names, at)) for at in others))
    yield from (one for round_ in asked for one in round_ if one)


def _is_asked(table: Table, column: int) -> bool:
    """Whether a column tells of its row, and not of another column: "b.p. of example".

    Beside a cheese and its organism, a contribution is the organism's.
    """
    own = table.header[column].lower()
    rest = (one.strip().lower() for one in table.header[1:] if one.lower() != own)
    if not heads_cells(own) or any(own.endswith(f" {one}") for one in rest):
        return False
    between = range(1, column) if _DEED.search(own) else ()
    return not any(_DOER.search(table.header[at]) and _are_names(table, at) for at in between)


def _are_names(table: Table, column: int) -> bool:
    return sum(is_name(row[column]) for row in table.rows) * 2 >= len(table.rows)


def _rows(
    notes: LectureNotes, section: SectionNotes, table: Table, columns: tuple[int, int]
) -> Iterator[Question]:
    """A few rows at a time, without those that would do for one another."""
    first, second = (table.header[at] for at in columns)
    usable = [
        (at, (_LIST.sub("", row[columns[0]]), row[columns[1]]))
        for at, row in enumerate(table.rows)
        if _LABEL.fullmatch(row[columns[0]])
        and is_usable(row[columns[1]])
        and not is_one_of(row[columns[1]], first)
    ]
    usable = _of_one_form(usable)
    apart = [usable[at] for at in told_apart([pair for _, pair in usable])]
    stem = _stem(notes, section, (first, second))
    while len(apart) >= LEAST:
        size = len(apart) if len(apart) <= MOST else PAIRS
        few, apart = apart[:size], apart[size:]
        if sort_alike([pair for _, pair in few]) or _spells([pair for _, pair in few]):
            continue
        start, end = table.spans[few[0][0]].start, table.spans[few[-1][0]].end
        yield _paired(section, [pair for _, pair in few], stem, start, end)


def _spells(pairs: Sequence[Pair]) -> bool:
    """Whether letters are matched with what they begin: T with tissue, M with moisture."""
    return all(
        len(one) <= _LETTERS and other.lower().startswith(one.lower()) for one, other in pairs
    )


def _of_one_form(rows: list[tuple[int, Pair]]) -> list[tuple[int, Pair]]:
    """Rows without the odd ones in a column of years or of spans: "d. c. 185" beside 321–297."""
    for form in _FORMS:
        fitting = [row for row in rows if form.fullmatch(row[1][1])]
        if len(fitting) * 2 > len(rows):
            return fitting
    return rows


def _stem(notes: LectureNotes, section: SectionNotes, headers: tuple[str, str]) -> str:
    """The question, in words that are good English whatever the headers are."""
    wording = wording_for(section.section.text)
    first, second = headers
    small = [lowered(notes, one) for one in headers if as_noun(one)]
    owned = len(small) == len(headers) and _is_owned(small[1], section)
    if owned and names_a_kind(first, f"{notes.place(section)} {notes.text}"):
        first, second = small
        return wording.match_columns.format(first=first, second=second)
    first, second = (_LIST.sub("", one) for one in headers)
    stem = wording.match_pairs.format(first=first, second=second)
    return on(stem, notes.place(section))


def _is_owned(header: str, section: SectionNotes) -> bool:
    """Whether a row can be said to have what a header says: "its role".

    Not its "removes", its "orbitals" (how many), its "class" (of what acts on it), its "Mw", nor
    what opens with a capital that may be a name's.
    """
    if is_chinese(section.section.text):
        return is_chinese(header)
    named = header[:1].isupper() and header[1:2].islower()
    return not (
        named or _PLURAL.search(header) or _SORTS.search(header) or _SYMBOL.fullmatch(header)
    )


def _compared(notes: LectureNotes, section: SectionNotes, table: Table) -> Iterator[Question]:
    """The things that head the columns of a comparison, to be matched with the cells of one row."""
    things = table.header[1:]
    wording = wording_for(section.section.text)
    for at, row in enumerate(table.rows):
        told = any(_WORD.search(cell) for cell in row[1:])
        told = told and not any(char.isupper() for char in row[0][1:])  # not of "its IaaS"
        if told and as_noun(row[0]) and all(map(is_usable, row[1:])):
            pairs = list(zip(things, row[1:], strict=True))
            if len(told_apart(pairs)) == len(pairs) and not _name_one_thing(row[1:]):
                stem = wording.match_compared.format(second=lowered(notes, row[0]))
                stem = on(stem, notes.place(section))
                yield _paired(section, pairs, stem, table.span.start, table.spans[at].end)


def _name_one_thing(cells: Sequence[str]) -> bool:
    """Whether two cells open with one word, or hold one code: "malate", "malate, at night"."""
    marks = (
        {*words_of(cell).lower[:1], *(f"#{code}" for code in _CODE.findall(cell))} for cell in cells
    )
    return any(one & other for one, other in combinations(list(marks), 2))


def _paired(
    section: SectionNotes, pairs: Sequence[Pair], stem: str, start: int, end: int
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

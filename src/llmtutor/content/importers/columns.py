"""Tables whose columns are set with spaces or bars, as tables of Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
"""With the header. Two columns may as well be terms and what they mean: those stay lines."""
_CELL = re.compile(r"\S+(?: \S+)*")
_GAP = re.compile(r"\S(?: {2,}|\t+)\S")
_BAR = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")
_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")
"""A line of dashes below the header, or around the table."""
_HEADER = re.compile(r"[^,;:()\d]{0,40}")
"""A cell of a first row that may be a header; one that says two things is none."""
_MOST_LINES, _LONGEST = 200, 400
"""Beyond these it is no table that somebody typed."""
_USUAL = 0.6
"""Share of the lines that have a cell where a column begins."""


def parted(lines: Sequence[str]) -> Iterator[list[str]]:
    """A paragraph's lines in parts: those in columns, which may be a table, and others."""
    for _, part in groupby(lines, key=_columned):
        yield list(part)


def _columned(line: str) -> str:
    head = line[:_LONGEST]
    barred = _BAR.search(head) or ("|" in head and _RULE.fullmatch(head))
    return "bars" if barred else "gaps" if _GAP.search(head) else ""


def as_table(lines: Sequence[str]) -> list[str] | None:
    """The lines of a paragraph as rows of Markdown, as many as there were; None for other text.

    The row below the header, which Markdown wants, stands on the header's line.
    """
    if not _LEAST_ROWS <= len(lines) <= _MOST_LINES or any(len(one) > _LONGEST for one in lines):
        return None
    if _BAR.search(lines[0]):
        return _barred(lines)
    plain = [line.expandtabs(4) for line in lines]
    starts = _columns(plain)
    if len(starts) < _LEAST_COLUMNS or not all(_fits(line, starts) for line in plain):
        return None
    ends = [*starts[1:], _LONGEST]
    rows = [
        [line[start:end].strip() for start, end in zip(starts, ends, strict=True)] for line in plain
    ]
    if not all(sum(map(bool, row)) > 1 for row in rows):
        return None
    head, *rest = map(_row, rows)
    rule = _row(["---"] * len(starts))
    heads = not rows[0][0] or all(map(_HEADER.fullmatch, rows[0]))
    return [f"{head}\n{rule}" if heads else f"{_row([''] * len(starts))}\n{rule}\n{head}", *rest]


def _barred(lines: Sequence[str]) -> list[str] | None:
    """Rows whose cells bars part, where all have as many: with a rule below the first, or none."""
    rows = [[cell.strip() for cell in _BAR.split(line.strip().strip("|"))] for line in lines]
    columns, ruled = len(rows[0]), len(rows) > 1 and bool(_RULE.fullmatch(lines[1]))
    body = [*rows[:1], *rows[2:]] if ruled else rows
    fits = all(len(row) == columns for row in body) and len(body) >= _LEAST_ROWS
    if columns < 2 or not fits or not all(sum(map(bool, row)) > 1 for row in body):
        return None
    rule, (header, *rest) = _row(["---"] * columns), map(_row, body)
    # without a rule nobody can tell whether the first row is a header
    return [header, rule, *rest] if ruled else [f"{_row([''] * columns)}\n{rule}\n{header}", *rest]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _columns(lines: Sequence[str]) -> list[int]:
    """Where most lines begin a cell; a header need not have one above the first."""
    begun = Counter(match.start() for line in lines for match in _CELL.finditer(line))
    return sorted(at for at, count in begun.items() if count >= _USUAL * len(lines))


def _fits(line: str, starts: Sequence[int]) -> bool:
    """Whether a line has a gap before each column but the first, and nothing before that."""
    gaps = all(line[start - 1 : start] in {"", " "} for start in starts[1:])
    return gaps and not line[: starts[0]].strip()

"""Breaking a line of text into rows of a width, in Latin and Chinese scripts alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, get_character_cell_size

_RUN = re.compile(r"\S+")
_NEVER_FIRST = frozenset("、。，．：；！？）」』】》〉〕…·,.!?;:)]}”’%ーっゃゅょッャュョ々〻")
_NEVER_LAST = frozenset("（「『【《〈〔([{“‘")


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """``(start, end)`` of each row; spaces where a row is broken belong to no row.

    Args:
        text: one line, without line ends.
        width: cells of a row.
    """
    rows: list[tuple[int, int]] = []
    room = max(1, width)
    start, end, used = -1, 0, 0
    for left, right, cells in _pieces(text, room):
        gap = cell_len(text[end:left]) if start >= 0 else 0
        if start >= 0 and used + gap + cells > room:
            rows.append((start, end))
            start, used, gap = -1, 0, 0
        start = left if start < 0 else start
        used += gap + cells
        end = right
    if start >= 0 or not rows:
        rows.append((max(start, 0), end))
    return rows


def _pieces(text: str, width: int) -> Iterator[tuple[int, int, int]]:
    """``(start, end, cells)`` of what is never broken, none of it wider than a row."""
    for match in _RUN.finditer(text):
        run = match[0]
        if run.isascii():
            if len(run) <= width:
                yield match.start(), match.end(), len(run)
            else:
                yield from _chopped(text, match.start(), match.end(), width)
            continue
        for start, end in _unbroken(run):
            cells = cell_len(run[start:end])
            if cells <= width:
                yield match.start() + start, match.start() + end, cells
            else:
                yield from _chopped(text, match.start() + start, match.start() + end, width)


def _unbroken(run: str) -> Iterator[tuple[int, int]]:
    """A run without spaces, cut where a wide character lets a row end."""
    start = 0
    for index in range(1, len(run)):
        before, after = run[index - 1], run[index]
        wide = get_character_cell_size(before) == 2 or get_character_cell_size(after) == 2
        if wide and after not in _NEVER_FIRST and before not in _NEVER_LAST:
            yield start, index
            start = index
    yield start, len(run)


def _chopped(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int, int]]:
    """A word wider than a row, cut where the row is full."""
    used, begin = 0, start
    for index in range(start, end):
        cells = get_character_cell_size(text[index])
        if used and used + cells > width:
            yield begin, index, used
            begin, used = index, 0
        used += cells
    yield begin, end, used

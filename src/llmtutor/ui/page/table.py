"""A table at a width: columns as wide as they must be, long cells broken inside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from llmtutor.ui.page.blocks import Align, Table
from llmtutor.ui.page.ink import Inked, joined
from llmtutor.ui.page.wrap import wrap

GUTTER = 2
LEAST = 8
"""Cells that a broken column keeps; a table that needs more is wider than the page."""


def table_rows(table: Table, width: int, line: str) -> Iterator[Inked]:
    """The rows of a table.

    Args:
        table: what to lay out.
        width: cells there are.
        line: the sign to draw the line under the head with.
    """
    count = max([len(table.head), *(len(row) for row in table.rows)], default=0)
    if not count:
        return
    widths = _widths(table, count, width)
    aligns: list[Align] = [*table.aligns, *["left"] * (count - len(table.aligns))]  # type: ignore[list-item]
    if any(cell.text for cell in table.head):
        yield from _row(table.head, widths, aligns)
        yield joined(
            Inked.of(line * cells + (" " * GUTTER if index + 1 < count else ""), "rule")
            for index, cells in enumerate(widths)
        )
    broken = False
    for number, row in enumerate(table.rows):
        rows = list(_row(row, widths, aligns))
        # A row of several lines needs air to be told from the next
        if number and (broken or len(rows) > 1):
            yield Inked()
        broken = len(rows) > 1
        yield from rows


def _widths(table: Table, count: int, width: int) -> list[int]:
    """As wide as the longest cell, then the widest columns give until the table fits."""
    widths = [1] * count
    for row in (table.head, *table.rows):
        for index, cell in enumerate(row):
            widths[index] = max(widths[index], cell_len(cell.text))
    over = sum(widths) + GUTTER * (count - 1) - width
    while over > 0:
        widest = max(widths)
        if widest <= LEAST:
            break
        among = [index for index, cells in enumerate(widths) if cells == widest]
        second = max((cells for cells in widths if cells < widest), default=LEAST)
        give = min(widest - max(second, LEAST), -(-over // len(among)))
        for index in among:
            widths[index] -= max(1, give)
        over = sum(widths) + GUTTER * (count - 1) - width
    return widths


def _row(cells: Sequence[Inked], widths: Sequence[int], aligns: Sequence[Align]) -> Iterator[Inked]:
    columns = [
        [cell.part(start, end) for start, end in wrap(cell.text.replace("\n", " "), widths[index])]
        for index, cell in enumerate(cells)
    ]
    for number in range(max((len(column) for column in columns), default=0)):
        pieces: list[Inked] = []
        for index, cells_wide in enumerate(widths):
            column = columns[index] if index < len(columns) else []
            piece = column[number] if number < len(column) else Inked()
            last = index + 1 == len(widths)
            pieces.append(_aligned(piece, cells_wide, aligns[index], last))
        yield joined(pieces)


def _aligned(cell: Inked, width: int, align: Align, last: bool) -> Inked:
    spare = max(0, width - cell_len(cell.text))
    left = {"left": 0, "center": spare // 2, "right": spare}[align]
    right = 0 if last else spare - left + GUTTER
    return joined((Inked.of(" " * left), cell, Inked.of(" " * right)))

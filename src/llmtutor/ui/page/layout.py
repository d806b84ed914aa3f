"""Blocks at a width → the rows that a screen shows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from llmtutor.ui.page.blocks import Block, Code, Paragraph, Rule, Table
from llmtutor.ui.page.ink import Inked, joined
from llmtutor.ui.page.table import table_rows
from llmtutor.ui.page.wrap import wrap
from llmtutor.ui.signs import Signs

RULE = 24
"""Cells of a line across the page; longer ones pull the eye."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the screen."""

    text: Inked
    block: int
    """Number of the block it belongs to."""
    band: bool = False
    """Whether its ground is that of code."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything there is to scroll through."""

    rows: tuple[Row, ...] = ()
    width: int = 0
    """Cells of the widest row."""

    def row_of_block(self, block: int) -> int:
        """The first row of a block; the last row where there is no such block."""
        at = bisect_left(self.rows, block, key=lambda row: row.block)
        return min(at, max(0, len(self.rows) - 1))

    def rows_between(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last row that show any of ``text[start:end]``."""
        hits = [
            number
            for number, row in enumerate(self.rows)
            if any(start <= origin < end for origin in row.text.origins)
        ]
        return (hits[0], hits[-1]) if hits else None


def lay_out(blocks: Sequence[Block], width: int, signs: Signs) -> Page:
    """Break blocks into rows; only code and very wide tables are wider than ``width``."""
    rows: list[Row] = []
    for number, block in enumerate(blocks):
        if rows and block.gap:
            rows.append(Row(block.lead.above, number))
        band = isinstance(block, Code) and not block.drawn
        for index, text in enumerate(_rows(block, width, signs)):
            lead = block.lead.rest if index else block.lead.first
            rows.append(Row(joined((lead, text)) if lead.text else text, number, band))
    widest = max((cell_len(row.text.text) for row in rows), default=0)
    return Page(tuple(rows), widest)


def columns_between(row: Inked, start: int, end: int) -> tuple[int, int] | None:
    """The characters of a row from the first to the last that come from ``[start, end)``."""
    inside = [index for index, origin in enumerate(row.origins) if start <= origin < end]
    return (inside[0], inside[-1] + 1) if inside else None


def _rows(block: Block, width: int, signs: Signs) -> Iterator[Inked]:
    room = max(8, width - cell_len(block.lead.rest.text))
    if isinstance(block, Paragraph):
        yield from _prose(block.text, room)
    elif isinstance(block, Code):
        if block.caption:
            yield from _prose(Inked.of(block.caption, "dim"), room)
        yield from block.lines
    elif isinstance(block, Table):
        yield from table_rows(block, room, signs.line)
    elif isinstance(block, Rule):
        yield Inked.of(signs.line * min(RULE, room), "rule")


def _prose(text: Inked, width: int) -> Iterator[Inked]:
    position = 0
    for line in text.text.split("\n"):
        for start, end in wrap(line, width):
            yield text.part(position + start, position + end)
        position += len(line) + 1

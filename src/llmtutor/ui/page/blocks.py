"""What a page is made of, before it has a width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from llmtutor.ui.page.ink import Inked

Align = Literal["left", "center", "right"]


NOTHING = Inked()


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a block's rows: bullets, the bars of quotations."""

    first: Inked = NOTHING
    rest: Inked = NOTHING
    """As wide as ``first``."""
    above: Inked = NOTHING
    """On the empty row above the block: the bars of quotations that go on."""


_NO_LEAD = Lead()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page."""

    lead: Lead = _NO_LEAD
    gap: bool = True
    """Whether an empty row goes above it, where it is not the first."""


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Prose, broken at the width; line ends in it stay."""

    text: Inked = NOTHING


@dataclass(frozen=True, slots=True)
class Code(Block):
    """Lines that are never broken: code, and pictures made of characters."""

    lines: tuple[Inked, ...] = ()
    caption: str = ""
    drawn: bool = False
    """A picture, not code."""


@dataclass(frozen=True, slots=True)
class Table(Block):
    """Cells in columns; wide ones are broken inside their column."""

    head: tuple[Inked, ...] = ()
    rows: tuple[tuple[Inked, ...], ...] = ()
    aligns: tuple[Align, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Block):
    """A line across the page."""

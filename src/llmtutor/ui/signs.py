"""The signs the app draws with, and plain ones for terminals that lack them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.scrollbar import ScrollBarRender

_POOR_TERMINALS = {"dumb", "linux", "vt100", "vt102", "vt220"}


@dataclass(frozen=True, slots=True)
class Signs:
    """Each is one cell wide, but for ``dots``."""

    right: str
    part: str
    wrong: str
    evidence: str
    """The bar beside a verbatim quote."""
    quote: str
    """The bar beside a quotation inside the notes."""
    bullet: str
    crumb: str
    """Between the parts of a place: course › lecture › section."""
    dots: str
    open: str
    closed: str
    on: str
    off: str
    full: str
    empty: str
    """Parts of a bar that shows how far."""
    line: str
    enter: str
    here: str


PRETTY = Signs(
    right="✓", part="◐", wrong="✗", evidence="┃", quote="▏", bullet="•", crumb="›", dots="…",
    open="▾", closed="▸", on="●", off="○", full="▰", empty="▱", line="─", enter="⏎", here="›",
)  # fmt: skip
PLAIN = Signs(
    right="+", part="~", wrong="x", evidence="|", quote="|", bullet="-", crumb=">", dots="...",
    open="v", closed=">", on="*", off="o", full="#", empty=".", line="-", enter="Enter", here=">",
)  # fmt: skip


class PlainScrollBar(ScrollBarRender):
    """A scroll bar without parts of a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


def signs_for(
    ascii_only: bool, environment: Mapping[str, str] = os.environ, encoding: str | None = None
) -> Signs:
    """The signs this terminal can show.

    Args:
        ascii_only: the student asked for plain signs.
        environment: holds ``TERM``.
        encoding: of the terminal; by default that of the standard output.
    """
    said = encoding or getattr(sys.__stdout__, "encoding", None) or "utf-8"
    poor = environment.get("TERM", "") in _POOR_TERMINALS
    unicode = said.lower().replace("-", "").startswith("utf")
    return PLAIN if ascii_only or poor or not unicode else PRETTY

"""How an answer came about, printed for a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmtutor.cli.output import console
from llmtutor.tutor.telling import told

if TYPE_CHECKING:
    from llmtutor.tutor.trace import Trace


def print_trace(trace: Trace) -> None:
    """Print each part under its heading."""
    out = console()
    for part in told(trace):
        out.print()
        out.print(part.title, style="bold")
        if part.notice:
            out.print(f"  {part.notice}", style="dim")
        for line in part.lines:
            out.print(f"  {line}")

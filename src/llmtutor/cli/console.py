"""A console on which text is text: nothing in a file, or in its name, steers the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

LIVE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Characters that a terminal obeys, all but tab and newline, and those it cannot show."""


class TextConsole(Console):
    """Rich, with markup off and control characters written out."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(markup=False, highlight=False, emoji=False, stderr=stderr)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if segment.control is None and LIVE.search(segment.text):
                yield Segment(LIVE.sub(_written, segment.text), segment.style)
            else:
                yield segment

    def on_broken_pipe(self) -> None:
        """Leave it to ``run``, which knows that nothing is wrong."""
        raise BrokenPipeError


def _written(char: re.Match[str]) -> str:
    return f"\\x{ord(char[0]):02x}"

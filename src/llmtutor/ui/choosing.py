"""Choosing one thing of a few that stand on one line."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click

from llmtutor.ui.page.ink import harmless
from llmtutor.ui.quiz.setup import Chooser

_NAME = 11
_GAP = 3


class LineChooser(Chooser):
    """Like a :class:`Chooser`, but its choices stand beside each other."""

    def _draw(self) -> None:
        parts: list[str | tuple[str, str]] = [(f"{self._label:<{_NAME}}", "$text-muted")]
        for number, choice in enumerate(self._choices):
            sign = self._signs.on if number == self.at else self._signs.off
            style = "bold" if number == self.at else "$text-muted"
            parts += [(f"{sign} {harmless(choice)}", style), " " * _GAP]
        self.update(Content.assemble(*parts))

    def on_click(self, event: Click) -> None:
        event.stop()
        event.prevent_default()
        at = event.x - self.gutter.left - _NAME
        for number, width in enumerate(self._widths()):
            if 0 <= at < width:
                self.at = number
                self._draw()
            at -= width + _GAP

    def _widths(self) -> Iterator[int]:
        return (cell_len(choice) + 2 for choice in self._choices)

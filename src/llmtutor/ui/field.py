"""The field that all typing is done in."""

from __future__ import annotations

from textual.actions import SkipAction
from textual.widgets import Input


class Field(Input):
    """An input that does not blink; ctrl+c copies what is selected, and else quits."""

    def on_mount(self) -> None:
        self.cursor_blink = False

    def action_copy(self) -> None:
        if not self.selected_text:
            raise SkipAction
        super().action_copy()

"""What a quiz or an exam came to: its score, bars by topic, and sections to read again."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from llmtutor.ui.atlas import Atlas
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import Signs

_BAR = 10


class OutcomeView(VerticalScroll, can_focus=True):
    """The frame of both; what stands in it is theirs."""

    def __init__(self, atlas: Atlas, signs: Signs) -> None:
        super().__init__(id="result")
        self._atlas, self._signs = atlas, signs

    def on_mount(self) -> None:
        (next(iter(self.query(OptionList)), None) or self).focus()

    def again(self, lines: Sequence[Content]) -> ComposeResult:
        """The sections to read again, a line each; their order is that of ``option_index``."""
        if lines:
            yield Static("Read again (Enter opens)", classes="result-title", markup=False)
            yield OptionList(*map(Option, lines), id="reread", markup=False)
        else:
            yield Static("Nothing to read again: all were right.", markup=False)

    def bar(self, share: float) -> tuple[str, str]:
        """A share of 0 to 1 as a bar, and its colour."""
        full = round(_BAR * share)
        return self._signs.full * full + self._signs.empty * (_BAR - full), "$accent"

    def section_name(self, path: str, title: str) -> str:
        """A section by its number where the library has it, else by the title it had."""
        return harmless(self._atlas.name(path) if path in self._atlas else title)

    def action_move(self, step: int) -> None:
        for options in self.query(OptionList):
            (options.action_cursor_down if step > 0 else options.action_cursor_up)()


def points(score: float) -> str:
    """A score to a hundredth, without more digits than it has: 3.25 of 10."""
    return f"{score:.2f}".rstrip("0").removesuffix(".")

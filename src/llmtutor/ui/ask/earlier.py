"""Questions that were asked before, found by their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from llmtutor.tutor.models import Turn
from llmtutor.ui.ask.turn import VERDICTS
from llmtutor.ui.desk import Desk
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.page.ink import harmless

PAUSE = 0.15
"""Seconds without a key before the search runs."""
MOST = 50
_SHOWN = 160
"""Characters of an answer in the list."""


class EarlierScreen(ModalScreen[Turn | None]):
    """Gives the turn that was chosen."""

    CSS_PATH = "earlier.tcss"
    BINDING_GROUP_TITLE = "Earlier questions"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "show", id="earlier.open", priority=True,
                tooltip="Show this answer again"),
        Binding("down,ctrl+n", "move(1)", "next", id="earlier.next", priority=True,
                tooltip="The question before that"),
        Binding("up", "move(-1)", "before", id="earlier.before", priority=True,
                tooltip="The question after that"),
        Binding("escape", "dismiss(None)", "back", id="earlier.back", tooltip="Back to asking"),
    ]  # fmt: skip

    field = getters.query_one("#earlier-words", Input)
    results = getters.query_one("#earlier-results", OptionList)
    says = getters.query_one("#earlier-says", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._timer: Timer | None = None
        self.turns: Sequence[Turn] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="earlier"):
            yield Input(placeholder="words of a question or its answer", id="earlier-words")
            yield Static(id="earlier-says", markup=False)
            yield OptionList(id="earlier-results", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.results.can_focus = False
        self.field.focus()
        self._search()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._search)

    def _search(self) -> None:
        words = self.field.value
        self.turns = self._desk.services.chats.search(words, MOST)
        self.results.clear_options()
        self.results.add_options([Option(self._line(turn)) for turn in self.turns])
        if self.turns:
            self.results.highlighted = 0
            self.says.update(f"{len(self.turns)} questions, the latest first")
        elif words:
            self.says.update("Nothing was asked or answered in these words.")
        else:
            self.says.update("Nothing was asked yet.")

    def _line(self, turn: Turn) -> Content:
        answer = turn.answer
        said = answer.short_answer.text if answer.short_answer else answer.text
        short = " ".join(harmless(said).split())[:_SHOWN]
        return Content.assemble(
            (harmless(answer.question), "bold"),
            (f"\n{turn.asked.astimezone():%d %b %Y, %H:%M}  {VERDICTS[answer.verdict]}  ",
             "$text-muted"),
            short,
        )  # fmt: skip

    def action_move(self, step: int) -> None:
        if self.turns:
            at = (self.results.highlighted or 0) + step
            self.results.highlighted = max(0, min(at, len(self.turns) - 1))

    def action_choose(self) -> None:
        number = self.results.highlighted
        if self.turns and number is not None:
            self.dismiss(self.turns[number])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.turns[event.option_index])

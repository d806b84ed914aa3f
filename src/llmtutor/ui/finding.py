"""A field, and below it what its words find: what search and earlier questions share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from llmtutor.ui.desk import Desk
from llmtutor.ui.field import Field
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.page.ink import harmless

T = TypeVar("T")
PAUSE = 0.12
"""Seconds without a key before the search runs."""


class FindScreen(ModalScreen[T | None], Generic[T]):
    """Gives what was chosen, or None."""

    ASKS: ClassVar[str]
    """In the empty field."""

    field = getters.query_one(Field)
    says = getters.query_one("#finder-says", Static)
    results = getters.query_one(OptionList)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._timer: Timer | None = None
        self.found: Sequence[T] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="finder"):
            yield Field(placeholder=self.ASKS)
            yield Static(id="finder-says", markup=False)
            yield OptionList(markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.results.can_focus = False
        self.field.focus()
        self._search()

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.field.value.strip()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._search)

    @abstractmethod
    def _search(self) -> None:
        """Look for the words, and show what is found."""

    @abstractmethod
    def _line(self, item: T) -> Content:
        """One thing that was found."""

    def _show(self, found: Sequence[T], says: str) -> None:
        self.found = found
        self.results.clear_options()
        self.results.add_options([Option(self._line(item)) for item in found])
        if found:
            self.results.highlighted = 0
        self._say(says)

    def _say(self, text: str) -> None:
        self.says.update(Content(harmless(text)))

    def action_move(self, step: int) -> None:
        if self.found:
            at = (self.results.highlighted or 0) + step
            self.results.highlighted = max(0, min(at, len(self.found) - 1))

    def action_choose(self) -> None:
        number = self.results.highlighted
        if self.found and number is not None:
            self.dismiss(self.found[number])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.found[event.option_index])

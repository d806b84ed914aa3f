"""What Today and Progress share: a mode that shows how the student's record stands."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.events import ScreenResume
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.notice import NoticeLine
from llmtutor.ui.topline import TopLine

T = TypeVar("T")


@dataclass
class RecordRead(Fact):
    """The record was looked through; what was found is the screen's own."""

    found: Any


class RecordScreen(Screen[None], Generic[T]):
    """Looks through the record whenever it is come to; what stood there stands meanwhile."""

    MODE: ClassVar[str]

    line = getters.query_one(TopLine)
    notice = getters.query_one(NoticeLine)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        yield TopLine(self.MODE, self._desk.signs)
        yield from self._compose_body()
        yield NoticeLine()
        yield KeyLine()

    @abstractmethod
    def _compose_body(self) -> ComposeResult:
        """What stands between the top line and the notices."""

    def on_mount(self) -> None:
        self.line.show_place([self.MODE.title()])

    @property
    def palette_nodes(self) -> list[DOMNode]:
        """Whose actions the command palette offers here."""
        return [self]

    @abstractmethod
    def _read(self) -> T:
        """Look through the record; runs in its thread."""

    @abstractmethod
    def _show(self, found: T) -> None:
        """Show what was found."""

    @on(ScreenResume)
    def _resumed(self) -> None:
        self.look()

    @work(name="look", group="look", exclusive=True, exit_on_error=False)
    async def look(self) -> None:
        """Look through the record, now."""
        self.post_message(RecordRead(await self._desk.ask(self._read)))

    @on(RecordRead)
    def _record_read(self, event: RecordRead) -> None:
        event.stop()
        self._show(event.found)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR:
            self.notice.say(f"Your record cannot be read now: {event.worker.error}")

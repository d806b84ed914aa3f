"""The Progress screen: panels side by side where they fit, else one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Resize, ScreenResume
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from llmtutor.review.stats import Statistics
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact, ModeChosen
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.notice import NoticeLine
from llmtutor.ui.progress.panels import PANELS, Paint, View
from llmtutor.ui.topline import TopLine

DAYS = (30, 90, 365)


@dataclass
class StatisticsRead(Fact):
    """The record was added up."""

    found: Statistics


class Panel(Static):
    """A title, a fact beside it, and a chart as wide as there is room."""

    def __init__(self, paint: Paint) -> None:
        super().__init__(markup=False, classes="panel")
        self._paint = paint
        self._view: View | None = None

    def show(self, view: View) -> None:
        """Show these statistics."""
        self._view = view
        self._draw()

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width
        if self._view is not None and width:
            title, fact, body = self._paint(self._view, width)
            head = Content.assemble((title, "bold"), (f"   {fact}\n", "$text-muted"))
            self.update(head + body)


class ProgressScreen(Screen[None]):
    """Nothing here asks for anything; it shows how things stand."""

    CSS_PATH = "progress.tcss"
    BINDING_GROUP_TITLE = "Progress"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "days", "more days", id="progress.days",
                tooltip="A month, three months or a year"),
        Binding("j,down", "down", "down", id="progress.down", key_display="j", tooltip="Down"),
        Binding("k,up", "up", "up", id="progress.up", key_display="k", tooltip="Up"),
        Binding("space", "page", "page down", id="progress.page", show=False,
                tooltip="A page down"),
        Binding("escape", "back", "back", id="progress.back", tooltip="Back to Today"),
    ]  # fmt: skip

    line = getters.query_one(TopLine)
    notice = getters.query_one(NoticeLine)
    scroller = getters.query_one("#progress", VerticalScroll)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._days = 0

    def compose(self) -> ComposeResult:
        yield TopLine("progress", self._desk.signs)
        with VerticalScroll(id="progress"), Container(id="panels-grid"):
            for paint in PANELS:
                yield Panel(paint)
        yield NoticeLine()
        yield KeyLine()

    def on_mount(self) -> None:
        self.line.show_place(["Progress"])
        self.scroller.focus()

    @property
    def palette_nodes(self) -> list[DOMNode]:
        """Whose actions the command palette offers here."""
        return [self]

    @on(ScreenResume)
    def _resumed(self) -> None:
        self.look()

    @work(name="look", group="look", exclusive=True, exit_on_error=False)
    async def look(self) -> None:
        """Add the record up in its thread; what is shown stands meanwhile."""
        record, days = self._desk.services.record, DAYS[self._days]
        found = await self._desk.ask(partial(record.statistics, self._desk.now(), days))
        self.post_message(StatisticsRead(found))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR:
            self.notice.say(f"Your record cannot be read now: {event.worker.error}")

    @on(StatisticsRead)
    def _statistics_read(self, event: StatisticsRead) -> None:
        event.stop()
        view = View(event.found, self._desk.atlas, self._desk.signs)
        for panel in self.query(Panel):
            panel.show(view)

    def action_days(self) -> None:
        self._days = (self._days + 1) % len(DAYS)
        self.look()

    def action_down(self) -> None:
        self.scroller.scroll_down(animate=False)

    def action_up(self) -> None:
        self.scroller.scroll_up(animate=False)

    def action_page(self) -> None:
        self.scroller.scroll_page_down(animate=False)

    def action_back(self) -> None:
        self.post_message(ModeChosen("today"))

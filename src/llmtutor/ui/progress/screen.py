"""The Progress screen: panels side by side where they fit, else one below the other."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from llmtutor.review.stats import Statistics
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import ModeChosen
from llmtutor.ui.progress.panels import PANELS, Paint, View
from llmtutor.ui.record_screen import RecordScreen

DAYS = (30, 90, 365)


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


class ProgressScreen(RecordScreen[Statistics]):
    """Nothing here asks for anything; it shows how things stand."""

    MODE = "progress"
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

    scroller = getters.query_one("#progress", VerticalScroll)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._days = 0

    def _compose_body(self) -> ComposeResult:
        with VerticalScroll(id="progress"), Container(id="panels-grid"):
            for paint in PANELS:
                yield Panel(paint)

    def on_mount(self) -> None:
        self.scroller.focus()

    def _read(self) -> Statistics:
        desk = self._desk
        return desk.services.record.statistics(desk.now(), DAYS[self._days])

    def _show(self, found: Statistics) -> None:
        view = View(found, self._desk.atlas, self._desk.signs)
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

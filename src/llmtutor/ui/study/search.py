"""Search across everything, with results while one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
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
from textual.worker import Worker, WorkerState, get_current_worker

from llmtutor.search.sections import SectionHit, find_sections
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.page.ink import harmless

PAUSE = 0.12
"""Seconds without a key before the search runs."""
MOST = 30
_EMPTY = "Type a word or two; all your notes are searched."


@dataclass
class HitsFound(Fact):
    """A search came to its end."""

    query: str
    hits: Sequence[SectionHit]


class SearchScreen(ModalScreen[SectionHit | None]):
    """Gives the hit that was chosen."""

    CSS_PATH = "search.tcss"
    BINDING_GROUP_TITLE = "Search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "open", id="search.open", priority=True,
                tooltip="Read this section, the passage marked"),
        Binding("down,ctrl+n", "move(1)", "next", id="search.next", tooltip="Next result",
                priority=True),
        Binding("up", "move(-1)", "before", id="search.before", tooltip="Result before",
                priority=True),
        Binding("escape", "leave", "back", id="search.back", tooltip="Back to reading"),
    ]  # fmt: skip

    field = getters.query_one("#search-query", Input)
    results = getters.query_one("#search-results", OptionList)
    says = getters.query_one("#search-says", Static)

    def __init__(self, desk: Desk, query: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._first = query
        self._timer: Timer | None = None
        self.hits: Sequence[SectionHit] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="search"):
            yield Input(self._first, placeholder="search all your notes", id="search-query")
            yield Static(_EMPTY, id="search-says", markup=False)
            yield OptionList(id="search-results", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.results.can_focus = False
        self.field.focus()

    @property
    def query_text(self) -> str:
        return self.field.value.strip()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._search)

    def _search(self) -> None:
        if not self.query_text:
            self._show("", ())
            return
        self.run_worker(
            partial(self._find, self.query_text),
            name="search", group="search", exclusive=True, thread=True, exit_on_error=False,
        )  # fmt: skip

    def _find(self, query: str) -> None:
        """In a thread, on a connection of its own."""
        index = self._desk.services.index.again()
        try:
            hits = find_sections(index.connection, query, limit=MOST)
        finally:
            index.close()
        if not get_current_worker().is_cancelled:
            self.post_message(HitsFound(query, hits))

    @on(HitsFound)
    def _found(self, event: HitsFound) -> None:
        event.stop()
        if event.query == self.query_text:
            self._show(event.query, event.hits)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR:
            self.says.update(Content(harmless(f"The search failed: {event.worker.error}")))

    def _show(self, query: str, hits: Sequence[SectionHit]) -> None:
        self.hits = hits
        self.results.clear_options()
        self.results.add_options([Option(self._line(hit)) for hit in hits])
        if hits:
            self.results.highlighted = 0
            self.says.update(_count(len(hits)))
        elif query:
            words = f"Nothing in your notes holds “{query}”. Try fewer or other words."
            self.says.update(Content(harmless(words)))
        else:
            self.says.update(_EMPTY)

    def _line(self, hit: SectionHit) -> Content:
        lecture = self._desk.atlas.lecture(hit.path)
        snippet = Content(harmless(hit.snippet))
        for start, end in hit.marks:
            snippet = snippet.stylize("bold $accent", start, end)
        where = f"  {harmless(lecture.title)}" if lecture else ""
        return Content.assemble(
            (harmless(hit.title), "bold"), (where, "$text-muted"), "\n", snippet
        )

    def action_move(self, step: int) -> None:
        if self.hits:
            at = (self.results.highlighted or 0) + step
            self.results.highlighted = max(0, min(at, len(self.hits) - 1))

    def action_choose(self) -> None:
        number = self.results.highlighted
        if self.hits and number is not None:
            self.dismiss(self.hits[number])

    def action_leave(self) -> None:
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.hits[event.option_index])


def _count(number: int) -> str:
    if number == MOST:
        return f"The {MOST} best sections"
    return f"{number} section{'s' if number > 1 else ''}"

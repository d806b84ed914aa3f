"""Search across everything, with results while one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.worker import Worker, WorkerState, get_current_worker

from llmtutor.content.models import original_path
from llmtutor.search.sections import SectionHit, find_sections
from llmtutor.ui.facts import Fact
from llmtutor.ui.finding import FindScreen
from llmtutor.ui.page.ink import harmless

MOST = 30


@dataclass
class HitsFound(Fact):
    """A search came to its end."""

    words: str
    hits: Sequence[SectionHit]


class SearchScreen(FindScreen[SectionHit]):
    """Gives the hit that was chosen."""

    CSS_PATH = "../finding.tcss"
    ASKS = "search all your notes"
    BINDING_GROUP_TITLE = "Search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "open", id="search.open", priority=True,
                tooltip="Read this section, the passage marked"),
        Binding("down,ctrl+n", "move(1)", "next", id="search.next", tooltip="Next result",
                priority=True),
        Binding("up", "move(-1)", "before", id="search.before", tooltip="Result before",
                priority=True),
        Binding("escape", "dismiss(None)", "back", id="search.back", tooltip="Back to reading"),
    ]  # fmt: skip

    def _search(self) -> None:
        if not self.words:
            self._show((), "Type a word or two; all your notes are searched.")
            return
        self.run_worker(
            partial(self._find, self.words),
            name="search", group="search", exclusive=True, thread=True, exit_on_error=False,
        )  # fmt: skip

    def _find(self, words: str) -> None:
        """In a thread, on a connection of its own."""
        index = self._desk.services.index.again()
        try:
            hits = find_sections(index.connection, words, limit=MOST)
        finally:
            index.close()
        if not get_current_worker().is_cancelled:
            self.post_message(HitsFound(words, hits))

    @on(HitsFound)
    def _hits_found(self, event: HitsFound) -> None:
        event.stop()
        if event.words == self.words:
            self._show(event.hits, _outcome(event))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR:
            self._say(f"The search failed: {event.worker.error}")

    def _line(self, item: SectionHit) -> Content:
        lecture = self._desk.atlas.lecture(original_path(item.path))
        snippet = Content(harmless(item.snippet))
        for start, end in item.marks:
            snippet = snippet.stylize("bold $accent", start, end)
        where = f"  {harmless(lecture.title)}" if lecture else ""
        return Content.assemble(
            (harmless(item.title), "bold"), (where, "$text-muted"), "\n", snippet
        )


def _outcome(event: HitsFound) -> str:
    number = len(event.hits)
    if not number:
        return f"Nothing in your notes holds “{event.words}”. Try fewer or other words."
    if number == MOST:
        return f"The {MOST} best sections"
    return f"{number} section{'s' * (number > 1)}"

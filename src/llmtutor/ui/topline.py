"""The one line at the top: where one is, how far, how the model is, and the modes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from llmtutor.ui.facts import ModeChosen
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import Signs

if TYPE_CHECKING:
    from llmtutor.engine.protocol import EngineStatus, Warmth

MODES: tuple[tuple[str, str, str], ...] = (
    ("today", "1", "Today"),
    ("study", "2", "Study"),
    ("quiz", "3", "Quiz"),
    ("review", "4", "Review"),
    ("progress", "6", "Progress"),
)
"""``(mode, key, title)``; a mode that is not there is not shown."""


_MOST_PLACE = 24
"""Cells of a server's address; the ask pane has all of it."""
_LEAST = 8
"""Cells of a title that still say something."""


class ModeTab(Static):
    """A mode: its key and its name."""

    def __init__(self, mode: str, key: str, title: str, *, current: bool) -> None:
        super().__init__(Content.assemble((key, "dim"), f" {title}"), markup=False)
        self._mode = mode
        self.set_class(current, "-current")

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(ModeChosen(self._mode))


class Crumbs(Widget):
    """Titles from the course down; those that do not fit go first from the left."""

    titles: reactive[Sequence[str]] = reactive(())

    def __init__(self, signs: Signs) -> None:
        super().__init__(id="crumbs")
        self._signs = signs

    def render(self) -> Content:
        return fitted(self.titles, self.content_size.width, self._signs)


class TopLine(Horizontal):
    """Says where one is, how far, and which modes there are."""

    def __init__(self, mode: str, signs: Signs) -> None:
        super().__init__()
        self._mode = mode
        self._signs = signs

    def compose(self) -> ComposeResult:
        yield Crumbs(self._signs)
        yield Static(id="engine", markup=False)
        yield Static(id="due", markup=False)
        yield Static(id="share", markup=False)
        for mode, key, title in MODES:
            yield ModeTab(mode, key, title, current=mode == self._mode)

    def on_mount(self) -> None:
        self.watch(self.app, "due", self.show_due)

    def show_due(self, due: int) -> None:
        """Show how many cards are due; nothing where none is."""
        self.query_one("#due", Static).update(Content(f"{due} due" if due else ""))

    def show_place(self, crumbs: Sequence[str]) -> None:
        """Show the titles from the course down to the section."""
        self.query_one(Crumbs).titles = tuple(crumbs)

    def show_share(self, share: float | None) -> None:
        """Show how much of the course has been read, 0 to 1."""
        text = "" if share is None else f"{share * 100:.0f} % read"
        self.query_one("#share", Static).update(Content(text))

    def show_engine(self, status: EngineStatus | None) -> None:
        """Show how the model is doing; nothing where there is none."""
        text, kind = engine_words(status, self._signs)
        shown = self.query_one("#engine", Static)
        shown.update(Content(text))
        shown.set_classes(kind)


def fitted(crumbs: Sequence[str], width: int, signs: Signs) -> Content:
    """As many titles as fit, the last one whole for as long as it can be."""
    between = f" {signs.crumb} "
    parts = [harmless(crumb) for crumb in crumbs]
    while len(parts) > 1 and cell_len(between.join(parts)) > width:
        spare = width - cell_len(between.join(parts[1:])) - len(between)
        if spare < _LEAST:
            parts.pop(0)
            continue
        parts[0] = set_cell_size(parts[0], spare - len(signs.dots)).rstrip() + signs.dots
        break
    text = between.join(parts)
    if cell_len(text) > width > len(signs.dots):
        text = set_cell_size(text, width - len(signs.dots)).rstrip() + signs.dots
    head, sign, last = text.rpartition(between)
    return Content.assemble((head + sign, "$text-muted"), (last, "bold"))


def _place(status: EngineStatus) -> int:
    """Cells for a server's address: a long one must not push the titles away."""
    return min(_MOST_PLACE, cell_len(status.away))


def engine_words(status: EngineStatus | None, signs: Signs) -> tuple[str, str]:
    """A few words on the model, and the class that goes with them."""
    if status is None:
        return "", ""
    match status.state:
        case "loading":
            return f"{signs.part} model {status.progress * 100:.0f} %", "-loading"
        case "ready" | "busy" if status.away:
            return f"{signs.on} notes go to {set_cell_size(status.away, _place(status))}", "-away"
        case "ready" | "busy":
            return _ready_words(status.warmth, signs), "-ready"
        case "failed":
            return f"{signs.wrong} model failed", "-failed"
    return f"{signs.off} model asleep", ""


def _ready_words(warmth: Warmth | None, signs: Signs) -> str:
    """A quiet mark where the model knows the open section, and how far it is with it."""
    if warmth is None or warmth.state in {"off", "paused"}:
        return f"{signs.on} model ready"
    if warmth.is_warm:
        return f"{signs.on} warm"
    return f"{signs.part} reading {100 * warmth.done // max(1, warmth.total)} %"

"""All keys, made from the bindings themselves, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static

from llmtutor.ui.ask.turn import legend_words
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.signs import Signs

_KEY_CELLS = 14


def place_keys(app: App[object], place: type[DOMNode]) -> list[tuple[str, str]]:
    """``(keys, what they do)`` of a place, each action once."""
    rows: dict[str, tuple[list[str], str]] = {}
    for binding in Binding.make_bindings(place.BINDINGS):
        shown = binding.key_display or app.get_key_display(binding)
        keys, _ = rows.setdefault(_action(binding), ([], binding.tooltip or binding.description))
        if shown not in keys:
            keys.append(shown)
    return [(" ".join(keys), words) for keys, words in rows.values()]


def _action(binding: Binding) -> str:
    """One row for all numbers of quotes, and for all letters of options."""
    if binding.action.startswith("cite("):
        return "cite"
    return f"pick {binding.tooltip}" if binding.action.startswith("pick(") else binding.action


class HelpScreen(ModalScreen[None]):
    """Shows the keys of the places given, the nearest first."""

    CSS_PATH = "help.tcss"
    BINDING_GROUP_TITLE = "Help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "dismiss(None)", "back", id="help.back",
                key_display="Esc", tooltip="Back"),
        Binding("j", "down", "down", id="help.down", show=False, tooltip="One line down"),
        Binding("k", "up", "up", id="help.up", show=False, tooltip="One line up"),
        Binding("space", "page_down", "page down", id="help.page_down",
                tooltip="One page down"),
    ]  # fmt: skip

    def __init__(self, places: Sequence[type[DOMNode]], signs: Signs) -> None:
        super().__init__()
        self._places = places
        self._signs = signs

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            for place in self._places:
                title = place.BINDING_GROUP_TITLE or place.__name__
                yield Static(Content(title), classes="help-title")
                yield Static(self._keys(place), classes="help-keys")
            yield Static(Content("Marks beside the model's sentences"), classes="help-title")
            yield Static(Content(legend_words(self._signs)), classes="help-keys")
        yield KeyLine()

    def _keys(self, place: type[DOMNode]) -> Content:
        rows = []
        for keys, words in place_keys(self.app, place):
            pad = " " * max(1, _KEY_CELLS - cell_len(keys))
            rows.append(Content.assemble((keys, "bold $accent"), pad, words))
        return Content("\n").join(rows)

    def action_down(self) -> None:
        self.query_one("#help", VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#help", VerticalScroll).scroll_up(animate=False)

    def action_page_down(self) -> None:
        self.query_one("#help", VerticalScroll).scroll_page_down(animate=False)

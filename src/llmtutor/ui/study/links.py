"""The links of a section, to be opened one at a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from llmtutor.content.models import Link
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Noticed
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.page.ink import harmless


def is_web_address(url: str) -> bool:
    """Whether an address may be opened at all: the web, and nothing that runs here."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and url.isprintable()


def open_in_browser(url: str) -> None:
    """Let the browser open an address, in a process that cannot write on this screen."""
    if is_web_address(url):
        subprocess.Popen(
            [sys.executable, "-m", "webbrowser", url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def open_link(desk: Desk, url: str) -> Noticed:
    """Let the browser open a link of the notes; what to tell the student."""
    if is_web_address(url):
        desk.open_address(url)
        return Noticed(f"Opened in your browser: {url}", good=True)
    return Noticed(f"This is not a web address, so it is not opened: {url}")


class LinksScreen(ModalScreen[str | None]):
    """Lists links; gives the address that was chosen."""

    CSS_PATH = "links.tcss"
    BINDING_GROUP_TITLE = "Links"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "open in the browser", id="links.open",
                tooltip="Open this address in your web browser"),
        Binding("y", "copy", "copy the address", id="links.copy",
                tooltip="Copy this address"),
        Binding("j", "down", "down", id="links.down", show=False, tooltip="Next link"),
        Binding("k", "up", "up", id="links.up", show=False, tooltip="Link before"),
        Binding("escape,o", "dismiss(None)", "back", id="links.back", tooltip="Back to reading"),
    ]  # fmt: skip

    def __init__(self, title: str, links: Sequence[Link]) -> None:
        super().__init__()
        self._title = title
        self._links = links

    def compose(self) -> ComposeResult:
        with Vertical(id="links"):
            yield Static(Content(harmless(f"Links of {self._title}")), id="links-title")
            yield OptionList(*(Option(_line(link)) for link in self._links), markup=False)
        yield KeyLine()

    def action_choose(self) -> None:
        self.query_one(OptionList).action_select()

    def action_copy(self) -> None:
        number = self.query_one(OptionList).highlighted
        if number is not None:
            self.app.copy_to_clipboard(self._links[number].url)
            self.dismiss(None)

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._links[event.option_index].url)


def _line(link: Link) -> Content:
    note = "" if is_web_address(link.url) else "  (not a web address)"
    return Content.assemble(
        (f"{harmless(link.kind):<8}", "$text-muted"),
        (harmless(link.title), "bold"),
        (f"\n        {harmless(link.url)}{note}", "$text-muted"),
    )

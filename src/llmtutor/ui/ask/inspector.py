"""How the last answer came about, one part after the other."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from llmtutor.tutor.telling import Told, told
from llmtutor.tutor.trace import Trace
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.page.ink import harmless

_NOTHING = Told(
    "Nothing to look into yet",
    "",
    ("Ask something first (a). What was asked on earlier days is not traced:", "ask it again (r)."),
)


class InspectorScreen(ModalScreen[None]):
    """Shows a trace: what was looked for, found, kept, prompted, and how long it took."""

    CSS_PATH = "inspector.tcss"
    BINDING_GROUP_TITLE = "Inspector"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,tab,right", "part(1)", "next part", id="inspector.next",
                key_display="n", tooltip="The next part"),
        Binding("p,shift+tab,left", "part(-1)", "part before", id="inspector.before",
                key_display="p", tooltip="The part before"),
        Binding("j,down", "scroll(1)", "down", id="inspector.down", show=False,
                tooltip="One line down"),
        Binding("k,up", "scroll(-1)", "up", id="inspector.up", show=False,
                tooltip="One line up"),
        Binding("space,pagedown", "page", "page down", id="inspector.page", show=False,
                tooltip="One page down"),
        Binding("y", "copy", "copy", id="inspector.copy", tooltip="Copy all of it as text"),
        Binding("escape,i,q", "dismiss(None)", "back", id="inspector.back", key_display="Esc",
                tooltip="Back to the answer"),
    ]  # fmt: skip

    scroll = getters.query_one(VerticalScroll)

    def __init__(self, trace: Trace | None) -> None:
        """Show a trace; None says that there is nothing to look into yet."""
        super().__init__()
        self._parts = told(trace) if trace else (_NOTHING,)
        self._at = 0

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="inspector"):
            for number, part in enumerate(self._parts):
                yield Static(_shown(part), markup=False, id=f"part{number}", classes="part")
        yield KeyLine()

    def on_mount(self) -> None:
        self.scroll.focus()

    def action_part(self, step: int) -> None:
        self._at = max(0, min(self._at + step, len(self._parts) - 1))
        self.query_one(f"#part{self._at}").scroll_visible(top=True, animate=False)

    def action_scroll(self, step: int) -> None:
        self.scroll.scroll_relative(y=step, animate=False)

    def action_page(self) -> None:
        self.scroll.scroll_page_down(animate=False)

    def action_copy(self) -> None:
        text = "\n\n".join("\n".join((part.title, *part.lines)) for part in self._parts)
        self.app.copy_to_clipboard(text)


def _shown(part: Told) -> Content:
    lines = "\n".join(harmless(line) for line in part.lines)
    return Content.assemble(
        (harmless(part.title), "bold $accent"),
        (f"  {harmless(part.notice)}\n", "$text-muted"),
        lines,
    )

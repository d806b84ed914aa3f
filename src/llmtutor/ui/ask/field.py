"""Where a question is typed, and where it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.widgets import Static

from llmtutor.ui.facts import Fact
from llmtutor.ui.field import Field


@dataclass
class ScopeSwitchAsked(Fact):
    """The student wants questions to look elsewhere."""


class QuestionField(Field):
    """Where the question is typed."""

    BINDING_GROUP_TITLE = "Question"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "ask", id="ask.submit", tooltip="Ask this question"),
        Binding("ctrl+s", "switch_scope", "where to look", id="ask.where",
                tooltip="Ask this section, this lecture, this course or everything"),
        Binding("up", "app.focus('ask-history')", "read", id="ask.read", show=False,
                tooltip="Go up to the answers"),
    ]  # fmt: skip

    def action_switch_scope(self) -> None:
        self.post_message(ScopeSwitchAsked())


class ScopeLine(Static):
    """Says where the question looks; a click looks elsewhere."""

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(ScopeSwitchAsked())

"""Questions that were asked before, found by their words."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from llmtutor.tutor.models import Turn
from llmtutor.ui.ask.turn import VERDICTS
from llmtutor.ui.finding import FindScreen
from llmtutor.ui.page.ink import harmless

MOST = 50
_SHOWN = 160
"""Characters of an answer in the list."""


class EarlierScreen(FindScreen[Turn]):
    """Gives the turn that was chosen."""

    CSS_PATH = "../finding.tcss"
    ASKS = "words of a question or its answer"
    BINDING_GROUP_TITLE = "Earlier questions"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "show", id="earlier.open", priority=True,
                tooltip="Show this answer again"),
        Binding("down,ctrl+n", "move(1)", "next", id="earlier.next", priority=True,
                tooltip="The question before that"),
        Binding("up", "move(-1)", "before", id="earlier.before", priority=True,
                tooltip="The question after that"),
        Binding("escape", "dismiss(None)", "back", id="earlier.back", tooltip="Back to asking"),
    ]  # fmt: skip

    def _search(self) -> None:
        turns = self._desk.services.chats.search(self.words, MOST)
        if turns:
            says = f"{len(turns)} question{'s' * (len(turns) > 1)}, the latest first"
        elif self.words:
            says = "Nothing was asked or answered in these words."
        else:
            says = "Nothing was asked yet."
        self._show(turns, says)

    def _line(self, item: Turn) -> Content:
        answer = item.answer
        said = answer.short_answer.text if answer.short_answer else answer.text
        words = " ".join(harmless(said).split())
        short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        return Content.assemble(
            (harmless(answer.question), "bold"),
            (f"\n{item.asked.astimezone():%d %b %Y, %H:%M}  {VERDICTS[answer.verdict]}  ",
             "$text-muted"),
            short,
        )  # fmt: skip

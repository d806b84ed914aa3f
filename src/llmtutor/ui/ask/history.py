"""The turns so far, oldest first; each quote can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from llmtutor.content.inline import plain
from llmtutor.tutor.models import Answer, Turn
from llmtutor.ui.ask.turn import VERDICTS, QuoteCard, TurnResized, TurnView
from llmtutor.ui.desk import Desk
from llmtutor.ui.page.ink import harmless

if TYPE_CHECKING:
    from llmtutor.tutor.trace import Trace


class History(VerticalScroll, can_focus=True):
    """Scrolls through the turns."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", "down", id="ask.down", show=False,
                tooltip="One line down"),
        Binding("k,up", "scroll_up", "up", id="ask.up", show=False, tooltip="One line up"),
        Binding("space,pagedown", "page_down", "page down", id="ask.page_down", show=False,
                tooltip="One page down"),
        Binding("b,pageup", "page_up", "page up", id="ask.page_up", show=False,
                tooltip="One page up"),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="ask-history")
        self.empty = Static(id="ask-empty", markup=False)
        self._desk = desk
        self._follows = True
        """Whether the end stays in view: until the student scrolls away from it."""

    def compose(self) -> ComposeResult:
        yield self.empty

    @property
    def turns(self) -> list[TurnView]:
        return list(self.query(TurnView))

    @property
    def in_hand(self) -> TurnView | None:
        """The turn whose quote has the focus, else the latest."""
        focused = self.screen.focused
        around = (
            [node for node in focused.ancestors if isinstance(node, TurnView)] if focused else []
        )
        return around[0] if around else self.turns[-1] if self.turns else None

    @property
    def trace(self) -> Trace | None:
        """How the answer of the turn in hand came about, if it was given now."""
        turn = self.in_hand
        return turn.answer.trace if turn is not None and turn.answer is not None else None

    def restore(self, turns: Sequence[Turn]) -> None:
        """Show turns of an earlier time above those of now."""
        desk = self._desk
        views = [TurnView(item.answer.question, item.scope, desk, item.answer) for item in turns]
        if views:
            self.mount_all(views, after=self.empty)
        self.tell_empty()

    async def add(self, question: str, scope: str) -> TurnView:
        """Show a question that was asked just now, and keep the end of its answer in view.

        Scrolling away ends that, and scrolling back to the end takes it up again.
        """
        view = TurnView(question, scope, self._desk)
        self.empty.display = False
        await self.mount(view)
        self._follows = True
        return view

    async def recall(self, turn: Turn) -> None:
        """Show a turn of an earlier time below the others."""
        self.empty.display = False
        await self.mount(TurnView(turn.answer.question, turn.scope, self._desk, turn.answer))
        self._follows = True

    def times_asked(self, question: str) -> int:
        """How often a question was answered here."""
        return sum(turn.answer is not None and turn.asked == question for turn in self.turns)

    @on(TurnResized)
    def _turn_resized(self, event: TurnResized) -> None:
        event.stop()
        if self._follows:  # not by anchor(), which puts the little there is at the bottom
            self.scroll_end(animate=False, immediate=True)

    def release_anchor(self) -> None:
        super().release_anchor()
        self._follows = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._follows |= new_value >= self.max_scroll_y

    def tell_empty(self) -> None:
        """Say what asking is, as long as nothing has been asked."""
        problem = self._desk.services.engine_problem
        lines = ["Type a question and press Enter. Your notes answer with quotes, at once."]
        if self._desk.can_write:
            lines.append("\nBelow them the model writes in its own words, each sentence checked.")
            if away := self._away:
                lines.append(f"\nWhat you ask, and the passages it is about, are sent to {away}.")
        else:
            lines.append(f"\nNo model is used: the quotes answer alone. {problem or ''}")
        self.empty.update(Content(harmless("\n".join(lines))))
        self.empty.display = not self.turns

    @property
    def _away(self) -> str:
        engine = self._desk.services.engine
        return engine.status.away if engine is not None else ""

    def quote(self, number: int) -> QuoteCard | None:
        """A quote of the turn in hand, by its number."""
        cards = list(self.in_hand.query(QuoteCard)) if self.in_hand else []
        return cards[number - 1] if number <= len(cards) else None


def as_text(answer: Answer) -> str:
    """A turn as text to paste elsewhere: the quotes stay told from the model's words."""
    closest = "; closest:" if answer.verdict == "not_in_notes" and answer.quotes else ""
    lines = [answer.question, VERDICTS[answer.verdict] + closest, ""]
    if answer.short_answer:
        lines += [f"“{' '.join(answer.short_answer.text.split())}”", ""]
    for number, quote in enumerate(answer.quotes, start=1):
        lines.append(f"[{number}] “{' '.join(plain(quote.text).split())}” ({quote.title})")
    if answer.sentences:
        lines += ["", f"{answer.model or 'the model'}, in its own words:", answer.text]
    return "\n".join(lines)

"""When nothing is due: what comes, and the cards that give trouble or are suspended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from llmtutor.review.models import DeckCard
from llmtutor.review.queue import LEECH_LAPSES, Queue
from llmtutor.ui.facts import Fact
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.review.card import CardPut
from llmtutor.ui.today.rows import counted


@dataclass(frozen=True, slots=True)
class Rest:
    """What there is to say when nothing is due."""

    done: int
    """Cards reviewed today."""
    cards: int
    queue: Queue
    coming: Sequence[tuple[date, int]]
    """Due on the days after today."""
    troubled: Sequence[DeckCard]
    """Leeches and suspended cards."""


@dataclass
class TroubledOpened(Fact):
    """The student wants to read where a troublesome card stands."""

    item: DeckCard


@dataclass
class TroubledTurned(Fact):
    """The student suspends such a card, or brings it back."""

    item: DeckCard


class RestView(Vertical):
    """Says so in a few lines."""

    BINDING_GROUP_TITLE = "When nothing is due"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "undo", id="rest.undo",
                tooltip="Take back the last thing, one after the other"),
        Binding("s", "turn", "suspend or bring back", id="rest.turn",
                tooltip="Suspend the marked card, or bring it back"),
        Binding("j", "move(1)", "down", id="rest.down", show=False, tooltip="Next card"),
        Binding("k", "move(-1)", "up", id="rest.up", show=False, tooltip="Card before"),
    ]  # fmt: skip

    can_focus = True

    def __init__(self, rest: Rest) -> None:
        super().__init__(id="rest")
        self._rest = rest

    def compose(self) -> ComposeResult:
        yield Static("\n".join(rest_words(self._rest)), id="rest-says", markup=False)
        if self._rest.troubled:
            yield Static("Cards that give trouble, and suspended ones (Enter opens the passage)",
                         id="rest-title", markup=False)  # fmt: skip
            lines = [Option(self._line(item)) for item in self._rest.troubled]
            yield OptionList(*lines, id="troubled", markup=False)

    def on_mount(self) -> None:
        lists = self.query(OptionList)
        (lists.first() if lists else self).focus()

    def _line(self, item: DeckCard) -> Content:
        why = "suspended" if item.schedule.suspended else f"forgotten {item.schedule.lapses} times"
        front = harmless(" ".join(item.card.front.split()))
        return Content.assemble((f"{why:<20}", "$text-muted"), front)

    @property
    def _marked(self) -> DeckCard | None:
        for cards in self.query(OptionList):
            if cards.highlighted is not None:
                return self._rest.troubled[cards.highlighted]
        return None

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(TroubledOpened(self._rest.troubled[event.option_index]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return bool(self._rest.troubled) if action in {"turn", "move"} else True

    def action_undo(self) -> None:
        self.post_message(CardPut("undo"))

    def action_turn(self) -> None:
        if item := self._marked:
            self.post_message(TroubledTurned(item))

    def action_move(self, step: int) -> None:
        for cards in self.query(OptionList):
            (cards.action_cursor_down if step > 0 else cards.action_cursor_up)()


def rest_words(rest: Rest) -> list[str]:
    """What is said, a line each."""
    if not rest.cards:
        return [
            "No cards yet.",
            "",
            "Every question that you answer in a quiz becomes a card (3 chooses a quiz).",
            "So does a line question::answer in notes that you imported.",
        ]
    lines = [f"{counted(rest.done, 'card')} reviewed today. Nothing more is due."
             if rest.done else "Nothing is due."]  # fmt: skip
    if nearest := next(((day, due) for day, due in rest.coming if due), None):
        day, due = nearest
        lines += ["", f"Next: {counted(due, 'card')} on {day:%A}, {day.day} {day:%B}."]
    queue = rest.queue
    if queue.siblings_put_off:
        lines.append(f"{counted(queue.siblings_put_off, 'card')} put off: another on the same"
                     " passage came today.")  # fmt: skip
    if queue.over_limit:
        lines.append(f"{counted(queue.over_limit, 'card')} above the day's limit wait"
                     " (review.reviews_a_day).")  # fmt: skip
    return lines


def troubled_of(cards: Sequence[DeckCard]) -> list[DeckCard]:
    """Leeches, worst first, then suspended cards."""
    found = [c for c in cards if c.schedule.suspended or c.schedule.lapses >= LEECH_LAPSES]
    return sorted(found, key=lambda item: (item.schedule.suspended, -item.schedule.lapses))

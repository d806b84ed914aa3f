"""Answers that are typed, put in order, or joined in pairs."""

from __future__ import annotations

from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from llmtutor.quiz.models import Attempt, Question
from llmtutor.ui.field import Field
from llmtutor.ui.quiz.answering import LETTERS, PASS, Answering, Row, letter_bindings
from llmtutor.ui.signs import Signs


class AnswerField(Field):
    """Where an answer is typed."""

    BINDING_GROUP_TITLE = "Typing an answer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "answer", id="typing.submit",
                tooltip="Answer; with nothing typed, say that you do not know"),
    ]  # fmt: skip


class Typed(Answering):
    """A word or a short text."""

    def compose(self) -> ComposeResult:
        yield AnswerField(placeholder="type the answer; Enter alone if you don't know")

    def focus(self, scroll_visible: bool = True) -> Self:
        """The field takes the keys."""
        self.query_one(AnswerField).focus(scroll_visible)
        return self

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.give(event.value.strip() or None)

    def show_result(self, attempt: Attempt) -> None:  # noqa: ARG002
        self.query_one(AnswerField).disabled = True


class Placed(Answering, can_focus=True):
    """Rows with a cursor."""

    rows: list[Row]
    at = 0

    def on_mount(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw every row, the cursor before one of them."""
        for number, row in enumerate(self.rows):
            row.draw(self.signs.here if number == self.at else " ", self.note(number))
            row.set_class(number == self.at, "-chosen")

    def note(self, number: int) -> str:  # noqa: ARG002
        """What stands behind a row."""
        return ""

    def action_move(self, step: int) -> None:
        self.at = max(0, min(self.at + step, len(self.rows) - 1))
        self.draw()

    def on_row_chosen(self, event: Row.Chosen) -> None:
        event.stop()
        if not self.closed and event.row in self.rows:
            self.at = self.rows.index(event.row)
            self.draw()

    def action_give_up(self) -> None:
        self.give(None)


class Order(Placed):
    """Items to be put in order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "down", id="order.down", show=False, tooltip="Next item"),
        Binding("up,k", "move(-1)", "up", id="order.up", show=False, tooltip="Item before"),
        Binding("J,shift+down", "shift(1)", "move down", id="order.move_down",
                tooltip="Move this item down"),
        Binding("K,shift+up", "shift(-1)", "move up", id="order.move_up",
                tooltip="Move this item up"),
        Binding("enter", "submit", "answer", id="order.submit", tooltip="Answer in this order"),
        PASS,
    ]  # fmt: skip

    def __init__(self, question: Question, signs: Signs) -> None:
        super().__init__(question, signs)
        self._texts = list(question.options or ())
        self.rows = [
            Row(str(number), text, signs) for number, text in enumerate(self._texts, start=1)
        ]

    def compose(self) -> ComposeResult:
        yield from self.rows

    def action_shift(self, step: int) -> None:
        to = self.at + step
        if 0 <= to < len(self._texts):
            self._texts[self.at], self._texts[to] = self._texts[to], self._texts[self.at]
            for row, text in zip(self.rows, self._texts, strict=True):
                row.text = text
            self.at = to
            self.draw()

    def action_submit(self) -> None:
        self.give(tuple(self._texts))

    def show_result(self, attempt: Attempt) -> None:  # noqa: ARG002
        key = self.question.key if isinstance(self.question.key, tuple) else ()
        for number, row in enumerate(self.rows):
            right = number < len(key) and key[number] == row.text
            if right:
                row.mark(self.signs.right, "-right")
            else:
                place = key.index(row.text) + 1 if row.text in key else 0
                row.mark(self.signs.wrong, "-wrong", f"belongs to place {place}" if place else "")


class Match(Placed):
    """Left-hand sides, each to be given its right-hand side by letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *letter_bindings("match", "belongs here", "Put the text with this letter to this row"),
        Binding("down", "move(1)", "down", id="match.down", show=False, tooltip="Next row"),
        Binding("up", "move(-1)", "up", id="match.up", show=False, tooltip="Row before"),
        Binding("backspace", "clear", "clear", id="match.clear", show=False,
                tooltip="Take the letter away"),
        Binding("enter", "submit", "answer", id="match.submit",
                tooltip="Answer with these pairs"),
        PASS,
    ]  # fmt: skip

    def __init__(self, question: Question, signs: Signs) -> None:
        super().__init__(question, signs)
        pairs = question.key if isinstance(question.key, tuple) else ()
        self._lefts = [str(pair[0]) for pair in pairs]
        self._wanted = [str(pair[1]) for pair in pairs]
        self._rights = list(question.options or ())
        self._given: dict[int, int] = {}
        self.rows = [
            Row(str(number), left, signs) for number, left in enumerate(self._lefts, start=1)
        ]
        self._offers = [
            Row(letter, text, signs) for letter, text in zip(LETTERS, self._rights, strict=False)
        ]

    def compose(self) -> ComposeResult:
        if self._offers:
            self._offers[0].add_class("-first")
        yield from (*self.rows, *self._offers)

    def note(self, number: int) -> str:
        if number not in self._given:
            return self.signs.dots
        given = self._given[number]
        return f"{self.signs.crumb} {LETTERS[given]}  {self._rights[given]}"

    def on_row_chosen(self, event: Row.Chosen) -> None:
        if event.row in self._offers and not self.closed:
            self.action_pick(event.row.letter)
        super().on_row_chosen(event)

    def action_pick(self, letter: str) -> None:
        number = LETTERS.index(letter)
        if number < len(self._rights):
            self._given[self.at] = number
            self.action_move(1)

    def action_clear(self) -> None:
        self._given.pop(self.at, None)
        self.draw()

    def action_submit(self) -> None:
        pairs = tuple(
            (self._lefts[left], self._rights[right]) for left, right in sorted(self._given.items())
        )
        self.give(pairs or None)

    def show_result(self, attempt: Attempt) -> None:  # noqa: ARG002
        wanted = dict(zip(self._lefts, self._wanted, strict=True))
        for number, row in enumerate(self.rows):
            given = self._given.get(number)
            right = wanted.get(row.text, "")
            if given is not None and self._rights[given] == right:
                row.mark(self.signs.right, "-right", f"{self.signs.crumb} {right}")
            else:
                row.mark(self.signs.wrong, "-wrong", f"belongs with: {right}")
        for offer in self._offers:
            offer.add_class("-other")

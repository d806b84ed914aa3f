"""The place of a question where the answer is given, one widget for each way to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from llmtutor.quiz.models import Attempt, Given, Question
from llmtutor.ui.facts import Fact
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import Signs

LETTERS = "abcdefgh"


@dataclass
class AnswerGiven(Fact):
    """The student answered; None is a pass."""

    given: Given | None


class Row(Horizontal):
    """One option: its sign once it is known, its letter, its text."""

    @dataclass
    class Chosen(Message):
        """A row was clicked."""

        row: Row

    def __init__(self, letter: str, text: str, signs: Signs) -> None:
        super().__init__(classes="row")
        self.letter = letter
        self.text = text
        self._signs = signs
        self._head = Static(markup=False, classes="row-head")
        self._body = Static(markup=False, classes="row-text")
        self.draw(" ")

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._body

    def draw(self, sign: str, note: str = "") -> None:
        """Draw the row with a sign before it and a note behind it."""
        self._head.update(Content.assemble(f"{sign} ", (self.letter, "bold $accent")))
        shown = (f"   {harmless(note)}" if note else "", "$text-muted")
        self._body.update(Content.assemble(harmless(self.text), shown))

    def mark(self, sign: str, kind: str, note: str = "") -> None:
        """Say whether the row was right; ``kind`` is a class of the stylesheet."""
        self.draw(sign, note)
        self.add_class(kind)

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Chosen(self))


class Answering(Widget):
    """Takes one answer, then shows what was right."""

    BINDING_GROUP_TITLE = "Answering"
    DEFAULT_CLASSES = "answering"

    def __init__(self, question: Question, signs: Signs) -> None:
        super().__init__()
        self.question = question
        self.signs = signs
        self.closed = False
        """Whether the answer was given."""

    def give(self, given: Given | None) -> None:
        """Answer; a second answer is not taken."""
        if not self.closed:
            self.closed = True
            self.post_message(AnswerGiven(given))

    def show(self, attempt: Attempt) -> None:
        """Show what was right and what was not."""
        self.closed = True
        self.add_class("-closed")
        self.show_result(attempt)
        self.refresh_bindings()

    def show_result(self, attempt: Attempt) -> None:
        """Draw the signs; each way of answering has its own."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """After the answer, the keys belong to what comes next."""
        return not self.closed


def letter_bindings(kind: str, words: str, tooltip: str) -> list[BindingType]:
    """A binding for each option, shown as one."""
    return [
        Binding(letter, f"pick({letter!r})", words, id=f"{kind}.{letter}", show=not number,
                key_display="a-h", tooltip=tooltip)
        for number, letter in enumerate(LETTERS)
    ]  # fmt: skip


PASS = Binding("space", "give_up", "don't know", id="quiz.pass",
               tooltip="Say that you do not know; the answer is shown")  # fmt: skip


class ByLetter(Answering, can_focus=True):
    """Options with letters."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *letter_bindings("choice", "choose", "Choose the option with this letter"),
        PASS,
    ]

    def __init__(self, question: Question, signs: Signs) -> None:
        super().__init__(question, signs)
        self.rows = [
            Row(letter, text, signs) for letter, text in zip(LETTERS, self.texts(), strict=False)
        ]

    def texts(self) -> Sequence[str]:
        """The options as they are shown."""
        return self.question.options or ()

    def compose(self) -> ComposeResult:
        yield from self.rows

    def on_row_chosen(self, event: Row.Chosen) -> None:
        event.stop()
        if not self.closed:
            self.pick(self.rows.index(event.row))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters that no option has are free for others."""
        if action == "pick" and LETTERS.index(str(parameters[0])) >= len(self.rows):
            return False
        return super().check_action(action, parameters)

    def action_pick(self, letter: str) -> None:
        self.pick(LETTERS.index(letter))

    def pick(self, number: int) -> None:
        """The option with this number was chosen."""
        self.give(self.value(number))

    def value(self, number: int) -> Given:
        """What choosing an option answers."""
        return self.texts()[number]

    def action_give_up(self) -> None:
        self.give(None)

    def show_result(self, attempt: Attempt) -> None:
        for number, row in enumerate(self.rows):
            value = self.value(number)
            if value == self.question.key:
                row.mark(self.signs.right, "-right")
            elif value == attempt.given:
                row.mark(self.signs.wrong, "-wrong")
            else:
                row.add_class("-other")


class Choice(ByLetter):
    """One of several is right."""


class TrueFalse(ByLetter, inherit_bindings=False):
    """A statement holds or does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t,a", "pick('a')", "true", id="choice.true", key_display="t",
                tooltip="The statement is true"),
        Binding("f,b", "pick('b')", "false", id="choice.false", key_display="f",
                tooltip="The statement is false"),
        PASS,
    ]  # fmt: skip

    def texts(self) -> Sequence[str]:
        return ("true", "false")

    def value(self, number: int) -> Given:
        return number == 0


class Multi(ByLetter):
    """Several may be right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "answer", id="choice.submit",
                tooltip="Answer with what is chosen"),
    ]  # fmt: skip

    def __init__(self, question: Question, signs: Signs) -> None:
        super().__init__(question, signs)
        self._chosen: set[int] = set()

    def on_mount(self) -> None:
        for number in range(len(self.rows)):
            self._draw(number)

    def pick(self, number: int) -> None:
        self._chosen ^= {number}
        self._draw(number)

    def _draw(self, number: int) -> None:
        on = number in self._chosen
        self.rows[number].draw(self.signs.on if on else self.signs.off)
        self.rows[number].set_class(on, "-chosen")

    def action_submit(self) -> None:
        chosen = tuple(self.texts()[number] for number in sorted(self._chosen))
        self.give(chosen or None)

    def show_result(self, attempt: Attempt) -> None:
        key = self.question.key if isinstance(self.question.key, tuple) else ()
        given = attempt.given if isinstance(attempt.given, tuple) else ()
        for row in self.rows:
            wanted, taken = row.text in key, row.text in given
            if wanted and taken:
                row.mark(self.signs.right, "-right")
            elif wanted:
                row.mark(self.signs.right, "-right", "you left this out")
            elif taken:
                row.mark(self.signs.wrong, "-wrong")
            else:
                row.draw(" ")
                row.add_class("-other")

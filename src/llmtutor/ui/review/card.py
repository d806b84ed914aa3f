"""One card: its front, the answer, what came of it, and how well it was remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from llmtutor.content.inline import plain
from llmtutor.quiz.models import Attempt, Question
from llmtutor.review.models import DeckCard, Rating
from llmtutor.review.queue import LEECH_LAPSES
from llmtutor.ui.facts import Fact
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.quiz.answering import Answering
from llmtutor.ui.quiz.question import ASKS, WAYS, outcome_of
from llmtutor.ui.review.spans import span
from llmtutor.ui.signs import Signs
from llmtutor.ui.today.rows import counted


@dataclass
class CardGraded(Fact):
    """The student said how well a card was remembered."""

    rating: Rating


@dataclass
class CardPut(Fact):
    """The student put the card aside, or wants the last thing taken back."""

    what: str
    """``undo``, ``suspend`` or ``bury``."""


@dataclass
class CardOpened(Fact):
    """The student wants to see where the card stands."""


class GradeButton(Static):
    """A grade: its key, its name, and when the card would come again."""

    def __init__(self, rating: Rating, wait: timedelta, *, suggested: bool, enter: str) -> None:
        name = (rating.name.lower(), "bold underline" if suggested else "bold")
        after = f" {enter}" if suggested else ""
        words = Content.assemble((str(int(rating)), "bold $accent"), " ", name, after,
                                 (f"\n{span(wait)}", "$text-muted"))  # fmt: skip
        super().__init__(words, markup=False, classes="grade")
        self._rating = rating

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(CardGraded(self._rating))


class CardView(VerticalScroll, can_focus=True):
    """While it is on the screen every letter and digit belongs to it."""

    BINDING_GROUP_TITLE = "A card"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "reveal", "show the answer", id="card.reveal",
                tooltip="Show the answer"),
        Binding("enter", "grade(0)", "grade", id="card.suggested", show=False,
                tooltip="Take the grade that is suggested"),
        *(Binding(str(number), f"grade({number})", "how well", id=f"card.{number}",
                  key_display="1-4", show=number == 1,
                  tooltip="How well you remembered: again, hard, good, easy")
          for number in (1, 2, 3, 4)),
        Binding("u", "put('undo')", "undo", id="card.undo",
                tooltip="Take back the last thing, one after the other"),
        Binding("o", "open", "open the passage", id="card.open",
                tooltip="See where this stands in your notes; Esc comes back"),
        Binding("b", "put('bury')", "not today", id="card.bury", show=False,
                tooltip="Put the card off until tomorrow"),
        Binding("s", "put('suspend')", "suspend", id="card.suspend",
                tooltip="Show this card no more until you bring it back"),
    ]  # fmt: skip

    outcome = getters.query_one("#outcome", Static)
    quote = getters.query_one("#quiz-quote", Static)

    def __init__(self, item: DeckCard, question: Question | None, left: int, signs: Signs) -> None:
        """Show a card's front.

        Args:
            item: the card.
            question: what it was made of; None for cards of notes.
            left: cards still due, this one too.
            signs: to draw with.
        """
        super().__init__(id="question")
        self.item = item
        self.question = question
        self.suggested: Rating | None = None
        """Set once the answer is shown."""
        self._left, self._signs = left, signs

    def compose(self) -> ComposeResult:
        card = self.item.card
        parts = [harmless(card.title), f"{self._left} left"]
        if self.item.schedule.state == "new":
            parts.append("new")
        yield Static(Content("   ".join(parts)), markup=False, id="quiz-head")
        yield Static(Content(harmless(card.front)), markup=False, id="stem")
        if self.question is not None:
            if words := ASKS[self.question.kind]:
                yield Static(words, markup=False, id="asks")
            yield WAYS[self.question.kind](self.question, self._signs)
        yield Static(markup=False, id="outcome")
        yield Static(markup=False, id="quiz-quote")
        yield Horizontal(id="grades")
        yield Static(markup=False, id="leech")

    def on_mount(self) -> None:
        answering = self.query(Answering)
        (answering.first() if answering else self).focus()

    @property
    def closed(self) -> bool:
        """Whether the answer is shown."""
        return self.suggested is not None

    def show(self, attempt: Attempt, suggested: Rating, waits: Mapping[Rating, timedelta]) -> None:
        """Show what came of the answer to a question."""
        self.query_one(Answering).show(attempt)
        words, kind = outcome_of(attempt, self._signs)
        self.outcome.set_classes(["-said", kind])
        self._close(words, suggested, waits)

    def show_back(self, waits: Mapping[Rating, timedelta]) -> None:
        """Show the back of a card of notes."""
        self.outcome.set_classes(["-said"])
        self._close(Content(harmless(self.item.card.back)), Rating.GOOD, waits)

    def _close(self, words: Content, suggested: Rating, waits: Mapping[Rating, timedelta]) -> None:
        self.suggested = suggested
        self.outcome.update(words)
        self._show_source()
        self.query_one("#grades", Horizontal).mount_all(
            GradeButton(rating, wait, suggested=rating is suggested, enter=self._signs.enter)
            for rating, wait in waits.items()
        )
        lapses = self.item.schedule.lapses
        if lapses >= LEECH_LAPSES:
            self.query_one("#leech", Static).add_class("-said")
            self.query_one("#leech", Static).update(
                f"Forgotten {counted(lapses, 'time')} after it was learnt. Read its passage again,"
                " word it otherwise, or suspend it."
            )
        self.focus()
        self.call_after_refresh(self.scroll_end, animate=False)
        self.refresh_bindings()

    def _show_source(self) -> None:
        card = self.item.card
        if not card.path:
            return
        shown = self.question is not None and card.quote
        words = harmless(" ".join(plain(card.quote).split())) + "\n" if shown else ""
        title = harmless(card.title or card.path)
        self.quote.update(
            Content.assemble(words, ("o", "bold $accent"), (f"  open in {title}", "$text-muted"))
        )
        self.quote.add_class("-said")

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return bool(character) and character.isalnum() if character else False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "reveal":
            return not self.closed and self.question is None
        if action == "grade":
            return self.closed
        if action == "open":
            return self.closed and bool(self.item.card.path)
        if action == "put" and parameters != ("undo",):
            return self.closed or self.question is None
        return True

    def action_reveal(self) -> None:
        self.post_message(BackWanted())

    def action_grade(self, number: int) -> None:
        if self.suggested is not None:
            self.post_message(CardGraded(Rating(number) if number else self.suggested))

    def action_put(self, what: str) -> None:
        self.post_message(CardPut(what))

    def action_open(self) -> None:
        self.post_message(CardOpened())

    def on_click(self, event: Click) -> None:
        if self.closed and event.widget is self.quote:
            event.stop()
            self.action_open()


@dataclass
class BackWanted(Fact):
    """The student wants to see the back of a card of notes."""

"""The review screen: what is due, one card after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.dom import DOMNode
from textual.events import ScreenResume
from textual.screen import Screen
from textual.widget import Widget

from llmtutor.errors import UsageError
from llmtutor.interchange.question_card import question_of
from llmtutor.quiz.grading import grade
from llmtutor.quiz.models import Attempt
from llmtutor.review.intake import rating_of
from llmtutor.review.models import Card, DeckCard, Rating
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact, ModeChosen, Noticed, PassageChosen, RecordChanged
from llmtutor.ui.keeping import Keeping
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.notice import NoticeLine
from llmtutor.ui.quiz.answering import AnswerGiven
from llmtutor.ui.review.card import BackWanted, CardGraded, CardOpened, CardPut, CardView
from llmtutor.ui.review.rest import (
    Rest,
    RestView,
    TroubledOpened,
    TroubledTurned,
    troubled_of,
)
from llmtutor.ui.review.spans import span
from llmtutor.ui.topline import TopLine

_LONGEST = 180.0
"""Seconds that a card is taken to need at most: beyond, the student was elsewhere."""
_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A card to show: with it, how long until it comes again for each grade."""

    item: DeckCard
    left: int
    waits: Mapping[Rating, timedelta]


@dataclass
class NextFound(Fact):
    """The last thing is on the disk, and this is to be shown now."""

    found: Shown | Rest
    said: str = ""


class ReviewScreen(Keeping, Screen[None]):
    """Shows one thing at a time, in the middle."""

    CSS_PATH: ClassVar = ["../quiz/quiz.tcss", "review.tcss"]
    BINDING_GROUP_TITLE = "Review"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="review.back", tooltip="Leave; every grade is kept"),
    ]  # fmt: skip

    line = getters.query_one(TopLine)
    body = getters.query_one("#review-body", Container)
    notice = getters.query_one(NoticeLine)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Shown | None = None
        self._since = 0.0

    def compose(self) -> ComposeResult:
        yield TopLine("review", self._desk.signs)
        yield Container(id="review-body")
        yield NoticeLine()
        yield KeyLine()

    def on_mount(self) -> None:
        self.line.show_place(["Review"])

    @property
    def palette_nodes(self) -> list[DOMNode]:
        """Whose actions the command palette offers here."""
        return [self, *self.body.children]

    @on(ScreenResume)
    def _resumed(self) -> None:
        if self._shown is None:
            self._go(lambda: None)

    # On the disk first, then on the screen

    def _go(self, job: Callable[[], DeckCard | None], says: Callable[[DeckCard], str] | None = None,
            *, stay: bool = False) -> None:  # fmt: skip
        """Do something in the record's thread, then show what comes next.

        Args:
            job: what to do; gives the card it was done to.
            says: what to say about that card.
            stay: show that card again, whatever the queue says.
        """
        if self.busy:
            return
        self.busy = True
        self._do(job, says, stay=stay)

    @work(name="review", group="review", exit_on_error=False)
    async def _do(self, job: Callable[[], DeckCard | None],
                  says: Callable[[DeckCard], str] | None, *, stay: bool) -> None:  # fmt: skip
        done = await self._desk.ask(job)
        found = await self._desk.ask(partial(self._next, done if stay else None))
        self.post_message(NextFound(found, says(done) if done and says else ""))

    def _next(self, again: DeckCard | None) -> Shown | Rest:
        deck, now = self._desk.services.deck, self._desk.now()
        queue = deck.queue(now)
        if again is not None or queue.ids:
            item = again or deck.card(queue.ids[0])
            left = queue.total + (item.card.id not in queue.ids)
            return Shown(item, left, deck.previews(item.card.id, now))
        coming = deck.forecast(now, _AHEAD)[1:]
        return Rest(deck.done_today(now), deck.count(), queue, coming, troubled_of(deck.cards()))

    @on(NextFound)
    async def _next_found(self, event: NextFound) -> None:
        event.stop()
        self.busy = False
        found = event.found
        view: Widget
        if isinstance(found, Shown):
            self._shown = found
            question = question_of(found.item.card)
            view = CardView(found.item, question, found.left, self._desk.signs)
            self._since = self._desk.tick()
        else:
            self._shown, view = None, RestView(found)
        async with self.batch():
            await self.body.remove_children()
            await self.body.mount(view)
        if event.said:
            self.notice.say(event.said, good=True)
        self.refresh_bindings()
        self.post_message(RecordChanged())

    # Answering

    @on(AnswerGiven)
    def _answer_given(self, event: AnswerGiven) -> None:
        event.stop()
        view, shown = self.query_one(CardView), self._shown
        if view.question is not None and shown is not None and not view.closed:
            marked = grade(view.question, event.given)
            attempt = Attempt(self._desk.now(), "", view.question, event.given, marked)
            view.show(attempt, rating_of(marked.score), shown.waits)

    @on(BackWanted)
    def _back_wanted(self, event: BackWanted) -> None:
        event.stop()
        if self._shown is not None:
            self.query_one(CardView).show_back(self._shown.waits)

    @on(CardGraded)
    def _card_graded(self, event: CardGraded) -> None:
        event.stop()
        shown, deck, now = self._shown, self._desk.services.deck, self._desk.now()
        if shown is None or self.busy:
            return
        seconds = round(min(self._desk.tick() - self._since, _LONGEST), 1)
        self.notice.hush()
        self._go(
            partial(deck.answer, shown.item.card.id, event.rating, now, seconds=seconds), _again
        )

    @on(CardPut)
    def _card_put(self, event: CardPut) -> None:
        event.stop()
        deck, now, shown = self._desk.services.deck, self._desk.now(), self._shown
        if event.what == "undo":
            self._go(partial(self._undo, shown.item if shown else None), stay=True)
        elif shown is not None and event.what == "suspend":
            self._go(partial(deck.suspend, shown.item.card.id, now),
                     lambda _: "Suspended: it comes no more. u takes that back.")  # fmt: skip
        elif shown is not None:
            self._go(partial(deck.bury, shown.item.card.id, now),
                     lambda _: "Not today. u takes that back.")  # fmt: skip

    def _undo(self, current: DeckCard | None) -> DeckCard | None:
        """Take the last thing back; the card on the screen stays where there is none."""
        undone = self._desk.services.deck.undo(self._desk.now())
        if undone is None:
            self.post_message(Noticed("There is nothing to take back.", good=True))
        return undone or current

    # Where a card stands

    @on(CardOpened)
    def _card_opened(self, event: CardOpened) -> None:
        event.stop()
        if self._shown is not None:
            self._open(self._shown.item.card)

    @on(TroubledOpened)
    def _troubled_opened(self, event: TroubledOpened) -> None:
        event.stop()
        self._open(event.item.card)

    def _open(self, card: Card) -> None:
        try:
            text = self._desk.services.library.section(card.path).text
        except UsageError:
            self.notice.say(f"This card's section is no longer in your notes: {card.path}")
            return
        question = question_of(card)
        quote = question.source.text if question else card.quote
        start = max(0, text.find(quote))
        self.post_message(PassageChosen(card.path, start, start + len(quote), back_to="review"))

    @on(TroubledTurned)
    def _troubled_turned(self, event: TroubledTurned) -> None:
        event.stop()
        deck, item = self._desk.services.deck, event.item
        turn = deck.resume if item.schedule.suspended else deck.suspend
        self._go(partial(turn, item.card.id, self._desk.now()))

    @on(Noticed)
    def _noticed(self, event: Noticed) -> None:
        event.stop()
        self.notice.say(event.text, good=event.good)

    def action_back(self) -> None:
        if self.notice.saying:
            self.notice.hush()
        self.post_message(ModeChosen("today"))


def _again(item: DeckCard) -> str:
    schedule = item.schedule
    if schedule.due is None or schedule.last is None:
        return ""
    return f"again in {span(schedule.due - schedule.last)}"

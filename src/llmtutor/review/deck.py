"""The student's cards: what is due, answering, undoing, and where new cards come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from llmtutor.errors import UsageError
from llmtutor.review.clock import Days, stamp
from llmtutor.review.intake import (
    ImportedCard,
    Intake,
    TextOf,
    take_imported,
    take_notes,
    take_tried,
)
from llmtutor.review.ledger import Ledger
from llmtutor.review.models import Card, DeckCard, Event, EventKind, Limits, Rating
from llmtutor.review.queue import AHEAD, Queue, due_queue, forecast, leeches
from llmtutor.review.replay import weights_from
from llmtutor.review.scheduling import previews
from llmtutor.review.store import ReviewStore

NotesCards = Callable[[], Sequence[Card]]
"""All cards that stand in the notes now."""
_MANY_NEW = 50
"""New cards looked at for each that is wanted: siblings of each other are passed over."""


class Deck:
    """Every call reads and writes the store, so that two windows agree. Times are arguments."""

    def __init__(
        self,
        store: ReviewStore,
        *,
        days: Days,
        limits: Limits,
        retention: float,
        text_of: TextOf = lambda _: None,
    ) -> None:
        """Put a deck together.

        Args:
            store: where cards and log are kept.
            days: when the student's days begin.
            limits: cards a day.
            retention: share of reviews to be remembered.
            text_of: the text of a section by its path, for following edits.
        """
        self.days = days
        self._store = store
        self._limits = limits
        self._retention = retention
        self._text_of = text_of
        self._ledger = Ledger(store, days)

    # -- what is due

    def queue(self, now: datetime, within: str = "") -> Queue:
        """What to review now, in order; the order holds while the day lasts.

        Args:
            now: any zone.
            within: path of a part of the library; empty is all of it.
        """
        at = stamp(now)
        with self._store.transaction():
            self._ledger.note_clock(at)
            self._take_tried()
        day = self.days.of(at)
        end = self.days.end(day)
        done = self._store.done_between(self.days.start(day), end)
        room = max(0, self._limits.new - done.new)
        waiting = self._store.waiting(max(end, at + AHEAD), new=room * _MANY_NEW, within=within)
        return due_queue(waiting, now=at, day=day, day_end=end, limits=self._limits, done=done)

    def card(self, card_id: str) -> DeckCard:
        """A card with its schedule.

        Raises:
            UsageError: there is no such card.
        """
        found = self._store.card(card_id)
        if found is None:
            raise UsageError(f"there is no card '{card_id}'", hint="llmtutor cards list")
        return found

    def cards(self, within: str = "") -> list[DeckCard]:
        """All cards below a path, oldest first."""
        return self._store.cards(within)

    def count(self) -> int:
        """How many cards there are."""
        return self._store.count()

    def done_today(self, now: datetime) -> int:
        """Reviews done today, quizzes apart."""
        day = self.days.of(stamp(now))
        done = self._store.done_between(self.days.start(day), self.days.end(day))
        return done.new + done.reviews

    def previews(self, card_id: str, now: datetime) -> dict[Rating, timedelta]:
        """How long until a card comes again, for each rating that could be given now."""
        item, at = self.card(card_id), stamp(now)
        weights = weights_from(self._store.weights())
        return previews(
            item.schedule,
            at,
            self.days.of(at),
            card=card_id,
            retention=self._retention,
            weights=weights,
        )

    def leeches(self, within: str = "") -> list[DeckCard]:
        """Cards forgotten again and again, worst first."""
        return leeches(self._store.cards(within))

    def forecast(self, now: datetime, days: int) -> list[tuple[date, int]]:
        """Cards that come due today and on the days after."""
        today = self.days.of(stamp(now))
        dates = [today + timedelta(days=number) for number in range(days)]
        ends = [(day, self.days.end(day)) for day in dates]
        due = self._store.waiting(ends[-1][1], new=0) if ends else []
        counts = forecast([item.schedule for item in due], ends)
        return list(zip(dates, counts, strict=True))

    def log(self) -> list[Event]:
        """Everything that was done, as it was written."""
        return self._store.events()

    # -- what the student does

    def answer(
        self, card_id: str, rating: Rating, now: datetime, *, seconds: float | None = None
    ) -> DeckCard:
        """Note a review. When this returns, it is on the disk."""
        return self._act("review", card_id, now, rating=rating, seconds=seconds)

    def suspend(self, card_id: str, now: datetime) -> DeckCard:
        """Show a card no more until it is resumed."""
        return self._act("suspend", card_id, now)

    def resume(self, card_id: str, now: datetime) -> DeckCard:
        return self._act("resume", card_id, now)

    def bury(self, card_id: str, now: datetime) -> DeckCard:
        """Put a card off until tomorrow."""
        until = self.days.end(self.days.of(stamp(now)))
        return self._act("bury", card_id, now, data=until.isoformat())

    def unbury(self, card_id: str, now: datetime) -> DeckCard:
        return self._act("unbury", card_id, now)

    def undo(self, now: datetime) -> DeckCard | None:
        """Take back the newest thing done in review; None where there is nothing left."""
        at = stamp(now)
        with self._store.transaction():
            last = self._store.undoable()
            if last is None:
                return None
            day = self.days.of(at)
            self._ledger.write(Event("undo", at, day, last.card, of=last.key))
        return self.card(last.card)

    # -- where cards come from

    def take_tried(self) -> None:
        """Make cards of quiz items that were tried since the last time."""
        with self._store.transaction():
            self._take_tried()

    def take_notes(self, state: str, find: NotesCards, now: datetime) -> Intake | None:
        """Bring the cards in step with the notes; None where the notes have not changed.

        Args:
            state: a name for the state the notes are in; compared with the last one.
            find: reads all cards in the notes; called only if they changed.
            now: any zone.
        """
        if self._store.notes_seen() == state:
            return None
        found = find()
        with self._store.transaction():
            report = take_notes(self._store, found, stamp(now))
            self._store.set_notes_seen(state)
        return report

    def take_imported(self, items: Iterable[ImportedCard], now: datetime) -> Intake:
        """Add cards of another program with their history, all or none."""
        with self._store.transaction():
            return take_imported(self._store, self._ledger, items, stamp(now), self._retention)

    def use_weights(self, data: str, now: datetime) -> None:
        """Schedule with other parameters of FSRS from now on; every card is computed anew.

        Args:
            data: JSON list of 21 numbers, or empty for the defaults.
            now: any zone.
        """
        at = stamp(now)
        with self._store.transaction():
            self._ledger.write(Event("weights", at, self.days.of(at), data=data))

    def rebuild(self) -> int:
        """Compute every schedule from the log; how many were not what they should be."""
        with self._store.transaction():
            return self._ledger.rebuild()

    def _act(
        self,
        kind: EventKind,
        card_id: str,
        now: datetime,
        *,
        rating: Rating | None = None,
        seconds: float | None = None,
        data: str = "",
    ) -> DeckCard:
        at = stamp(now)
        self.card(card_id)
        with self._store.transaction():
            self._take_tried()
            event = Event(
                kind,
                at,
                self.days.of(at),
                card_id,
                rating,
                seconds,
                self._retention,
                data=data,
            )
            self._ledger.write(event)
        return self.card(card_id)

    def _take_tried(self) -> None:
        take_tried(self._store, self._ledger, self.days, self._retention, self._text_of)

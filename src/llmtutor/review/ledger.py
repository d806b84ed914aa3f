"""Writing into the log and keeping the stored schedules equal to what the log gives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from llmtutor.review.clock import Days
from llmtutor.review.models import Event, Schedule
from llmtutor.review.replay import advance, replay, replay_card, weights_from, with_believed_times
from llmtutor.review.store import ReviewStore

_DRIFT = timedelta(minutes=5)
"""A clock that is set back by less was only put right; no note of it is needed."""


class Ledger:
    """The only writer of the log. Every method runs inside the caller's transaction."""

    def __init__(self, store: ReviewStore, days: Days) -> None:
        self._store = store
        self._days = days

    def write(self, event: Event) -> bool:
        """Add a line and bring the schedules after it; False where it was there already."""
        last = self._store.last_time()
        jumped = last is not None and (event.at < last or self._store.any_between(last, event.at))
        stored = self._store.append(event)
        if stored is None:
            return False
        if jumped or event.kind == "weights":
            self.rebuild()
        elif event.kind in {"undo", "regrade"}:
            self.replay_cards([event.card])
        elif event.card:
            self._advance(stored)
        return True

    def write_imported(self, card: str, events: Iterable[Event]) -> int:
        """Add lines of another program to a card; how many were not there yet."""
        added = sum(self._store.append(event) is not None for event in events)
        if added:
            self.replay_cards([card])
        return added

    def note_clock(self, now: datetime) -> None:
        """Note a clock that was set back, or that has caught up with lines not believed."""
        last = self._store.last_time()
        if last is None:
            return
        if now < last - _DRIFT or self._store.any_between(last, now):
            self.write(Event("clock", now, self._days.of(now)))

    def rebuild(self) -> int:
        """Compute every schedule from the log; how many stored ones were other."""
        log = self._store.events()
        trusted = with_believed_times(log)
        self._store.set_disordered(
            any(event.at != raw.at for event, raw in zip(trusted, log, strict=True))
        )
        stored = {item.card.id: item.schedule for item in self._store.cards(gone=True)}
        right = replay(log)
        changed = [
            (card, right.get(card, Schedule()))
            for card, schedule in stored.items()
            if right.get(card, Schedule()) != schedule
        ]
        self._store.set_schedules(changed)
        return len(changed)

    def replay_cards(self, cards: Iterable[str]) -> None:
        """Compute some cards' schedules from the log."""
        weights = weights_from(self._store.weights())
        whole = with_believed_times(self._store.events()) if self._store.is_disordered() else None
        schedules = []
        for card in cards:
            events = (
                self._store.events(card)
                if whole is None
                else [event for event in whole if event.card == card]
            )
            schedules.append((card, replay_card(events, weights)))
        self._store.set_schedules(schedules)

    def _advance(self, event: Event) -> None:
        item = self._store.card(event.card)
        schedule = item.schedule if item else Schedule()
        weights = weights_from(self._store.weights())
        self._store.set_schedules([(event.card, advance(schedule, event, weights))])

"""What review needs to be kept; ``storage`` provides it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from llmtutor.review.models import Card, DayCounts, DeckCard, Event, Origin, Schedule
from llmtutor.review.queue import Waiting


@dataclass(frozen=True, slots=True)
class Tried:
    """A quiz item that was tried, before review has heard of it."""

    source: str
    """Name of the attempt, unique for ever."""
    at: datetime
    card: Card
    score: float
    """0 wrong to 1 right."""


class CardStore(Protocol):
    """Cards with their schedules."""

    def card(self, card_id: str) -> DeckCard | None: ...
    def by_meaning(self, meanings: Collection[str]) -> dict[str, DeckCard]:
        """Known cards by the meaning of their words, also those gone from the notes."""
        ...

    def cards(
        self, within: str = "", *, origin: Origin | None = None, gone: bool = False
    ) -> list[DeckCard]:
        """Cards below a path, oldest first; with ``gone`` also those no longer in the notes."""
        ...

    def count(self) -> int:
        """Cards that stand in the notes or need none."""
        ...

    def waiting(self, due: datetime, *, new: int, within: str = "") -> list[Waiting]:
        """Cards due at a moment, and the ``new`` oldest of the new ones."""
        ...

    def put(self, items: Iterable[DeckCard], at: datetime) -> None:
        """Add cards, or change the words of those whose id is known (not their schedule)."""
        ...

    def set_schedules(self, schedules: Iterable[tuple[str, Schedule]]) -> None: ...
    def set_gone(self, ids: Collection[str], at: datetime) -> None:
        """Mark cards that are no longer in the notes; they are kept with their history."""
        ...


class ReviewLog(Protocol):
    """Everything that was done with cards. Lines are added, never changed or removed."""

    def append(self, event: Event) -> Event | None:
        """Add a line; None where its ``source`` is there already."""
        ...

    def last_time(self) -> datetime | None:
        """The time that the newest line bears, imported ones apart."""
        ...

    def any_between(self, after: datetime, until: datetime) -> bool:
        """Whether a line that was not imported bears a time in ``(after, until]``."""
        ...

    def events(self, card: str = "") -> list[Event]:
        """All lines, or one card's, in the order they were added."""
        ...

    def line(self, source: str) -> Event | None:
        """The line that was copied from a record."""
        ...

    def weights(self) -> str:
        """Data of the newest ``weights`` line; empty where there is none."""
        ...

    def undoable(self) -> Event | None:
        """The newest thing that the student did in review and has not taken back."""
        ...

    def done_between(self, start: datetime, end: datetime) -> DayCounts: ...


class ReviewStore(CardStore, ReviewLog, Protocol):
    """All of it, in one database."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; waits for another window that is writing. Not to be nested."""
        ...

    def tried(self) -> Sequence[Tried]:
        """Quiz items tried since the last :meth:`heard`, in order."""
        ...

    def heard(self, upto: str) -> None:
        """Remember that review knows all attempts up to this ``source``."""
        ...

    def regraded(self) -> Sequence[Tried]:
        """Items whose mark was changed after they were tried, since this was last asked."""
        ...

    def is_disordered(self) -> bool:
        """Whether the log holds times that are not believed."""
        ...

    def set_disordered(self, value: bool) -> None: ...
    def notes_seen(self) -> str:
        """Which state of the notes the cards were last taken from."""
        ...

    def set_notes_seen(self, state: str) -> None: ...

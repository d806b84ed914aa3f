"""Cards and the log of reviews, in ``progress.db``. Times are UTC text, so they sort."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from llmtutor.library.schema import transaction
from llmtutor.review.models import (
    STUDENT_KINDS,
    Card,
    DayCounts,
    DeckCard,
    Event,
    Origin,
    Rating,
    Schedule,
)
from llmtutor.review.queue import Waiting
from llmtutor.storage.hearsay import Hearsay

_WORDS = ("meaning", "kind", "front", "back", "path", "title", "quote", "sibling", "item", "origin")
_SCHEDULE = tuple(
    "state step stability difficulty due last last_day reps lapses suspended buried".split()
)
_STUDENT = ", ".join(f"'{kind}'" for kind in sorted(STUDENT_KINDS))
_BELOW = "(?1 = '' OR path = ?1 OR substr(path, 1, length(?1) + 1) = ?1 || '/')"
_COUNTS = "NOT EXISTS (SELECT 1 FROM review AS u WHERE u.undone = review.key AND u.kind = 'undo')"


class StoredReviews(Hearsay):
    """Satisfies the review room's ``ReviewStore``."""

    def transaction(self) -> AbstractContextManager[None]:
        return transaction(self._connection)

    # -- cards

    def card(self, card_id: str) -> DeckCard | None:
        row = self._connection.execute("SELECT * FROM card WHERE id=?", (card_id,)).fetchone()
        return _deck_card(row) if row else None

    def by_meaning(self, meanings: Collection[str]) -> dict[str, DeckCard]:
        found = {}
        for meaning in meanings:
            row = self._connection.execute(
                "SELECT * FROM card WHERE meaning=? ORDER BY key LIMIT 1", (meaning,)
            ).fetchone()
            if row:
                found[meaning] = _deck_card(row)
        return found

    def cards(
        self, within: str = "", *, origin: Origin | None = None, gone: bool = False
    ) -> list[DeckCard]:
        rows = self._connection.execute(
            f"SELECT * FROM card WHERE {_BELOW} AND (?2 IS NULL OR origin = ?2)"
            " AND (?3 OR gone IS NULL) ORDER BY key",
            (within, origin, gone),
        )
        return [_deck_card(row) for row in rows]

    def count(self) -> int:
        (count,) = self._connection.execute(
            "SELECT count(*) FROM card WHERE gone IS NULL"
        ).fetchone()
        return int(count)

    def waiting(self, due: datetime, *, new: int, within: str = "") -> list[Waiting]:
        columns = f"id, sibling, {', '.join(_SCHEDULE)}"
        rows = self._connection.execute(
            f"SELECT {columns} FROM card WHERE {_BELOW} AND due <= ?2 AND gone IS NULL",
            (within, _text(due)),
        ).fetchall()
        rows += self._connection.execute(
            f"SELECT {columns} FROM card WHERE {_BELOW} AND state = 'new' AND gone IS NULL"
            " AND NOT suspended ORDER BY key LIMIT ?2",
            (within, new),
        ).fetchall()
        return [Waiting(row["id"], row["sibling"], _schedule(row)) for row in rows]

    def put(self, items: Iterable[DeckCard], at: datetime) -> None:
        columns = ("id", "made", *_WORDS, *_SCHEDULE)
        marks = ",".join("?" * len(columns))
        changes = ", ".join(f"{name}=excluded.{name}" for name in _WORDS)
        self._connection.executemany(
            f"INSERT INTO card({', '.join(columns)}) VALUES({marks})"
            f" ON CONFLICT(id) DO UPDATE SET gone=NULL, {changes}",
            [
                (
                    item.card.id,
                    _text(at),
                    *(getattr(item.card, name) for name in _WORDS),
                    *_schedule_values(item.schedule),
                )
                for item in items
            ],
        )

    def set_schedules(self, schedules: Iterable[tuple[str, Schedule]]) -> None:
        changes = ", ".join(f"{name}=?" for name in _SCHEDULE)
        self._connection.executemany(
            f"UPDATE card SET {changes} WHERE id=?",
            [(*_schedule_values(schedule), card) for card, schedule in schedules],
        )

    def set_gone(self, ids: Collection[str], at: datetime) -> None:
        self._connection.executemany(
            "UPDATE card SET gone=? WHERE id=?", [(_text(at), card) for card in ids]
        )

    # -- the log

    def append(self, event: Event) -> Event | None:
        cursor = self._connection.execute(
            "INSERT INTO review(kind, at, day, card, rating, seconds, retention, origin, source,"
            " undone, data) VALUES(?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(source) DO NOTHING",
            (
                event.kind,
                _text(event.at),
                event.day.isoformat(),
                event.card,
                event.rating and int(event.rating),
                event.seconds,
                event.retention,
                event.origin,
                event.source or None,
                event.of,
                event.data,
            ),
        )
        if cursor.rowcount < 1:
            return None
        row = self._connection.execute("SELECT * FROM review WHERE key=?", (cursor.lastrowid,))
        return _event(row.fetchone())

    def last_time(self) -> datetime | None:
        row = self._connection.execute(
            "SELECT at FROM review WHERE origin <> 'import' ORDER BY key DESC LIMIT 1"
        ).fetchone()
        return datetime.fromisoformat(row["at"]) if row else None

    def any_between(self, after: datetime, until: datetime) -> bool:
        row = self._connection.execute(
            "SELECT 1 FROM review WHERE at > ? AND at <= ? AND origin <> 'import' LIMIT 1",
            (_text(after), _text(until)),
        ).fetchone()
        return row is not None

    def events(self, card: str = "") -> list[Event]:
        condition, values = ("WHERE card=?", (card,)) if card else ("", ())
        rows = self._connection.execute(f"SELECT * FROM review {condition} ORDER BY key", values)
        return [_event(row) for row in rows]

    def line(self, source: str) -> Event | None:
        return self._one("source = ?", source)

    def weights(self) -> str:
        found = self._one("kind = 'weights' AND card = '' ORDER BY key DESC LIMIT 1")
        return found.data if found else ""

    def undoable(self) -> Event | None:
        return self._one(
            f"kind IN ({_STUDENT}) AND origin = 'review' AND {_COUNTS} ORDER BY key DESC LIMIT 1"
        )

    def done_between(self, start: datetime, end: datetime) -> DayCounts:
        rows = self._connection.execute(
            "SELECT card, sum(review.origin = 'review') AS here, card.sibling, (SELECT min(p.at)"
            " FROM review AS p WHERE p.card = review.card AND p.kind = 'review') AS first"
            " FROM review JOIN card ON card.id = review.card"
            f" WHERE review.kind = 'review' AND at >= ? AND at < ? AND {_COUNTS} GROUP BY card",
            (_text(start), _text(end)),
        ).fetchall()
        here = [row for row in rows if row["here"]]
        new = sum(row["first"] >= _text(start) for row in here)
        siblings = frozenset(row["sibling"] for row in rows if row["sibling"])
        return DayCounts(new, len(here) - new, siblings)

    def _one(self, condition: str, *values: Any) -> Event | None:
        row = self._connection.execute(f"SELECT * FROM review WHERE {condition}", values).fetchone()
        return _event(row) if row else None


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _maybe(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _deck_card(row: sqlite3.Row) -> DeckCard:
    return DeckCard(Card(row["id"], *(row[name] for name in _WORDS)), _schedule(row))


def _schedule(row: sqlite3.Row) -> Schedule:
    return Schedule(
        state=row["state"],
        step=row["step"],
        stability=row["stability"],
        difficulty=row["difficulty"],
        due=_maybe(row["due"]),
        last=_maybe(row["last"]),
        last_day=date.fromisoformat(row["last_day"]) if row["last_day"] else None,
        reps=row["reps"],
        lapses=row["lapses"],
        suspended=bool(row["suspended"]),
        buried=_maybe(row["buried"]),
    )


def _schedule_values(schedule: Schedule) -> tuple[Any, ...]:
    return (
        schedule.state,
        schedule.step,
        schedule.stability,
        schedule.difficulty,
        schedule.due and _text(schedule.due),
        schedule.last and _text(schedule.last),
        schedule.last_day and schedule.last_day.isoformat(),
        schedule.reps,
        schedule.lapses,
        schedule.suspended,
        schedule.buried and _text(schedule.buried),
    )


def _event(row: sqlite3.Row) -> Event:
    return Event(
        kind=row["kind"],
        at=datetime.fromisoformat(row["at"]),
        day=date.fromisoformat(row["day"]),
        card=row["card"],
        rating=Rating(row["rating"]) if row["rating"] else None,
        seconds=row["seconds"],
        retention=row["retention"],
        origin=row["origin"],
        source=row["source"] or "",
        of=row["undone"],
        data=row["data"],
        key=row["key"],
    )

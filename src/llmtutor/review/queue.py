"""What to review now, from cards that are due, the limits of the day, and siblings. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from llmtutor.review.models import DayCounts, DeckCard, Limits, Schedule

AHEAD = timedelta(minutes=20)
"""A short step may be taken this much early, when nothing else is left."""
LEECH_LAPSES = 6
"""Forgotten this often after having been learnt: the card is at fault, or the understanding."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card as the queue needs it, without its words."""

    id: str
    sibling: str
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Queue:
    """Cards to review now, in the order to show them, and what was left for another day."""

    ids: tuple[str, ...]
    learning: int = 0
    """Of these, cards on a short step."""
    reviews: int = 0
    new: int = 0
    siblings_put_off: int = 0
    """Due, but a card on the same passage comes today."""
    over_limit: int = 0
    """Due, but more than a day's reviews."""

    @property
    def total(self) -> int:
        return len(self.ids)


def due_queue(
    waiting: Iterable[Waiting],
    *,
    now: datetime,
    day: date,
    day_end: datetime,
    limits: Limits,
    done: DayCounts,
) -> Queue:
    """Choose and order what is due.

    Short steps come first, then reviews and new cards mixed. A card in review
    is due all through its study day; a short step when its minutes are over.
    A card that was put off takes its siblings with it: they would give it away.

    Args:
        waiting: all cards that may be due; others do no harm.
        now: UTC.
        day: the study day of ``now``; the order within it is fixed by it.
        day_end: when that day ends, UTC.
        limits: cards a day.
        done: what was already done today.
    """
    waiting = list(waiting)
    shown = [item for item in waiting if _may_show(item.schedule, now)]
    steps = sorted(
        (item for item in shown if _is_step(item.schedule) and _due(item, now + AHEAD)),
        key=_by_due,
    )
    reviews = sorted(
        (item for item in shown if item.schedule.state == "review" and _due(item, day_end)),
        key=_by_due,
    )
    new = [item for item in shown if item.schedule.state == "new"]
    turns = [*steps, *(item for item in waiting if _is_buried(item.schedule, now))]
    taken = set(done.siblings) | {item.sibling for item in turns if item.sibling}
    chosen, put_off_reviews = _one_of_each(reviews, taken)
    fresh, put_off_new = _one_of_each(new, taken)
    room = max(0, limits.reviews - done.reviews)
    fresh = fresh[: min(max(0, limits.new - done.new), max(0, room - len(chosen)))]
    over = max(0, len(chosen) - room)
    chosen = chosen[:room]
    ready = [item for item in steps if _due(item, now)]
    early = [item for item in steps if not _due(item, now)]
    mixed = sorted((*chosen, *fresh), key=lambda item: _shuffle(item.id, day))
    return Queue(
        ids=tuple(item.id for item in (*ready, *mixed, *early)),
        learning=len(steps),
        reviews=len(chosen),
        new=len(fresh),
        siblings_put_off=put_off_reviews + (put_off_new if fresh else 0),
        over_limit=over,
    )


def leeches(cards: Iterable[DeckCard], lapses: int = LEECH_LAPSES) -> list[DeckCard]:
    """Cards forgotten again and again, worst first."""
    found = [item for item in cards if item.schedule.lapses >= lapses]
    return sorted(found, key=lambda item: (-item.schedule.lapses, item.card.id))


def forecast(schedules: Iterable[Schedule], days: Sequence[tuple[date, datetime]]) -> list[int]:
    """Cards that come due on each of the coming days; what is overdue counts for the first.

    Args:
        schedules: of all cards.
        days: ``(day, when it ends in UTC)``, in order.
    """
    counts = [0] * len(days)
    for schedule in schedules:
        if schedule.due is None or schedule.suspended:
            continue
        due = max(schedule.due, schedule.buried or schedule.due)
        for index, (_, end) in enumerate(days):
            if due < end:
                counts[index] += 1
                break
    return counts


def _may_show(schedule: Schedule, now: datetime) -> bool:
    return not schedule.suspended and not _is_buried(schedule, now)


def _is_buried(schedule: Schedule, now: datetime) -> bool:
    return schedule.buried is not None and schedule.buried > now


def _is_step(schedule: Schedule) -> bool:
    return schedule.state in {"learning", "relearning"}


def _due(item: Waiting, moment: datetime) -> bool:
    return item.schedule.due is not None and item.schedule.due <= moment


def _by_due(item: Waiting) -> tuple[datetime | None, str]:
    return item.schedule.due, item.id


def _one_of_each(items: Sequence[Waiting], taken: set[str]) -> tuple[list[Waiting], int]:
    """The first card of each sibling group, and how many were put off; ``taken`` grows."""
    chosen = []
    for item in items:
        if item.sibling and item.sibling in taken:
            continue
        taken.add(item.sibling)
        chosen.append(item)
    return chosen, len(items) - len(chosen)


def _shuffle(card: str, day: date) -> str:
    """Mixes topics, and keeps the order while the day lasts."""
    return hashlib.sha256(f"{day}:{card}".encode()).hexdigest()

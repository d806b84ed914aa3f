"""What another program knew of a card's past, as lines for the log."""

from __future__ import annotations

import json
from datetime import date, datetime

from llmtutor.review.clock import stamp
from llmtutor.review.models import Event, Rating


def past_review(source: str, at: datetime, day: date, rating: Rating, seconds: float) -> Event:
    """A review done elsewhere; the log takes each ``source`` once, however often it is imported."""
    return Event(
        "review",
        stamp(at),
        day,
        rating=rating,
        seconds=round(seconds, 1) if seconds > 0 else None,
        origin="import",
        source=source,
    )


def seed(
    source: str,
    *,
    last: datetime,
    day: date,
    due: datetime,
    stability: float,
    difficulty: float,
    reps: int,
    lapses: int,
) -> Event:
    """The state of a card of which the single reviews are not known.

    Args:
        source: a name for it, unique for ever.
        last: of the last review, UTC.
        day: its study day.
        due: UTC.
        stability: days until the chance to remember has fallen to 90 %.
        difficulty: 1 to 10.
        reps: reviews so far.
        lapses: of these, forgotten ones.
    """
    memory = {
        "stability": stability,
        "difficulty": difficulty,
        "due": stamp(due).isoformat(),
        "last": stamp(last).isoformat(),
        "last_day": day.isoformat(),
        "reps": max(1, reps),
        "lapses": max(0, lapses),
    }
    return Event("seed", stamp(last), day, origin="import", source=source, data=json.dumps(memory))

"""One review → the next date. The only module that knows the ``fsrs`` package.

Two things differ from calling it bare, both so that the log alone decides:
elapsed time is counted in the student's study days, as the log has them (fsrs
counts spans of 24 hours, so that Monday evening to Tuesday morning is no day),
and intervals are spread by a number that follows from the card, not by chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from llmtutor.review.models import Rating, Schedule, State

if TYPE_CHECKING:
    import fsrs

Weights = tuple[float, ...]
"""The 21 parameters of FSRS 6; empty for its defaults."""

STEP = timedelta(minutes=10)
"""A card just learnt or forgotten comes once more in the same session."""
MAX_DAYS = 3650
"""Ten years; longer intervals are longer than any course is of use."""
_SPREAD = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
"""``(from, to, share)``: how far an interval may move, in days; the bands of FSRS."""
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)


def after_review(
    schedule: Schedule,
    rating: Rating,
    at: datetime,
    day: date,
    *,
    card: str,
    retention: float = 0.9,
    weights: Weights = (),
) -> Schedule:
    """The schedule after one review.

    Args:
        schedule: before the review.
        rating: how well it was remembered.
        at: UTC.
        day: the student's study day at ``at``.
        card: id, from which the spread of intervals follows.
        retention: share of reviews to be remembered, .7 to .97.
        weights: parameters of FSRS, empty for its defaults.
    """
    import fsrs

    elapsed = max(0, (day - schedule.last_day).days) if schedule.last_day else 0
    before = _to_fsrs(schedule, elapsed)
    now = _FIRST + timedelta(days=elapsed)
    after, _ = _scheduler(retention, weights).review_card(before, fsrs.Rating(int(rating)), now)
    wait = after.due - now
    state = _state(after.state)
    reps = schedule.reps + 1
    if state == "review":
        wait = timedelta(days=spread(wait.days, f"{card}:{reps}"))
    lapsed = rating is Rating.AGAIN and schedule.state == "review"
    return replace(
        schedule,
        state=state,
        step=after.step,
        stability=after.stability,
        difficulty=after.difficulty,
        due=at + wait,
        last=at,
        last_day=day,
        reps=reps,
        lapses=schedule.lapses + lapsed,
        buried=None,
    )


def previews(
    schedule: Schedule,
    at: datetime,
    day: date,
    *,
    card: str,
    retention: float = 0.9,
    weights: Weights = (),
) -> dict[Rating, timedelta]:
    """How long until the card comes again, for each rating."""
    waits = {}
    for rating in Rating:
        after = after_review(
            schedule, rating, at, day, card=card, retention=retention, weights=weights
        )
        waits[rating] = (after.due or at) - at
    return waits


def recall_chance(schedule: Schedule, day: date, weights: Weights = ()) -> float:
    """The chance, 0 to 1, that a card is remembered on a study day; 0 for a new card."""
    if schedule.stability is None or schedule.last_day is None:
        return 0.0
    elapsed = max(0, (day - schedule.last_day).days)
    moment = _FIRST + timedelta(days=elapsed)
    scheduler = _scheduler(0.9, weights)
    return float(scheduler.get_card_retrievability(_to_fsrs(schedule, elapsed), moment))


def spread(days: int, seed: str) -> int:
    """An interval moved a little, always the same for a seed, so that cards do not come in heaps.

    Args:
        days: the interval; below 3 it stays.
        seed: the card's id and how often it was reviewed.
    """
    if days < _SPREAD[0][0]:
        return days
    reach = 1.0 + sum(
        share * max(min(float(days), end) - start, 0.0) for start, end, share in _SPREAD
    )
    least, most = max(2, round(days - reach)), min(round(days + reach), MAX_DAYS)
    least = min(least, most)
    digest = hashlib.sha256(seed.encode()).digest()
    return least + int.from_bytes(digest[:8], "big") % (most - least + 1)


def checked_weights(values: Sequence[float]) -> Weights:
    """Parameters that FSRS takes.

    Raises:
        ValueError: not 21 of them, or one out of bounds.
    """
    weights = tuple(float(value) for value in values)
    _scheduler(0.9, weights)
    return weights


@lru_cache(maxsize=16)
def _scheduler(retention: float, weights: Weights) -> fsrs.Scheduler:
    import fsrs

    options = {
        "desired_retention": retention,
        "learning_steps": (STEP,),
        "relearning_steps": (STEP,),
        "maximum_interval": MAX_DAYS,
        "enable_fuzzing": False,
    }
    return fsrs.Scheduler(weights, **options) if weights else fsrs.Scheduler(**options)  # type: ignore[arg-type]


def _to_fsrs(schedule: Schedule, elapsed: int) -> fsrs.Card:
    """A card last reviewed on a fixed day, so that ``elapsed`` days later is exact."""
    import fsrs

    states = {"review": fsrs.State.Review, "relearning": fsrs.State.Relearning}
    state = states.get(schedule.state, fsrs.State.Learning)
    return fsrs.Card(
        card_id=1,  # given, because fsrs waits a millisecond to make one up
        state=state,
        step=None if state is fsrs.State.Review else schedule.step or 0,
        stability=schedule.stability,
        difficulty=schedule.difficulty,
        due=_FIRST + timedelta(days=elapsed),
        last_review=_FIRST if schedule.last_day else None,
    )


def _state(state: fsrs.State) -> State:
    names: dict[int, State] = {1: "learning", 2: "review", 3: "relearning"}
    return names[int(state)]

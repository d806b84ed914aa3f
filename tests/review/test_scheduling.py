from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.review.clock import Days, stamp
from llmtutor.review.models import Rating, Schedule
from llmtutor.review.scheduling import (
    MAX_DAYS,
    after_review,
    checked_weights,
    previews,
    recall_chance,
    spread,
)

from .conftest import NOON, TAIPEI

MONDAY = date(2026, 3, 2)


def reviewed(schedule: Schedule, rating: int, days: int, hour: int = 0) -> Schedule:
    at = NOON + timedelta(days=days, hours=hour)
    return after_review(schedule, Rating(rating), at, MONDAY + timedelta(days=days), card="c")


def test_a_known_history_gives_known_dates() -> None:
    """Should another version of fsrs compute otherwise, every stored schedule would move."""
    schedule = Schedule()
    waits = []
    for day, rating in ((0, 3), (2, 3), (13, 1), (13, 3), (15, 4), (60, 2)):
        schedule = reviewed(schedule, rating, day)
        assert schedule.due is not None
        waits.append(round((schedule.due - (NOON + timedelta(days=day))) / timedelta(days=1), 3))
    assert waits == [2, 9, 0.007, 2, 7, 27]
    assert schedule.stability == pytest.approx(29.779418112767644, rel=1e-12)
    assert schedule.lapses == 1
    assert schedule.reps == 6


def test_elapsed_days_are_study_days_not_spans_of_24_hours() -> None:
    """Evening to next morning is a day for the student, and must be one for FSRS."""
    first = reviewed(Schedule(), 3, 0, hour=10)
    morning = reviewed(first, 3, 1, hour=-4)
    evening = reviewed(first, 3, 1, hour=10)
    assert morning.stability == evening.stability
    same_day = reviewed(first, 3, 0, hour=11)
    assert same_day.stability != morning.stability


def test_time_that_runs_backwards_counts_as_none() -> None:
    first = reviewed(Schedule(), 3, 10)
    assert reviewed(first, 3, 5).stability == reviewed(first, 3, 10).stability


def test_forgetting_brings_the_card_back_in_the_same_session() -> None:
    learnt = reviewed(Schedule(), 3, 0)
    forgotten = reviewed(learnt, 1, 2)
    assert forgotten.state == "relearning"
    assert forgotten.due == NOON + timedelta(days=2, minutes=10)
    assert forgotten.lapses == 1


def test_previews_are_what_happens() -> None:
    schedule = reviewed(Schedule(), 3, 0)
    at, day = NOON + timedelta(days=2), MONDAY + timedelta(days=2)
    waits = previews(schedule, at, day, card="c")
    for rating, wait in waits.items():
        after = after_review(schedule, rating, at, day, card="c")
        assert after.due == at + wait
    assert sorted(waits.values()) == list(waits.values())


def test_more_retention_means_shorter_waits() -> None:
    def wait(retention: float) -> timedelta:
        after = after_review(
            reviewed(Schedule(), 3, 0),
            Rating.EASY,
            NOON + timedelta(days=2),
            MONDAY + timedelta(days=2),
            card="c",
            retention=retention,
        )
        assert after.due
        return after.due - NOON

    assert wait(0.97) < wait(0.9) < wait(0.75)


def test_the_chance_to_recall_falls() -> None:
    schedule = reviewed(Schedule(), 3, 0)
    chances = [recall_chance(schedule, MONDAY + timedelta(days=n)) for n in (0, 2, 30)]
    assert chances[0] == 1.0 > chances[1] > chances[2] > 0
    assert recall_chance(Schedule(), MONDAY) == 0.0


@given(st.integers(0, 5000), st.text(max_size=20))
def test_spread_is_small_and_always_the_same(days: int, seed: str) -> None:
    moved = spread(days, seed)
    assert moved == spread(days, seed)
    assert abs(moved - days) <= max(2, days * 0.16) or moved == MAX_DAYS


def test_intervals_never_pass_ten_years() -> None:
    schedule = Schedule()
    at, day = NOON, MONDAY
    for _ in range(30):
        schedule = after_review(schedule, Rating.EASY, at, day, card="c")
        assert schedule.due
        at, day = schedule.due, day + timedelta(days=(schedule.due - at).days)
        assert (schedule.due - at).days <= MAX_DAYS
        at, day = min(at, datetime(2199, 1, 1, tzinfo=UTC)), min(day, date(2199, 1, 1))


def test_bad_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="21"):
        checked_weights([1.0])


def test_study_days_turn_at_four_in_the_morning() -> None:
    days = Days(TAIPEI, 4)
    assert days.of(datetime(2026, 3, 1, 19, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert days.of(datetime(2026, 3, 1, 20, 0, tzinfo=UTC)) == MONDAY
    assert days.start(MONDAY) == datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    assert days.end(MONDAY) - days.start(MONDAY) == timedelta(days=1)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Apia"])
@pytest.mark.parametrize("starts_at", [0, 2, 4])
def test_days_meet_without_gap_through_summer_time(zone: str, starts_at: int) -> None:
    days = Days(ZoneInfo(zone), starts_at)
    day = date(2011, 12, 1)
    for _ in range(365):
        start, end = days.start(day), days.end(day)
        assert timedelta(0) <= end - start <= timedelta(hours=49)
        if end > start + timedelta(hours=2):
            assert days.of(start + timedelta(hours=1, minutes=1)) == day
        day += timedelta(days=1)


def test_this_computers_zone_is_the_default() -> None:
    day = Days().of(NOON)
    assert Days().start(day) <= NOON < Days().end(day)


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28)))
def test_any_clock_gives_a_time_that_can_be_kept(at: datetime) -> None:
    kept = stamp(at.replace(tzinfo=UTC))
    assert 2000 <= kept.year <= 2200
    assert kept.microsecond % 1000 == 0

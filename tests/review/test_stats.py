from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from llmtutor.errors import MissingError, NothingFoundError
from llmtutor.review.deck import Deck
from llmtutor.review.models import DeckCard, Event, Rating, Schedule
from llmtutor.review.optimise import ENOUGH, fit
from llmtutor.review.stats import (
    counted_reviews,
    retention_by_topic,
    reviews_by_day,
    statistics,
    streak,
)
from llmtutor.storage.reviews import StoredReviews

from .conftest import NOON, note_card

TODAY = date(2026, 3, 2)


def event(key: int, card: str, day: int, rating: int) -> Event:
    at = NOON + timedelta(days=day)
    return Event("review", at, TODAY + timedelta(days=day), card, Rating(rating), key=key)


def test_retention_counts_what_comes_up_a_day_later() -> None:
    log = [
        event(1, "a", 0, 1),
        event(2, "a", 0, 3),
        event(3, "a", 2, 3),
        event(4, "b", 0, 3),
        event(5, "b", 3, 1),
        event(6, "b", 3, 3),
        event(7, "b", 9, 2),
        event(8, "c", 1, 3),
    ]
    found = retention_by_topic(log, {"a": "c/x", "b": "c/y"})
    assert [(t.topic, t.remembered, t.reviews) for t in found] == [("c/y", 1, 2), ("c/x", 1, 1)]
    since = retention_by_topic(log, {"a": "c/x", "b": "c/y"}, TODAY + timedelta(days=5))
    assert [(t.topic, t.reviews) for t in since] == [("c/y", 1)]


def test_undone_reviews_do_not_count() -> None:
    log = [
        event(1, "a", 0, 3),
        event(2, "a", 2, 1),
        Event("undo", NOON + timedelta(days=2), TODAY + timedelta(days=2), "a", of=2, key=3),
    ]
    assert [item.key for item in counted_reviews(log)] == [1]


def test_days_without_reviews_are_shown_too() -> None:
    days = reviews_by_day([event(1, "a", -2, 1), event(2, "a", -2, 3)], TODAY, 4)
    assert [(day.reviews, day.remembered) for day in days] == [(0, 0), (2, 1), (0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("active", "current", "longest", "today"),
    [
        ([], 0, 0, False),
        ([0], 1, 1, True),
        ([-1, -2], 2, 2, False),
        ([-2, -3, -4], 0, 3, False),
        ([0, -1, -3, -4, -5], 2, 3, True),
    ],
)
def test_a_streak_is_not_lost_before_the_day_is_over(
    active: list[int], current: int, longest: int, today: bool
) -> None:
    found = streak([TODAY + timedelta(days=n) for n in active], TODAY)
    assert (found.days, found.longest, found.today) == (current, longest, today)


def test_everything_together(deck: Deck, store: StoredReviews) -> None:
    cards = [note_card(f"f{n}", "b") for n in range(3)]
    store.put([DeckCard(card, Schedule()) for card in cards], NOON)
    deck.answer(cards[0].id, Rating.GOOD, NOON, seconds=30)
    deck.answer(cards[0].id, Rating.AGAIN, NOON + timedelta(days=2), seconds=60)
    deck.suspend(cards[1].id, NOON + timedelta(days=2))
    now = NOON + timedelta(days=2, hours=1)
    found = statistics(
        log=deck.log(),
        cards=deck.cards(),
        goal=0.9,
        today=deck.days.of(now),
        forecast=deck.forecast(now, 5),
        exams=[],
        coverage=[],
        active=[TODAY],
        days=7,
    )
    assert (found.overall.remembered, found.overall.reviews) == (0, 1)
    assert found.cards == {"relearning": 1, "suspended": 1, "new": 1}
    assert found.minutes == 1.5
    assert found.streak.days == 1
    assert sum(count for _, count in found.forecast) == 1


def test_too_few_reviews_are_not_fitted(make_deck: Callable[..., Deck]) -> None:
    with pytest.raises(NothingFoundError, match="0 reviews"):
        fit(make_deck().log())


def test_the_optimiser_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "torch", None)
    log = [event(n, f"c{n % 20}", n // 20, 3) for n in range(ENOUGH + 40)]
    with pytest.raises(MissingError, match="optimise"):
        fit(log)

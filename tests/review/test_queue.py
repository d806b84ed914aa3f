from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from llmtutor.review.clock import Days
from llmtutor.review.models import DayCounts, Limits, Schedule, State
from llmtutor.review.queue import Queue, Waiting, due_queue, forecast

from .conftest import NOON, TAIPEI

DAYS = Days(TAIPEI)
TODAY = DAYS.of(NOON)
LIMITS, NOTHING = Limits(), DayCounts()


def waiting(name: str, state: State = "review", hours: float = -1, sibling: str = "") -> Waiting:
    due = None if state == "new" else NOON + timedelta(hours=hours)
    return Waiting(name, sibling, Schedule(state, due=due, last=NOON, last_day=TODAY))


def queue(*items: Waiting, limits: Limits = LIMITS, done: DayCounts = NOTHING) -> Queue:
    return due_queue(items, now=NOON, day=TODAY, day_end=DAYS.end(TODAY), limits=limits, done=done)


def test_review_cards_are_due_all_day_and_short_steps_when_their_minutes_are_over() -> None:
    found = queue(
        waiting("tonight", hours=10),
        waiting("tomorrow", hours=17),
        waiting("step", "learning", hours=-0.1),
        waiting("soon", "relearning", hours=0.3),
        waiting("later", "learning", hours=1),
    )
    assert found.ids == ("step", "tonight", "soon")
    assert (found.learning, found.reviews) == (2, 1)


def test_limits_count_what_was_done_today() -> None:
    cards = [waiting(f"r{n}", hours=-n - 1) for n in range(8)]
    new = [waiting(f"n{n}", "new") for n in range(8)]
    found = queue(*cards, *new, limits=Limits(5, 10), done=DayCounts(new=2, reviews=4))
    assert (found.reviews, found.new, found.over_limit) == (6, 0, 2)
    assert set(found.ids) == {f"r{n}" for n in range(2, 8)}, "the oldest first"
    roomy = queue(*cards, *new, limits=Limits(5, 100), done=DayCounts(new=2, reviews=4))
    assert (roomy.reviews, roomy.new) == (8, 3)


def test_one_card_of_a_passage_a_day() -> None:
    found = queue(
        waiting("a", hours=-5, sibling="p"),
        waiting("b", hours=-9, sibling="p"),
        waiting("c", "new", sibling="p"),
        waiting("d", hours=-1, sibling="q"),
        waiting("e", hours=-1),
        waiting("f", hours=-1),
    )
    assert set(found.ids) == {"b", "d", "e", "f"}
    assert found.siblings_put_off == 1
    assert not queue(waiting("x", sibling="p"), done=DayCounts(siblings=frozenset("p"))).ids


def test_a_card_that_was_put_off_takes_its_siblings_with_it() -> None:
    buried = Schedule(due=NOON, state="review", last=NOON, buried=DAYS.end(TODAY))
    found = queue(Waiting("a", "p", buried), waiting("b", sibling="p"), waiting("c", sibling="q"))
    assert found.ids == ("c",)
    over = replace(buried, buried=NOON)
    assert queue(Waiting("a", "p", over), waiting("b", sibling="p")).total == 1


def test_short_steps_are_never_put_off() -> None:
    found = queue(
        waiting("a", "learning", sibling="p"),
        waiting("b", "relearning", sibling="p"),
        limits=Limits(0, 0),
        done=DayCounts(siblings=frozenset("p")),
    )
    assert set(found.ids) == {"a", "b"}


def test_the_order_holds_within_a_day_and_changes_with_it() -> None:
    cards = [waiting(f"r{n}") for n in range(20)]
    assert queue(*cards).ids == queue(*reversed(cards)).ids
    tomorrow = due_queue(
        cards,
        now=NOON + timedelta(days=1),
        day=TODAY + timedelta(days=1),
        day_end=DAYS.end(TODAY + timedelta(days=1)),
        limits=Limits(),
        done=DayCounts(),
    )
    assert tomorrow.ids != queue(*cards).ids


def test_forecast_puts_overdue_cards_on_today() -> None:
    due = [Schedule("review", due=NOON + timedelta(days=n)) for n in (-30, 0, 1, 1, 9)]
    due.append(Schedule("review", due=NOON, suspended=True))
    days = [(TODAY + timedelta(days=n), DAYS.end(TODAY + timedelta(days=n))) for n in range(3)]
    assert forecast(due, days) == [2, 2, 0]

"""No review is lost, the schedule follows from the log, and clocks that jump harm nothing."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from llmtutor.review.clock import Days, believed, stamp
from llmtutor.review.deck import Deck
from llmtutor.review.models import DeckCard, Limits, Rating, Schedule
from llmtutor.review.replay import replay
from tests.review.conftest import NOON, in_memory, note_card

ZONES = [timezone(timedelta(hours=hours)) for hours in (-8, 0, 5.5, 8, 13)]


class Student:
    """Studies for many days, with whatever a student and a computer may do."""

    def __init__(self, seed: int, cards: int = 14) -> None:
        self.chance = random.Random(seed)
        self.store = in_memory()
        self.now = NOON
        self.zone = ZONES[3]
        self.skew = timedelta(0)
        """How wrong the clock is."""
        self.answered: list[tuple[str, Rating]] = []
        self.undone = 0
        cards_made = [note_card(f"what is thing {n}", f"it is {n}") for n in range(cards)]
        self.store.put([DeckCard(card, Schedule()) for card in cards_made], NOON)

    @property
    def deck(self) -> Deck:
        return Deck(
            self.store, days=Days(self.zone), limits=Limits(3, 20), retention=self.retention
        )

    retention = 0.9

    @property
    def clock(self) -> datetime:
        return self.now + self.skew

    def study_a_day(self) -> None:
        self._something_happens()
        deck = self.deck
        for _ in range(12):
            queue = deck.queue(self.clock)
            if not queue.ids or self.chance.random() < 0.05:
                break
            card = queue.ids[0]
            self._act(deck, card)
            self.now += timedelta(seconds=self.chance.randint(3, 400))
        self.now += timedelta(hours=self.chance.randint(14, 30))

    def _act(self, deck: Deck, card: str) -> None:
        act = self.chance.random()
        if act < 0.03:
            deck.bury(card, self.clock)
        elif act < 0.05:
            deck.suspend(card, self.clock)
            deck.resume(card, self.clock)
        elif act < 0.09 and self.answered:
            self.undone += deck.undo(self.clock) is not None
        else:
            rating = Rating(self.chance.choices((1, 2, 3, 4), (12, 10, 65, 13))[0])
            deck.answer(card, rating, self.clock)
            self.answered.append((card, rating))

    def _something_happens(self) -> None:
        event = self.chance.random()
        if event < 0.04:
            self.zone = self.chance.choice(ZONES)
        elif event < 0.06:
            self.skew = timedelta(days=self.chance.choice([-20000, -40, -1, 1, 90, 9000]))
        elif event < 0.10:
            self.skew = timedelta(0)
        elif event < 0.12:
            self.retention = self.chance.choice([0.8, 0.9, 0.95])


def check(student: Student) -> None:
    log = student.store.events()
    reviews = [(e.card, e.rating) for e in log if e.kind == "review"]
    assert reviews == student.answered, "a review is lost"
    assert sum(e.kind == "undo" for e in log) == student.undone
    stored = {item.card.id: item.schedule for item in student.store.cards()}
    computed = replay(log)
    for card, schedule in stored.items():
        assert computed.get(card, Schedule()) == schedule, "the schedule is not the log's"


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_thousands_of_days_lose_nothing(seed: int) -> None:
    student = Student(seed)
    for _ in range(100):
        student.study_a_day()
    check(student)
    # once the clock is right again, no card waits for a year that will not come
    student.skew = timedelta(0)
    student.deck.queue(student.clock)
    for item in student.store.cards():
        if item.schedule.due:
            assert item.schedule.last is not None
            assert item.schedule.last <= stamp(student.clock)
    check(student)


@given(st.integers(0, 2**32), st.integers(-9000, 9000).filter(bool))
@settings(max_examples=25, deadline=None)
def test_a_session_under_a_wrong_date_moves_schedules_by_its_own_gap_at_most(
    seed: int, skew: int
) -> None:
    """The log of a student whose clock was wrong for one day, against one whose was right."""
    right, wrong = Student(seed, cards=8), Student(seed, cards=8)
    for student in (right, wrong):
        student._something_happens = lambda: None  # type: ignore[method-assign]
    chance = random.Random(seed)
    for day in range(12):
        for card in sorted(item.card.id for item in right.store.cards()):
            if chance.random() < 0.5:
                continue
            rating = Rating(chance.randint(1, 4))
            for student in (right, wrong):
                off = timedelta(days=skew if student is wrong and day == 5 else 0)
                at = right.now + off + timedelta(seconds=chance.randint(0, 0))
                student.deck.answer(card, rating, at)
            right.now += timedelta(seconds=30)
        right.now += timedelta(days=1)
    true_times = [event.at for event in right.store.events()]
    log = wrong.store.events()
    reviews = [event for event in log if event.kind == "review"]
    assert len(reviews) == len(true_times)
    order = believed([event.at for event in log])
    for place, event in enumerate(log):
        if event.kind == "review":
            true = true_times[reviews.index(event)]
            assert abs(log[order[place]].at - true) <= timedelta(days=2)


def test_replay_does_not_depend_on_zone_or_time() -> None:
    student = Student(1)
    for _ in range(30):
        student.study_a_day()
    log = student.store.events()
    assert replay(log) == replay(list(log))


@given(st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2300, 1, 1)), min_size=1, max_size=40))
def test_believed_times_run_forward_and_end_with_the_newest(times: list[datetime]) -> None:
    stamps = [stamp(at.replace(tzinfo=UTC)) for at in times]
    order = believed(stamps)
    trusted = [stamps[index] for index in order]
    assert trusted == sorted(trusted)
    assert trusted[-1] == stamps[-1]
    assert len(order) == len(stamps)


def test_honest_logs_are_believed_whole() -> None:
    stamps = [NOON + timedelta(minutes=n // 2) for n in range(50)]
    assert believed(stamps) == list(range(50))

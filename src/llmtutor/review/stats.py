"""What the record adds up to. Pure: from the log and the marks of reading to numbers to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from llmtutor.review.exam.report import ExamResult
from llmtutor.review.models import DeckCard, Event, Rating
from llmtutor.review.replay import counted, with_believed_times

SHOWN_DAYS = 30


@dataclass(frozen=True, slots=True)
class DayReviews:
    """One study day."""

    day: date
    reviews: int
    remembered: int
    """Of these, rated better than "again"."""


@dataclass(frozen=True, slots=True)
class TopicRetention:
    """How much of a topic is remembered when it comes up a day or more later."""

    topic: str
    """Path of the lecture; empty for cards from other programs."""
    remembered: int
    reviews: int

    @property
    def share(self) -> float:
        return self.remembered / self.reviews if self.reviews else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a lecture was read."""

    topic: str
    title: str
    read: int
    sections: int


@dataclass(frozen=True, slots=True)
class Streak:
    """Study days in a row."""

    days: int
    """Up to today, or up to yesterday where today has not begun: it is not lost before tonight."""
    longest: int
    today: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """All that the Progress screen and ``llmtutor stats`` show."""

    reviews: tuple[DayReviews, ...]
    """The last days, oldest first, days without a review too."""
    retention: tuple[TopicRetention, ...]
    """By topic, weakest first."""
    overall: TopicRetention
    goal: float
    forecast: tuple[tuple[date, int], ...]
    exams: tuple[ExamResult, ...]
    """Oldest first."""
    coverage: tuple[Coverage, ...]
    """In teaching order."""
    streak: Streak
    cards: Mapping[str, int]
    """Number of cards by state."""
    minutes: float
    """Spent on reviews in the days shown, as far as it was measured."""


def counted_reviews(log: Sequence[Event]) -> list[Event]:
    """The reviews that were not taken back, with their latest grades and times to believe."""
    return [event for event in counted(with_believed_times(log)) if event.kind == "review"]


def reviews_by_day(
    reviews: Iterable[Event], today: date, days: int = SHOWN_DAYS
) -> list[DayReviews]:
    """How many reviews each of the last days saw."""
    done: Counter[date] = Counter()
    remembered: Counter[date] = Counter()
    for event in reviews:
        done[event.day] += 1
        remembered[event.day] += event.rating is not Rating.AGAIN
    shown = [today - timedelta(days=number) for number in reversed(range(days))]
    return [DayReviews(day, done[day], remembered[day]) for day in shown]


def retention_by_topic(
    reviews: Iterable[Event], topic_of: Mapping[str, str], since: date | None = None
) -> list[TopicRetention]:
    """True retention: the share remembered among reviews a day or more after the one before.

    Args:
        reviews: in the order of the log.
        topic_of: topic by card id.
        since: leave out earlier reviews; None takes all.
    """
    latest: dict[str, date] = {}
    counts: dict[str, tuple[int, int]] = {}
    for event in sorted(reviews, key=lambda event: (event.at, event.key)):
        before = latest.get(event.card)
        latest[event.card] = event.day
        if before is None or event.day <= before or (since and event.day < since):
            continue
        topic = topic_of.get(event.card, "")
        remembered, total = counts.get(topic, (0, 0))
        counts[topic] = (remembered + (event.rating is not Rating.AGAIN), total + 1)
    results = [TopicRetention(topic, *pair) for topic, pair in counts.items()]
    return sorted(results, key=lambda item: (item.share, item.topic))


def streak(active: Collection[date], today: date) -> Streak:
    """Days in a row with any study in them."""
    days = set(active)
    current, day = 0, today if today in days else today - timedelta(days=1)
    while day in days:
        current, day = current + 1, day - timedelta(days=1)
    longest = run = 0
    previous: date | None = None
    for day in sorted(days):
        run = run + 1 if previous and day - previous == timedelta(days=1) else 1
        longest, previous = max(longest, run), day
    return Streak(current, longest, today in days)


def statistics(
    *,
    log: Sequence[Event],
    cards: Sequence[DeckCard],
    goal: float,
    today: date,
    forecast: Sequence[tuple[date, int]],
    exams: Sequence[ExamResult],
    coverage: Sequence[Coverage],
    active: Iterable[date],
    days: int = SHOWN_DAYS,
) -> Statistics:
    """Put everything together.

    Args:
        log: all events of review.
        cards: all cards.
        goal: desired retention.
        today: the student's study day.
        forecast: cards due today and on the days after.
        exams: finished ones.
        coverage: of each lecture.
        active: study days with reading or quizzes; days with reviews are added.
        days: how many days back to show.
    """
    reviews = counted_reviews(log)
    by_day = reviews_by_day(reviews, today, days)
    topic_of = {item.card.id: item.card.lecture for item in cards}
    retention = retention_by_topic(reviews, topic_of)
    overall = TopicRetention(
        "", sum(item.remembered for item in retention), sum(item.reviews for item in retention)
    )
    shown = {item.day for item in by_day}
    seconds = sum(event.seconds or 0.0 for event in reviews if event.day in shown)
    return Statistics(
        reviews=tuple(by_day),
        retention=tuple(retention),
        overall=overall,
        goal=goal,
        forecast=tuple(forecast),
        exams=tuple(sorted(exams, key=lambda exam: exam.made)),
        coverage=tuple(coverage),
        streak=streak({*active, *(event.day for event in reviews)}, today),
        cards=Counter(
            "suspended" if item.schedule.suspended else item.schedule.state for item in cards
        ),
        minutes=round(seconds / 60, 1),
    )

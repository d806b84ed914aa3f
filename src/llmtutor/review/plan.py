"""From a date of an exam to what to read, be quizzed on and review each day until then. Pure.

Made anew each day from what is left, so it follows what the student really did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from llmtutor.errors import UsageError

QUIZ_ITEMS = 10
"""Questions a day on one topic."""
UNKNOWN = 0.5
"""Strength taken for a topic that was never tried."""
REVIEW_SHARE = 0.2
"""The last share of the days is for revision alone: nothing new is read then."""
MOCK_ITEMS = 30
QUIZ_MINUTES = 0.7
REVIEW_MINUTES = 0.3
"""Minutes for one question, for one card."""
LONGEST = 366


@dataclass(frozen=True, slots=True)
class ToRead:
    """A section that was not read yet."""

    path: str
    title: str
    minutes: float
    topic: str
    """Path of the lecture."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How a topic stands."""

    topic: str
    """Path of the lecture."""
    title: str
    score: float | None
    """Mean score of its questions, 0 to 1; None where none was tried."""
    read: bool = True
    """Whether anything of it was read: nobody is quizzed on what they have not met."""

    @property
    def known(self) -> float:
        return UNKNOWN if self.score is None else self.score


@dataclass(frozen=True, slots=True)
class Done:
    """What of today's part of the plan is behind the student already."""

    minutes_read: float = 0.0
    tried: int = 0
    """Questions answered."""


@dataclass(frozen=True, slots=True)
class QuizOn:
    """A quiz to take."""

    topic: str
    title: str
    items: int


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One day up to the exam."""

    day: date
    read: tuple[ToRead, ...]
    quiz: tuple[QuizOn, ...]
    review: int
    """Cards that come due."""
    mock: int = 0
    """Questions of a trial exam on everything; 0 on most days."""
    minutes: float = 0.0
    """All of it together, estimated."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every day from today to the day before the exam."""

    exam: date
    days: tuple[PlanDay, ...]
    too_much: float = 0.0
    """Minutes a day, on average, above what the student wants to spend; 0 where it fits."""
    unread: int = 0
    """Sections still to be read."""
    weakest: tuple[Strength, ...] = field(default=())
    """Topics, weakest first."""

    @property
    def today(self) -> PlanDay:
        return self.days[0]


def make_plan(
    exam: date,
    today: date,
    unread: Sequence[ToRead],
    strengths: Sequence[Strength],
    due: Sequence[int],
    *,
    minutes_a_day: float = 0.0,
    done: Done = Done(),
) -> Plan:
    """Spread what is left over the days that are left, the weakest topics first.

    Args:
        exam: day of the exam.
        today: the student's study day.
        unread: sections not read, in teaching order.
        strengths: all topics, in teaching order.
        due: cards that come due today and on the days after.
        minutes_a_day: what the student wants to spend; 0 is whatever it takes.
        done: what was done today; without it, today's part would never become less.

    Raises:
        UsageError: the exam is today, past, or more than a year away.
    """
    left = (exam - today).days
    if left < 1:
        raise UsageError(f"{exam} is not in the future", hint="Give the day of the exam")
    if left > LONGEST:
        raise UsageError(f"{exam} is {left} days away; a plan is for a year at most")
    weakest = sorted(strengths, key=lambda topic: topic.known)
    reading_days = max(1, left - round(left * REVIEW_SHARE)) if left > 2 else left
    reading = _spread_reading(_in_order(unread, weakest), reading_days, done.minutes_read)
    quizzes = _spread_quizzes(weakest, reading, left)
    if quizzes[0]:
        quizzes[0] = _rest_of(quizzes[0], done.tried)
    days = []
    for number in range(left):
        read = tuple(reading[number]) if number < reading_days else ()
        review = due[number] if number < len(due) else 0
        mock = MOCK_ITEMS if left >= 3 and number == left - 2 else 0
        quiz = () if mock else tuple(quizzes[number])
        items = mock + sum(item.items for item in quiz)
        minutes = sum(item.minutes for item in read) + items * QUIZ_MINUTES
        minutes += review * REVIEW_MINUTES
        days.append(
            PlanDay(today + timedelta(days=number), read, quiz, review, mock, round(minutes, 1))
        )
    mean = sum(day.minutes for day in days) / left
    over = max(0.0, mean - minutes_a_day) if minutes_a_day else 0.0
    return Plan(exam, tuple(days), round(over, 1), len(unread), tuple(weakest))


def _in_order(unread: Sequence[ToRead], weakest: Sequence[Strength]) -> list[ToRead]:
    """Lectures by weakness, each from its beginning."""
    rank = {topic.topic: number for number, topic in enumerate(weakest)}
    return sorted(unread, key=lambda section: rank.get(section.topic, len(rank)))


def _rest_of(quizzes: Sequence[QuizOn], tried: int) -> list[QuizOn]:
    """Today's quizzes without the questions that were answered today."""
    return [replace(quiz, items=quiz.items - tried) for quiz in quizzes if quiz.items > tried]


def _spread_reading(unread: Sequence[ToRead], days: int, done: float) -> list[list[ToRead]]:
    """About the same minutes every day, in order; ``done`` minutes are behind already."""
    total = done + sum(section.minutes for section in unread)
    plan: list[list[ToRead]] = [[] for _ in range(days)]
    for section in unread:
        number = int(done / total * days) if total > 0 else 0
        plan[min(number, days - 1)].append(section)
        done += section.minutes
    return plan


def _spread_quizzes(
    weakest: Sequence[Strength], reading: Sequence[Sequence[ToRead]], days: int
) -> list[list[QuizOn]]:
    """One quiz a day: a topic's turn comes the more often the weaker it is."""
    met = {topic.topic for topic in weakest if topic.read}
    waited = {topic.topic: 0.0 for topic in weakest}
    plan: list[list[QuizOn]] = []
    for number in range(days):
        met |= {section.topic for section in (reading[number] if number < len(reading) else ())}
        can = [topic for topic in weakest if topic.topic in met]
        for topic in can:
            # even the strongest topic comes round in time
            waited[topic.topic] += 1.05 - topic.known
        if not can:
            plan.append([])
            continue
        chosen = max(can, key=lambda topic: waited[topic.topic])
        waited[chosen.topic] = 0.0
        plan.append([QuizOn(chosen.topic, chosen.title, QUIZ_ITEMS)])
    return plan

"""What stands on the lines of Today: a name, a fact, what goes with it, and the key for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from llmtutor.review.plan import PlanDay
from llmtutor.review.today import ExamLeft, Today
from llmtutor.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One line; ``action`` is what its key and Enter do."""

    name: str
    fact: str
    more: str
    key: str
    action: str
    path: str = ""
    """Of the section or topic that the action is on."""


def main_rows(today: Today, desk: Desk, day: date) -> list[TodayRow]:
    """What there is to do, whatever the date of the exam."""
    rows = [_reading(desk), _review(today), _weak(today)]
    if today.left is not None:
        rows.append(
            TodayRow(
                "Exam left", exam_left_words(today.left), "go on where you stopped", "c", "exam"
            )
        )
    rows.append(_exam(today, day))
    return rows


def plan_rows(day: PlanDay, desk: Desk) -> list[TodayRow]:
    """What the plan to the exam has for today."""
    rows = []
    for topic, items in groupby(day.read, key=lambda item: item.topic):
        sections = list(items)
        minutes = max(1, round(sum(item.minutes for item in sections)))
        fact = f"{counted(len(sections), 'section')} of {desk.atlas.title(topic)}"
        more = f"{minutes} min, from: {sections[0].title}"
        rows.append(TodayRow("read", fact, more, "", "read", sections[0].path))
    rows += [
        TodayRow("quiz", quiz.title, f"{quiz.items} questions", "", "quiz", quiz.topic)
        for quiz in day.quiz
    ]
    if day.mock:
        rows.append(TodayRow("trial exam", f"{day.mock} questions", "", "", "exam"))
    return rows


def _reading(desk: Desk) -> TodayRow:
    atlas, place = desk.atlas, desk.place or desk.atlas.first
    lecture = atlas.lecture(place)
    if lecture is not None and atlas.state_of_lecture(lecture, desk.states)[0] == sum(
        not section.group for section in lecture.sections
    ):
        # this lecture is behind the student: the next thing that was not read yet
        place = next((path for path in atlas.order if desk.states.get(path) != "read"), place)
        lecture = atlas.lecture(place)
    if lecture is None:
        return TodayRow("Go on reading", "nothing to read yet", "llmtutor import FILE", "", "study")
    read, count = atlas.state_of_lecture(lecture, desk.states)
    words = sum(s.words for s in lecture.sections if desk.states.get(s.path) != "read")
    more = f"{read} of {count} sections"
    more += f", {max(1, round(words / 200))} min left" if words else ", all read"
    fact = lecture.title
    if place != lecture.path:
        fact = f"{lecture.title} {desk.signs.crumb} {atlas.title(place)}"
    if place == desk.place:
        return TodayRow("Go on reading", fact, more, desk.signs.enter, "study")
    return TodayRow("Go on reading", fact, more, desk.signs.enter, "read", place)


def _review(today: Today) -> TodayRow:
    due = today.queue.total
    if due:
        fact = f"{due} due, about {counted(today.review_minutes, 'minute')}"
        return TodayRow("Review", fact, f"first: {_short(today.first)}", "r", "review")
    if today.cards:
        more = f"{counted(today.cards, 'card')}, each on its day"
        return TodayRow("Review", "nothing due", more, "r", "review")
    return TodayRow("Review", "no cards yet", "what a quiz asks comes back here", "r", "review")


def _weak(today: Today) -> TodayRow:
    if not today.weak:
        return TodayRow("Weak", "nothing so far", "a quiz shows it", "w", "mode.quiz")
    worst, others = today.weak[0], len(today.weak) - 1
    fact = f"{worst.title} {worst.known * 100:.0f} %"
    more = f"and {others} more: a quiz of 10 on these" if others else "a quiz of 10 on it"
    return TodayRow("Weak", fact, more, "w", "weak")


def _exam(today: Today, day: date) -> TodayRow:
    if today.exam is None:
        return TodayRow("Exam", "no day set", "with one, each day gets a plan", "x", "day")
    left = (today.exam.day - day).days
    when = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    fact = f"{today.exam.day:%A} {today.exam.day.day} {today.exam.day:%B}, {when}"
    return TodayRow("Exam", fact, _planned(today), "x", "day")


def _planned(today: Today) -> str:
    if today.plan is None:
        return ""
    now = today.plan.today
    parts = [f"read {len(now.read)}"] if now.read else []
    parts += [f"quiz {quiz.items}" for quiz in now.quiz]
    parts += [f"trial exam of {now.mock}"] if now.mock else []
    parts += [f"review {today.queue.total}"] if today.queue.total else []
    return "today: " + ", ".join(parts) if parts else "done for today"


def exam_left_words(left: ExamLeft) -> str:
    """How far an exam that was left had come."""
    words = f"{left.answered} of {left.questions} answered"
    if left.seconds_left is not None:
        words += f", {counted(max(1, round(left.seconds_left / 60)), 'minute')} left"
    return words


def _short(text: str) -> str:
    return " ".join(text.split())


def counted(number: int, word: str) -> str:
    """A number with its word: ``1 card``, ``2 cards``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

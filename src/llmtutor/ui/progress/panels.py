"""What each part of Progress shows, from the statistics to text of a width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from llmtutor.review.stats import Statistics
from llmtutor.ui.atlas import Atlas
from llmtutor.ui.progress.charts import bars, columns
from llmtutor.ui.signs import Signs
from llmtutor.ui.today.rows import counted

_HEIGHT = 5
_EXAMS = 8


@dataclass(frozen=True, slots=True)
class View:
    """What the panels are drawn from."""

    found: Statistics
    atlas: Atlas
    signs: Signs


Paint = Callable[[View, int], tuple[str, str, Content]]
"""``(view, width in cells)`` → title, the fact beside it, and what stands below."""


def reviews(view: View, width: int) -> tuple[str, str, Content]:
    """Reviews on each of the last days."""
    days = view.found.reviews
    counts = [day.reviews for day in days]
    if not any(counts):
        return "Reviews", "", _quiet("None yet. 4 reviews what is due; a quiz (3) makes cards.")
    fact = f"{sum(counts)} in {len(days)} days"
    if view.found.minutes >= 1:
        fact += f", {counted(round(view.found.minutes), 'minute')} of reviewing"
    labels = (_short(days[0].day), "today")
    return "Reviews", fact, columns(counts, labels, width, _HEIGHT, view.signs)


def coming(view: View, width: int) -> tuple[str, str, Content]:
    """Cards that come due on each of the coming days."""
    counts = [count for _, count in view.found.forecast]
    if not any(counts):
        return "Coming", "", _quiet("Nothing comes due in these days.")
    fact = f"{counts[0]} today, {sum(counts)} in {len(counts)} days"
    labels = ("today", _short(view.found.forecast[-1][0]))
    return "Coming", fact, columns(counts, labels, width, _HEIGHT, view.signs)


def remembered(view: View, width: int) -> tuple[str, str, Content]:
    """Retention by topic against the goal."""
    found, goal = view.found, view.found.goal
    if not found.overall.reviews:
        return "Remembered", "", _quiet("Cards that come up a day or more later count here.")
    rows = [
        (
            view.atlas.title(topic.topic) or "other cards",
            topic.share,
            f"{topic.share * 100:>3.0f} % of {topic.reviews:<4}"
            + ("below" if topic.share < goal else "     "),
        )
        for topic in found.retention
    ]
    fact = f"{found.overall.share * 100:.0f} % a day or more later, the goal is {goal * 100:.0f} %"
    return "Remembered", fact, bars(rows, width, view.signs, goal)


def exams(view: View, width: int) -> tuple[str, str, Content]:
    """Scores of the last exams."""
    if not view.found.exams:
        return "Exams", "", _quiet("None yet. X sits one.")
    last = view.found.exams[-_EXAMS:]
    rows = [
        (
            f"{_short(exam.made.astimezone().date()):<6}  "
            + (view.atlas.title(exam.scope) if exam.scope else "everything"),
            exam.share,
            f"{exam.share * 100:>3.0f} % of {exam.items}",
        )
        for exam in last
    ]
    return "Exams", counted(len(view.found.exams), "exam"), bars(rows, width, view.signs)


def reading(view: View, width: int) -> tuple[str, str, Content]:
    """How far each lecture was read."""
    coverage = [item for item in view.found.coverage if item.sections]
    if not coverage:
        return "Read", "", _quiet("There is nothing to read yet. Run: llmtutor import FILE")
    rows = [
        (item.title, item.read / item.sections, f"{item.read:>3} of {item.sections}")
        for item in coverage
    ]
    read, sections = sum(i.read for i in coverage), sum(i.sections for i in coverage)
    return "Read", f"{read} of {counted(sections, 'section')}", bars(rows, width, view.signs)


def cards(view: View, width: int) -> tuple[str, str, Content]:  # noqa: ARG001
    """Cards by state, and days in a row where there are any."""
    found, order = view.found, ("new", "learning", "relearning", "review", "suspended")
    parts = [f"{found.cards[state]} {_STATES[state]}" for state in order if found.cards.get(state)]
    lines = [", ".join(parts) or "No cards yet."]
    if found.streak.days > 1:
        days, longest = found.streak.days, found.streak.longest
        more = f"; the longest run was {longest}" if longest > days else ""
        lines.append(f"{days} study days in a row{more}")
    return "Cards", str(sum(found.cards.values())), Content("\n".join(lines))


_STATES = {
    "new": "new", "learning": "being learnt", "relearning": "being learnt again",
    "review": "in review", "suspended": "suspended",
}  # fmt: skip
PANELS: tuple[Paint, ...] = (reviews, coming, remembered, reading, exams, cards)


def _quiet(words: str) -> Content:
    return Content.styled(words, "$text-muted")


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"

"""``llmtutor plan``: what to read, be quizzed on and review each day until the exam."""

from __future__ import annotations

import argparse
import itertools
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from llmtutor.cli.exam_report import titles
from llmtutor.cli.output import add_json, console, print_json, reading_progress, scope_of
from llmtutor.errors import EXIT_DONE, NothingFoundError, UsageError

if TYPE_CHECKING:
    from llmtutor.review.plan import Plan, PlanDay
    from llmtutor.services import Services

_SHOWN_DAYS = 14


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("plan", help="plan the days up to an exam")
    parser.add_argument("day", nargs="?", metavar="DATE", help="day of the exam, as 2026-12-04")
    parser.add_argument("--in", dest="path", metavar="PATH", help="what is examined")
    parser.add_argument(
        "--minutes-a-day", type=float, default=0.0, metavar="M", help="what you want to spend"
    )
    parser.add_argument("--clear", action="store_true", help="forget the date")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Store a date, and print the plan up to it as things stand today."""
    from llmtutor.bootstrap import build
    from llmtutor.review.exam.log import ExamDate

    services = build(overrides=options.overrides, model=False, progress=reading_progress)
    now = datetime.now(UTC)
    record = services.record
    if options.clear:
        record.dates.set(None)
        if options.json:
            print_json({"exam": None, "days": []})
        return EXIT_DONE
    record.take_notes(now)
    record.deck.take_tried()
    if options.day:
        scope = scope_of(services.library, options.path).path
        exam = ExamDate(_day(options.day), scope, max(0.0, options.minutes_a_day))
        plan = record.plan_to(exam, now)
        record.dates.set(exam)
    else:
        found = record.plan(now)
        if found is None:
            raise NothingFoundError("no exam lies ahead", hint="Give its day: llmtutor plan DATE")
        plan = found
    if options.json:
        print_json(to_json(plan))
    else:
        _print(plan, services)
    return EXIT_DONE


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan in the form that ``--json`` promises."""
    return {
        "exam": plan.exam.isoformat(),
        "unread": plan.unread,
        "too_much_minutes": plan.too_much,
        "weakest": [
            {"path": topic.topic, "score": topic.score and round(topic.score, 3)}
            for topic in plan.weakest[:5]
        ],
        "days": [
            {
                "day": day.day.isoformat(),
                "read": [
                    {"path": item.path, "title": item.title, "minutes": round(item.minutes, 1)}
                    for item in day.read
                ],
                "quiz": [{"path": item.topic, "items": item.items} for item in day.quiz],
                "mock": day.mock,
                "review": day.review,
                "minutes": day.minutes,
            }
            for day in plan.days
        ],
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is not a day", hint="Write it as 2026-12-04") from None


def _print(plan: Plan, services: Services) -> None:
    from rich.table import Table

    out = console()
    today = services.deck.days.of(datetime.now(UTC))
    left = (plan.exam - today).days
    out.print(f"Exam {plan.exam:%A %-d %B %Y}, in {left} days", style="bold")
    _print_today(plan.today, titles(services.library), out)
    table = Table("day", "read", "quiz", "review", "min", box=None, pad_edge=False)
    for day in plan.days[1:_SHOWN_DAYS]:
        quiz = f"trial exam, {day.mock}" if day.mock else ", ".join(q.title for q in day.quiz)
        read = _sections(len(day.read)) if day.read else ""
        table.add_row(
            f"{day.day:%a %d %b}", read, quiz, str(day.review or ""), f"{day.minutes:.0f}"
        )
    out.print(table)
    if len(plan.days) > _SHOWN_DAYS:
        out.print(f"and {len(plan.days) - _SHOWN_DAYS} days more", style="dim")
    if plan.too_much:
        out.print(f"This is {plan.too_much:.0f} minutes a day more than you wanted.", style="dim")


def _print_today(day: PlanDay, names: dict[str, str], out: Any) -> None:
    out.print(f"\nToday, about {day.minutes:.0f} minutes")
    for topic, items in itertools.groupby(day.read, key=lambda item: item.topic):
        sections = list(items)
        minutes = max(1, round(sum(item.minutes for item in sections)))
        name = names.get(topic, topic)
        first = sections[0].path
        out.print(
            f"  read    {_sections(len(sections))} of {name}, {minutes} min, from {first}",
            soft_wrap=True,
        )
    for quiz in day.quiz:
        out.print(f"  quiz    {quiz.items} on {quiz.title}: {quiz.topic}", soft_wrap=True)
    if day.mock:
        out.print(f"  exam    {day.mock} questions: llmtutor exam -n {day.mock}")
    out.print(f"  review  {day.review} {'card' if day.review == 1 else 'cards'}\n")


def _sections(count: int) -> str:
    return "1 section" if count == 1 else f"{count} sections"

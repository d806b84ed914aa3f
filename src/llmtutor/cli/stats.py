"""``llmtutor stats``: what was studied, what is remembered, what comes."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from llmtutor.cli.exam_report import bar, titles
from llmtutor.cli.output import add_json, console, print_json, reading_progress
from llmtutor.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmtutor.review.stats import Statistics

_SPARKS = " ▁▂▃▄▅▆▇█"
_MAX_DAYS = 3660
_TITLE = 46


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("stats", help="your progress in numbers")
    parser.add_argument(
        "--days", type=int, default=30, metavar="D", help="days back and ahead (30)"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the statistics."""
    from llmtutor.bootstrap import build

    if not 1 <= options.days <= _MAX_DAYS:
        raise UsageError(f"'--days {options.days}' is not between 1 and {_MAX_DAYS}")
    services = build(overrides=options.overrides, model=False, progress=reading_progress)
    found = services.record.statistics(datetime.now(UTC), options.days)
    if options.json:
        print_json(to_json(found))
    else:
        _print(found, titles(services.library))
    return EXIT_DONE


def to_json(found: Statistics) -> dict[str, Any]:
    """The statistics in the form that ``--json`` promises; shares are 0 to 1."""
    return {
        "goal": found.goal,
        "retention": round(found.overall.share, 4) if found.overall.reviews else None,
        "retention_reviews": found.overall.reviews,
        "retention_by_topic": [
            {"path": topic.topic, "retention": round(topic.share, 4), "reviews": topic.reviews}
            for topic in found.retention
        ],
        "reviews": [
            {"day": day.day.isoformat(), "reviews": day.reviews, "remembered": day.remembered}
            for day in found.reviews
        ],
        "minutes": found.minutes,
        "forecast": [{"day": day.isoformat(), "due": count} for day, count in found.forecast],
        "cards": dict(found.cards),
        "exams": [
            {
                "id": exam.id,
                "made": exam.made.isoformat(),
                "path": exam.scope,
                "share": round(exam.share, 3),
                "items": exam.items,
            }
            for exam in found.exams
        ],
        "coverage": [
            {"path": item.topic, "read": item.read, "sections": item.sections}
            for item in found.coverage
        ],
        "streak": {
            "days": found.streak.days,
            "longest": found.streak.longest,
            "today": found.streak.today,
        },
    }


def sparks(counts: Sequence[int]) -> str:
    """Counts as one line of small bars."""
    most = max(counts, default=0)
    if not most:
        return " " * len(counts)
    top = len(_SPARKS) - 1
    return "".join(_SPARKS[-(-count * top // most)] for count in counts)


def _print(found: Statistics, names: dict[str, str]) -> None:
    out = console()
    days = len(found.reviews)
    done = [day.reviews for day in found.reviews]
    coming = [count for _, count in found.forecast]
    out.print("Reviews", style="bold")
    out.print(f"  last {days} days  {sparks(done[-60:])}  {sum(done)}, at most {max(done)} a day")
    out.print(f"  next {days} days  {sparks(coming[:60])}  {sum(coming)}, today {coming[0]}")
    if found.minutes:
        out.print(f"  {found.minutes:g} minutes in the last {days} days", style="dim")
    streak = found.streak
    if streak.days > 1:
        out.print(f"  {streak.days} days in a row, {streak.longest} at most", style="dim")
    kinds = ", ".join(f"{count} {state}" for state, count in sorted(found.cards.items()))
    out.print(f"  cards: {kinds or 'none yet'}", style="dim")
    _print_retention(found, names, out)
    if found.exams:
        out.print("Exams", style="bold")
    for exam in found.exams[-8:]:
        when = f"{exam.made.astimezone():%Y-%m-%d}"
        out.print(f"  {when}  {bar(exam.share)}  {exam.share:.0%} of {exam.items}  {exam.scope}")
    _print_coverage(found, out)


def _print_retention(found: Statistics, names: dict[str, str], out: Any) -> None:
    from rich.table import Table

    out.print("Remembered", style="bold")
    if not found.overall.reviews:
        out.print("  Nothing came up a second time yet. Reviews a day later count here.")
        return
    table = Table.grid(padding=(0, 2))
    rows = [("all", found.overall), *((names.get(t.topic, t.topic), t) for t in found.retention)]
    for name, topic in rows:
        table.add_row(
            f"  {name or 'other cards'}",
            bar(topic.share),
            f"{topic.share:.0%}",
            f"of {topic.reviews}",
            "" if topic.share >= found.goal else f"below {found.goal:.0%}",
        )
    out.print(table)


def _print_coverage(found: Statistics, out: Any) -> None:
    from rich.table import Table

    out.print("Read", style="bold")
    table = Table.grid(padding=(0, 2))
    for item in found.coverage:
        share = item.read / item.sections if item.sections else 0.0
        title = item.title if len(item.title) <= _TITLE else item.title[: _TITLE - 1] + "…"
        table.add_row(f"  {title}", bar(share), f"{item.read} of {item.sections}")
    out.print(table)

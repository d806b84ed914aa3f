"""The report of an exam, as JSON and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import console

if TYPE_CHECKING:
    from llmtutor.library.library import Library
    from llmtutor.review.exam.report import ExamReport

_SHOWN = 8


def report_json(report: ExamReport) -> dict[str, Any]:
    """The report in the form that ``--json`` promises; shares are 0 to 1."""
    result = report.result
    return {
        "id": result.id,
        "made": result.made.isoformat(),
        "path": result.scope,
        "score": round(result.score, 3),
        "items": result.items,
        "unanswered": report.unanswered,
        "seconds": round(report.seconds, 1),
        "interruptions": report.interruptions,
        "pauses": report.pauses,
        "topics": [
            {
                "path": topic.topic,
                "score": round(topic.score, 3),
                "items": topic.items,
                "before": topic.before and round(topic.before, 3),
            }
            for topic in report.topics
        ],
        "reread": [
            {"path": item.path, "title": item.title, "wrong": item.wrong} for item in report.reread
        ],
        "earlier": [
            {"id": one.id, "made": one.made.isoformat(), "share": round(one.share, 3)}
            for one in report.earlier
        ],
    }


def print_report(report: ExamReport, library: Library) -> None:
    """The report for people: the whole, the topics, what to read again, the earlier ones."""
    from rich.table import Table

    out = console()
    result = report.result
    out.print(f"\n{result.score:g} of {result.items} ({result.share:.0%})", style="bold")
    notes = [_count(round(report.seconds / 60), "minute")]
    notes += [f"{report.unanswered} unanswered"] if report.unanswered else []
    notes += [_count(report.pauses, "pause")] if report.pauses else []
    left = report.interruptions
    notes += [f"left {_count(left, 'time')} and gone on with"] if left else []
    out.print(", ".join(notes), style="dim")
    names = titles(library)
    table = Table("topic", "", "score", "last time", box=None, pad_edge=False, show_edge=False)
    for topic in report.topics:
        before = f"{topic.before:.0%}" if topic.before is not None else ""
        score = f"{topic.score:g} of {topic.items}"
        table.add_row(names.get(topic.topic, topic.topic), bar(topic.share), score, before)
    out.print(table)
    if report.reread:
        out.print("Read again", style="bold")
    for item in report.reread[:_SHOWN]:
        out.print(f"  {item.title}  {item.path}  ({item.wrong} wrong)")
    before_this = [one for one in report.earlier if one.made < result.made]
    if before_this:
        scores = ", ".join(f"{one.share:.0%}" for one in before_this[-5:])
        out.print(f"Before, on the same part: {scores}", style="dim")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def bar(share: float, width: int = 12) -> str:
    """A small bar for 0 to 1."""
    full = round(min(max(share, 0.0), 1.0) * width)
    return "▰" * full + "▱" * (width - full)


def titles(library: Library) -> dict[str, str]:
    """Titles by path, of lectures and sections."""
    found = {}
    for course in library.outline():
        for lecture in course.lectures:
            found[lecture.path] = lecture.title
            found.update((section.path, section.title) for section in lecture.sections)
    return found

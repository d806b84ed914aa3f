"""``llmtutor exam``: an exam in the terminal, its report, and the reports of earlier ones."""

from __future__ import annotations

import argparse
import random
import sys
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from llmtutor.cli.exam_report import print_report, report_json
from llmtutor.cli.output import add_json, console, print_json, reading_progress, scope_of
from llmtutor.errors import EXIT_DONE, EXIT_NO, NothingFoundError, UsageError

if TYPE_CHECKING:
    from llmtutor.quiz.models import Question
    from llmtutor.review.exam.paper import ExamPaper
    from llmtutor.services import Services

_MAX_SEED = 2**31
_MINUTES_AN_ITEM = 1.5


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("exam", help="sit an exam: no feedback until the end")
    parser.add_argument("path", nargs="?", metavar="PATH", help="a course, lecture or section")
    parser.add_argument("-n", type=int, default=20, metavar="N", help="questions (20)")
    parser.add_argument(
        "--minutes", type=float, metavar="M", help="time; 0 is no limit (1.5 a question)"
    )
    parser.add_argument(
        "--topic",
        action="append",
        default=[],
        metavar="PATH=WEIGHT",
        help="a topic and its weight; repeatable (lectures by their length)",
    )
    parser.add_argument("--kind", action="append", metavar="K", help="only this kind; repeatable")
    parser.add_argument("--seed", type=int, metavar="S", help="the same seed, the same exam")
    parser.add_argument("--new", action="store_true", help="give up an exam that was not finished")
    parser.add_argument("--results", action="store_true", help="list finished exams")
    parser.add_argument("--report", metavar="ID", help="the report of a finished exam")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Sit an exam, or go on with one that was interrupted; exit code 1 where none can be made."""
    from llmtutor.bootstrap import build
    from llmtutor.quiz.exam import remember

    services = build(overrides=options.overrides, model=False, progress=reading_progress)
    for sitting in services.exams.finished()[-1:]:
        remember(sitting, services.attempts)
    if options.results:
        return _list(services, as_json=options.json)
    if options.report:
        return _report(services, options.report, as_json=options.json)
    unfinished = services.exams.unfinished()
    if unfinished and options.new:
        services.exams.give_up(unfinished.paper.id)
        unfinished = None
    if unfinished and options.path:
        raise UsageError(
            f"an exam of {len(unfinished.paper.questions)} questions is not finished",
            hint="llmtutor exam goes on with it; --new gives it up",
        )
    from llmtutor.cli.exam_taking import sit

    paper = unfinished.paper if unfinished else _new_paper(services, options)
    if unfinished is None:
        services.exams.begin(paper)
    finished = sit(services, paper, unfinished.events if unfinished else (), options.json)
    if not finished:
        return EXIT_DONE
    return _report(services, paper.id, as_json=options.json)


def _new_paper(services: Services, options: argparse.Namespace) -> ExamPaper[Question]:
    from llmtutor.cli.quiz import _kinds
    from llmtutor.quiz.exam import draw_questions, topics_of
    from llmtutor.review.exam.paper import ExamPaper

    if options.n < 1 or (options.minutes is not None and not 0 <= options.minutes <= 1440):
        raise UsageError("an exam has at least one question, and 0 to 1440 minutes")
    scope = scope_of(services.library, options.path)
    topics = dict(_topic(services, text) for text in options.topic)
    seed = options.seed if options.seed is not None else random.randrange(_MAX_SEED)  # noqa: S311
    questions = draw_questions(
        services.quizzes,
        topics or topics_of(services.library, scope),
        count=options.n,
        seed=seed,
        kinds=_kinds(options.kind),
        progress=_making,
    )
    if not questions:
        raise NothingFoundError("no question can be made of this", hint="Choose a larger part")
    minutes = options.minutes
    if minutes is None:
        minutes = round(_MINUTES_AN_ITEM * len(questions))
    return ExamPaper(uuid.uuid4().hex[:12], datetime.now(UTC), scope.path, questions, minutes)


def _topic(services: Services, text: str) -> tuple[str, float]:
    path, _, weight = text.rpartition("=")
    try:
        value = float(weight)
    except ValueError:
        value = -1.0
    if not path or not 0 < value < 1e6:
        raise UsageError(f"'--topic {text}' is not PATH=WEIGHT", hint="Such as --topic rag=2")
    return services.library.resolve(path).path, value


def _making(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rMaking questions: topic {done + 1} of {total} ")
        sys.stderr.write("\r" + " " * 40 + "\r" if done + 1 >= total else "")
        sys.stderr.flush()


def _list(services: Services, *, as_json: bool) -> int:
    results = services.record.results()
    if as_json:
        rows = [
            {
                "id": result.id,
                "made": result.made.isoformat(),
                "path": result.scope,
                "score": round(result.score, 3),
                "items": result.items,
            }
            for result in results
        ]
        print_json({"exams": rows})
        return EXIT_DONE
    out = console()
    for result in results:
        when = f"{result.made.astimezone():%Y-%m-%d %H:%M}"
        scope = result.scope or "everything"
        out.print(f"{result.id}  {when}  {result.share:4.0%} of {result.items}  {scope}")
    if not results:
        out.print("No exam was finished yet. llmtutor exam starts one.")
    return EXIT_DONE if results else EXIT_NO


def _report(services: Services, exam: str, *, as_json: bool) -> int:
    found = services.record.exam_report(exam)
    if as_json:
        print_json(report_json(found))
    else:
        print_report(found, services.library)
    return EXIT_DONE

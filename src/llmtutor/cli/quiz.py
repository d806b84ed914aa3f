"""``llmtutor quiz``: a quiz in the terminal, or its questions as JSON."""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from llmtutor.cli.output import (
    add_json,
    console,
    print_json,
    reading_progress,
    scope_of,
    tell_where_notes_go,
)
from llmtutor.errors import EXIT_DONE, EXIT_NO, UsageError

if TYPE_CHECKING:
    from llmtutor.library.library import Scope
    from llmtutor.quiz.models import Kind, Question
    from llmtutor.services import Services

_MAX_SEED = 2**31


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("quiz", help="be quizzed on the notes")
    parser.add_argument("path", nargs="?", metavar="PATH", help="a course, lecture or section")
    parser.add_argument("-n", type=int, default=10, metavar="N", help="questions (10)")
    parser.add_argument("--kind", action="append", metavar="K", help="only this kind; repeatable")
    parser.add_argument("--seed", type=int, metavar="S", help="the same seed, the same quiz")
    parser.add_argument("--weak", action="store_true", help="on what you stand worst in")
    parser.add_argument("--mistakes", action="store_true", help="only what was not right before")
    parser.add_argument(
        "--write", action="store_true", help="let the model write at most N questions; kept"
    )
    parser.add_argument("--flagged", action="store_true", help="list the questions you flagged")
    parser.add_argument(
        "--feedback", choices=("now", "end"), default="now", help="mark each answer, or all at last"
    )
    parser.add_argument(
        "--explain-gate",
        action="store_true",
        help="with --json: how many questions each rule dropped",
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask the questions, or print them; exit code 1 where there are none."""
    from llmtutor.bootstrap import build

    kinds = _kinds(options.kind)
    _check(options)
    if options.seed is None and not options.write:
        options.seed = random.randrange(_MAX_SEED)  # noqa: S311
    model = not options.no_model and (options.write or not options.json)
    services = build(overrides=options.overrides, model=model, progress=reading_progress)
    scope = scope_of(services.library, options.path)
    tell_where_notes_go(services.engine)
    if options.write:
        from llmtutor.cli.quiz_writing import write

        return write(services, scope, options)
    make = partial(_chosen, services, options, scope, kinds)
    questions = make()
    if options.json:
        report: dict[str, Any] = {"questions": [to_json(question) for question in questions]}
        if options.explain_gate:
            report["gate"] = _gate(services, scope, kinds)
        print_json(report)
        return EXIT_DONE if questions else EXIT_NO
    if not questions:
        console().print(_nothing(options))
        return EXIT_NO
    if options.flagged:
        _list(questions)
        return EXIT_DONE
    from llmtutor.cli.quiz_judging import take_with_judge

    take_with_judge(services, questions, options.feedback, None if options.mistakes else make)
    return EXIT_DONE


def _check(options: argparse.Namespace) -> None:
    if options.n < 1:
        raise UsageError(f"'-n {options.n}' asks for no question")
    if options.explain_gate and not options.json:
        raise UsageError("--explain-gate needs --json")
    if sum((options.weak, options.mistakes, options.flagged, options.write)) > 1:
        raise UsageError("--weak, --mistakes, --flagged and --write exclude one another")
    if options.explain_gate and (options.weak or options.mistakes or options.flagged):
        raise UsageError("--explain-gate counts for a PATH, not for --weak, --mistakes, --flagged")


def _chosen(
    services: Services, options: argparse.Namespace, scope: Scope, kinds: tuple[Kind, ...]
) -> list[Question]:
    """The questions that the options ask for."""
    if options.flagged or options.mistakes:
        kept: Sequence[Question] = services.remarks.flagged()
        if options.mistakes:
            kept = services.quizzes.again(services.attempts.mistakes())
        inside = [one for one in kept if _holds(scope, one.source.path) and one.kind in kinds]
        return inside if options.flagged else inside[: options.n]
    scopes = [scope]
    if options.weak:
        from llmtutor.quiz.weak import scopes_of, weak_topics

        scores = services.attempts.score_by_topic()
        weak = {path: score for path, score in scores.items() if _holds(scope, path)}
        scopes = scopes_of(weak_topics(weak))
    return services.quizzes.make_on(scopes, count=options.n, seed=options.seed, kinds=kinds)


def _holds(scope: Scope, path: str) -> bool:
    return f"{path}/".startswith(f"{scope.path}/" if scope.path else "")


def _nothing(options: argparse.Namespace) -> str:
    if options.flagged:
        return "No question is flagged here."
    if options.mistakes:
        return "There is no mistake to go over here."
    if options.weak:
        return "No part is known to be weak here yet. Take a quiz first: llmtutor quiz"
    return "No question can be made of this. Choose a part with more text."


def _list(questions: Sequence[Question]) -> None:
    out = console()
    for question in questions:
        out.print(question.stem, style="bold")
        for option in question.options or ():
            out.print(f"  {option}")
        out.print(f"  {question.source.title}  {question.source.path}", style="dim")


def to_json(question: Question) -> dict[str, Any]:
    """A question in the form that ``--json`` promises."""
    key = question.key
    answer: Any = key
    if isinstance(key, tuple):
        answer = [list(item) if isinstance(item, tuple) else item for item in key]
    from llmtutor.quiz.above import about

    return {
        "id": question.id,
        "kind": question.kind,
        "about": about(question),
        "stem": question.stem,
        "options": list(question.options) if question.options is not None else None,
        "answer": answer,
        "explanation": question.explanation,
        "path": question.source.path,
        "quote": question.source.text,
    }


def _kinds(names: list[str] | None) -> tuple[Kind, ...]:
    from llmtutor.quiz.models import KINDS

    for name in names or ():
        if name not in KINDS:
            raise UsageError(f"there is no kind '{name}'", hint=f"Kinds: {', '.join(KINDS)}")
    return tuple(cast("Kind", name) for name in names) if names else KINDS


def _gate(services: Services, scope: Scope, kinds: tuple[Kind, ...]) -> dict[str, Any]:
    survey = services.quizzes.survey(scope, kinds=kinds)
    return {"passed": len(survey.questions), "dropped": survey.report.by_rule()}

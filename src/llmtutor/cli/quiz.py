"""``llmtutor quiz``: a quiz in the terminal, or its questions as JSON."""

from __future__ import annotations

import argparse
import random
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from llmtutor.cli.output import add_json, console, print_json, reading_progress, scope_of
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
    if options.n < 1:
        raise UsageError(f"'-n {options.n}' asks for no question")
    services = build(overrides=options.overrides, model=False, progress=reading_progress)
    scope = scope_of(services.library, options.path)
    seed = options.seed if options.seed is not None else random.randrange(_MAX_SEED)  # noqa: S311
    questions = services.quizzes.make(scope, count=options.n, seed=seed, kinds=kinds)
    if options.json:
        report: dict[str, Any] = {"questions": [to_json(question) for question in questions]}
        if options.explain_gate:
            report["gate"] = _gate(services, scope, kinds)
        print_json(report)
        return EXIT_DONE if questions else EXIT_NO
    if not questions:
        console().print("No question can be made of this. Choose a part with more text.")
        return EXIT_NO
    from llmtutor.cli.quiz_taking import take

    take(services, questions, uuid.uuid4().hex[:12], lambda: datetime.now(UTC))
    return EXIT_DONE


def to_json(question: Question) -> dict[str, Any]:
    """A question in the form that ``--json`` promises."""
    key = question.key
    answer: Any = key
    if isinstance(key, tuple):
        answer = [list(item) if isinstance(item, tuple) else item for item in key]
    return {
        "id": question.id,
        "kind": question.kind,
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

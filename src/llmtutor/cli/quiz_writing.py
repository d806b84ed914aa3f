"""``llmtutor quiz PATH --write``: the model writes questions; those that pass are kept."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import console, error_console, print_json
from llmtutor.errors import EXIT_DONE, EXIT_NO, MissingError

if TYPE_CHECKING:
    from llmtutor.engine.protocol import Engine
    from llmtutor.library.library import Scope
    from llmtutor.quiz.gate.report import GateReport
    from llmtutor.quiz.models import Question
    from llmtutor.services import Services


def write(services: Services, scope: Scope, options: argparse.Namespace) -> int:
    """Let the model write until N questions have passed or the notes are through.

    Raises:
        MissingError: there is no model.
    """
    from llmtutor.quiz.gate.report import GateReport

    if services.engine is None:
        raise services.engine_problem or MissingError(
            "there is no model to write questions", hint="llmtutor models list shows what there is"
        )
    report = GateReport()
    questions = asyncio.run(_written(services.engine, services, scope, options, report))
    if options.json:
        from llmtutor.cli.quiz import to_json

        found: dict[str, Any] = {"questions": [to_json(question) for question in questions]}
        if options.explain_gate:
            found["gate"] = {"passed": len(report.passed), "dropped": report.by_rule()}
        print_json(found)
    elif not questions:
        console().print(
            "The model wrote no question that passes. Questions from the notes' own words"
            " need no model: llmtutor quiz"
        )
    return EXIT_DONE if questions else EXIT_NO


async def _written(
    engine: Engine,
    services: Services,
    scope: Scope,
    options: argparse.Namespace,
    report: GateReport,
) -> list[Question]:
    from llmtutor.quiz.modelled.background import write_items

    found: list[Question] = []
    say = error_console() if options.json else console()
    if say.is_terminal:
        say.print("The model is writing; Ctrl+C stops, what has passed is kept.", style="dim")
    items = write_items(
        engine,
        services.quizzes,
        services.written,
        scope,
        seed=options.seed or 0,
        now=lambda: datetime.now(UTC),
        report=report,
        clarity=services.clarity,
    )
    try:
        async with aclosing(items):
            async for question in items:
                found.append(question)
                if not options.json:
                    say.print(question.stem, style="bold")
                    say.print(f"  {question.key}")
                if len(found) == options.n:
                    break
    finally:
        await engine.close()
    return found

"""``llmtutor ask``: a question, answered from the notes."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import (
    add_json,
    console,
    error_console,
    print_json,
    reading_progress,
    scope_of,
    typed,
)
from llmtutor.errors import EXIT_DONE, EXIT_NO

if TYPE_CHECKING:
    from llmtutor.library.library import Scope
    from llmtutor.services import Services
    from llmtutor.tutor.models import Answer
    from llmtutor.tutor.tutor import LookUp

VERDICTS = {
    "answered": "in your notes",
    "hedged": "perhaps in your notes",
    "not_in_notes": "not in your notes",
}
SIGNS = {"full": "✓", "part": "◐", "none": "✗"}


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("ask", help="ask the notes a question")
    parser.add_argument("question", type=typed, metavar="QUESTION")
    parser.add_argument("--in", dest="path", metavar="PATH", help="ask this part only")
    parser.add_argument(
        "--no-model",
        dest="no_model_here",
        action="store_true",
        help="use no model; quotes answer alone",
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer a question; exit code 1 where the notes do not hold the answer."""
    from llmtutor.bootstrap import build

    use_model = not (options.no_model or options.no_model_here)
    services = build(overrides=options.overrides, model=use_model, progress=reading_progress)
    scope = scope_of(services.library, options.path)
    answer = asyncio.run(_ask(services, options.question, scope, options.json))
    if options.json:
        print_json(to_json(answer))
    else:
        _print_checked(answer, services)
    return EXIT_NO if answer.verdict == "not_in_notes" else EXIT_DONE


async def _ask(services: Services, question: str, scope: Scope, quiet: bool) -> Answer:
    try:
        found = await services.tutor.find(question, scope)
        if not quiet:
            _print_found(found)
        return await _explain(services, found, quiet)
    finally:
        for engine in (services.engine, services.embedder):
            if engine:
                await engine.close()


async def _explain(services: Services, found: LookUp, quiet: bool) -> Answer:
    from llmtutor.engine.protocol import Restarted, Token
    from llmtutor.tutor.models import Answer

    out = console()
    _tell_where_notes_go(services, found)
    answer = services.tutor.without_model(found)
    async with aclosing(services.tutor.explain(found)) as events:
        async for event in events:
            if isinstance(event, Answer):
                answer = event
            elif isinstance(event, Token) and not quiet:
                out.print(event.text, end="", style="dim")
            elif isinstance(event, Restarted) and not quiet:
                out.print(f"\nThe engine restarted: {event.reason}.", style="dim")
    return answer


def _tell_where_notes_go(services: Services, found: LookUp) -> None:
    """On stderr, also with ``--json``: what leaves the computer is never silent."""
    away = services.engine.status.away if services.engine else ""
    if away and found.verdict != "not_in_notes":
        error_console().print(f"Your question and the quotes are sent to {away}.")


def to_json(answer: Answer) -> dict[str, Any]:
    """An answer in the form that ``--json`` promises."""
    quotes = [
        {"text": quote.text, "path": quote.path, "start": quote.start, "end": quote.end}
        for quote in answer.quotes
    ]
    return {
        "question": answer.question,
        "verdict": answer.verdict,
        "text": answer.text,
        "short_answer": None,
        "sentences": [
            {"text": item.text, "support": item.support, "citations": list(item.citations)}
            for item in answer.sentences
        ],
        "quotes": quotes,
        "citations": [
            {"n": number, "path": quote.path, "quote": quote.text}
            for number, quote in enumerate(answer.quotes, start=1)
        ],
        "model": answer.model,
        "timings": {
            "evidence_ms": round(answer.timings.evidence_ms, 2),
            "first_token_ms": answer.timings.first_token_ms
            and round(answer.timings.first_token_ms, 1),
            "total_ms": round(answer.timings.total_ms, 1),
        },
    }


def _print_found(found: LookUp) -> None:
    from rich.padding import Padding

    from llmtutor.content.inline import plain

    out = console()
    out.print(VERDICTS[found.verdict], style="bold")
    if found.verdict == "not_in_notes":
        return
    for number, quote in enumerate(found.quotes, start=1):
        out.print()
        out.print(Padding(f"┃ “{' '.join(plain(quote.text).split())}”", (0, 0, 0, 2)))
        out.print(f"    {number}  {quote.title}  {quote.path}", style="dim")
    out.print()


def _print_checked(answer: Answer, services: Services) -> None:
    out = console()
    if answer.sentences:
        out.print()
        out.print()
        out.print(f"tutor ({answer.model}; its own words, checked against the quotes)", style="dim")
        for item in answer.sentences:
            cited = "".join(f" [{number}]" for number in item.citations)
            out.print(f"  {SIGNS[item.support]} {item.text}{cited}")
    problem = services.engine_problem
    note = answer.note or (str(problem) if problem else "")
    if note and answer.verdict != "not_in_notes":
        out.print(note, style="dim")

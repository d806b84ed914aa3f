"""``llmtutor ask``: a question, answered from the notes."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import (
    add_json,
    console,
    error_console,
    print_json,
    reading_progress,
    scope_of,
    tell_where_notes_go,
    typed,
)
from llmtutor.errors import EXIT_DONE, EXIT_NO

if TYPE_CHECKING:
    from llmtutor.library.library import Scope
    from llmtutor.services import Services
    from llmtutor.tutor.models import Answer, Quote
    from llmtutor.tutor.tutor import LookUp

VERDICTS = {
    "answered": "in your notes",
    "hedged": "perhaps in your notes",
    "not_in_notes": "not in your notes",
}
_SWITCHES = {
    "hyde": "search also for an answer that the model makes up",
    "compress": "shorten the prompt by what the model expects anyway",
    "whole-section": "give the model a whole section where it fits",
    "short-answer": "let the model choose a few words of the notes",
    "model-verdict": "let the model have its word on what is not in the notes",
}
"""Techniques by their flag; each is the setting ``ask.…`` for this run."""
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
    parser.add_argument(
        "--follow", action="store_true", help="read it as a follow-up of the question before"
    )
    for name, what in _SWITCHES.items():
        parser.add_argument(
            f"--{name}", action=argparse.BooleanOptionalAction, default=None, help=what
        )
    parser.add_argument("--cache", choices=("off", "same", "near"), help="see ask.cache")
    parser.add_argument("--style", choices=("plain", "few-shot", "steps"), help="see ask.style")
    parser.add_argument(
        "--trace", action="store_true", help="show how the answer came about, step by step"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer a question; exit code 1 where the notes do not hold the answer."""
    from llmtutor.bootstrap import build

    use_model = not (options.no_model or options.no_model_here)
    overrides = {**options.overrides, **_chosen(options)}
    services = build(overrides=overrides, model=use_model, progress=reading_progress)
    scope = scope_of(services.library, options.path)
    answer = asyncio.run(_ask(services, options, scope))
    if options.json:
        print_json(to_json(answer, trace=options.trace))
    else:
        _print_checked(answer, services)
        if options.trace and answer.trace:
            from llmtutor.cli.trace import print_trace

            print_trace(answer.trace)
    return EXIT_NO if answer.verdict == "not_in_notes" else EXIT_DONE


def _chosen(options: argparse.Namespace) -> dict[str, Any]:
    """The settings that flags give for this run."""
    names = ["cache", "style", *(name.replace("-", "_") for name in _SWITCHES)]
    chosen = {name: getattr(options, name) for name in names}
    return {f"ask.{name}": value for name, value in chosen.items() if value is not None}


async def _ask(services: Services, options: argparse.Namespace, scope: Scope) -> Answer:
    from llmtutor.tutor.models import Turn
    from llmtutor.tutor.verdict import is_for_the_model

    try:
        before = services.chats.latest(1) if options.follow else ()
        earlier = before[0].answer if before else None
        early = services.settings.ask.hyde or earlier is not None
        if early:  # then the model may read the question before search does
            tell_where_notes_go(services.engine)
        found = await services.tutor.find(options.question, scope, earlier)
        if not early and is_for_the_model(found):
            tell_where_notes_go(services.engine)
        if options.json:
            return await _explain(services, found, quiet=True)
        _print_found(found)
        answer = await _explain(services, found, quiet=False)
        # A person's question is remembered as the app does it; a script's is not
        services.chats.add(Turn(datetime.now(UTC), scope.path, answer))
        return answer
    finally:
        for engine in (services.engine, services.embedder):
            if engine:
                await engine.close()


async def _explain(services: Services, found: LookUp, *, quiet: bool) -> Answer:
    from llmtutor.engine.protocol import Restarted, Token
    from llmtutor.tutor.models import Answer, Redrafted

    out = console()
    answer = services.tutor.without_model(found)
    async with aclosing(services.tutor.explain(found)) as events:
        async for event in events:
            if isinstance(event, Answer):
                answer = event
            elif isinstance(event, Token) and not quiet:
                out.print(event.text, end="", style="dim")
            elif isinstance(event, Restarted) and not quiet:
                out.print(f"\nThe engine restarted: {event.reason}.", style="dim")
            elif isinstance(event, Redrafted) and not quiet:
                out.print("\nThe quotes do not bear that out; written anew:", style="dim")
    if services.engine and (note := services.engine.status.note):
        error_console().print(f"{note}.")
    return answer


def to_json(answer: Answer, *, trace: bool = False) -> dict[str, Any]:
    """An answer in the form that ``--json`` promises; ``trace`` is in it where it is wanted."""
    short = answer.short_answer
    quotes = [
        {"text": quote.text, "path": quote.path, "start": quote.start, "end": quote.end}
        for quote in answer.quotes
    ]
    value: dict[str, Any] = {
        "question": answer.question,
        "verdict": answer.verdict,
        "text": answer.text,
        "short_answer": short
        and {"text": short.text, "path": short.path, "start": short.start, "end": short.end},
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
    if trace and answer.trace:
        value["trace"] = answer.trace.as_json()
    return value


def _print_found(found: LookUp) -> None:
    out = console()
    if found.question != found.asked:
        out.print(f"read as: {found.question}", style="dim")
    out.print(VERDICTS[found.verdict], style="bold")
    if found.verdict != "not_in_notes":
        _print_quotes(found.quotes)


def _print_quotes(quotes: Sequence[Quote]) -> None:
    """Quotes with their numbers; those of one section above its name."""
    from rich.table import Column, Table

    from llmtutor.content.inline import plain

    out = console()
    numbered = enumerate(quotes, start=1)
    for path, group in groupby(numbered, key=lambda item: item[1].path):
        out.print()
        here = dict(group)
        # Chinese has no spaces: in one line with the bar it would begin a line of its own
        lines = Table.grid(Column(), Column(overflow="fold"))
        for quote in here.values():
            lines.add_row("  ┃ ", f"“{' '.join(plain(quote.text).split())}”")
        out.print(lines)
        out.print(f"    {', '.join(map(str, here))}  {quote.title}  {path}", style="dim")
    out.print()


def _print_checked(answer: Answer, services: Services) -> None:
    out = console()
    if answer.short_answer:
        out.print()
        out.print(f"  “{' '.join(answer.short_answer.text.split())}”", style="bold")
        out.print(f"    {answer.short_answer.path}", style="dim")
    if answer.trace and answer.verdict != answer.trace.by_search:
        out.print()
        closest = "; what is closest stands above" if answer.verdict == "not_in_notes" else ""
        out.print(f"{VERDICTS[answer.verdict]}: so the model judges{closest}", style="bold")
        if answer.trace.by_search == "not_in_notes":
            _print_quotes(answer.quotes)
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

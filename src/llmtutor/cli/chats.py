"""``llmtutor chats``: what was asked, searched and exported."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import add_json, console, print_json, typed
from llmtutor.errors import EXIT_DONE, EXIT_NO

if TYPE_CHECKING:
    from llmtutor.services import Services
    from llmtutor.tutor.models import Turn

MOST = 10_000


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("chats", help="questions that were asked, and their answers")
    parser.add_argument("words", nargs="*", type=typed, metavar="WORD", help="words to look for")
    parser.add_argument("-n", type=int, default=20, metavar="N", help="most turns, newest first")
    parser.add_argument(
        "--export", metavar="FILE", help="write them as Markdown, with quotes and links; - is here"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show or export turns; exit code 1 where none fits."""
    from llmtutor.bootstrap import build

    services = build(overrides=options.overrides, model=False)
    turns = list(services.chats.search(" ".join(options.words), max(1, min(options.n, MOST))))
    if options.export:
        _export(services, turns[::-1], options.export)
    elif options.json:
        from llmtutor.cli.ask import to_json

        rows = [
            {"asked": turn.asked.isoformat(), "scope": turn.scope, **to_json(turn.answer)}
            for turn in turns
        ]
        print_json({"turns": rows})
    else:
        _print(turns)
    return EXIT_DONE if turns else EXIT_NO


def _export(services: Services, turns: list[Turn], name: str) -> None:
    from llmtutor.atomic import write_text
    from llmtutor.tutor.export import to_markdown

    text = to_markdown(turns, services.library.file_of)
    if name == "-":
        sys.stdout.write(text)
        return
    file = Path(name).expanduser().absolute()
    write_text(file, text)
    console().print(f"{len(turns)} questions written to {file}")


def _print(turns: list[Turn]) -> None:
    from llmtutor.cli.ask import VERDICTS

    out = console()
    if not turns:
        out.print("Nothing was asked in these words.")
    for turn in turns:
        answer = turn.answer
        out.print(
            f"{turn.asked.astimezone():%Y-%m-%d %H:%M}  {VERDICTS[answer.verdict]}", style="dim"
        )
        out.print(f"  {answer.question}", style="bold")
        text = answer.short_answer.text if answer.short_answer else answer.text
        out.print(f"  {' '.join(text.split())[:300]}")

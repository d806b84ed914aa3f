"""``llmtutor export``: cards and questions for other programs."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import add_json, error_console, print_json, reading_progress, scope_of
from llmtutor.errors import EXIT_DONE, NothingFoundError, UsageError

if TYPE_CHECKING:
    from llmtutor.library.library import Scope
    from llmtutor.review.models import Card
    from llmtutor.services import Services

FORMATS = ("anki", "gift", "aiken", "csv", "tsv", "markdown")
_FALLBACK = 50
"""Questions that are made where there are no cards yet."""


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("export", help="write cards for Anki, Moodle, tables, Markdown")
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("out", type=Path, metavar="OUT", help="the file; - is stdout")
    parser.add_argument("--in", dest="path", metavar="PATH", help="this part only")
    parser.add_argument(
        "--questions",
        type=int,
        metavar="N",
        help=f"with N questions made from the notes (0; {_FALLBACK} where there are no cards)",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which questions")
    parser.add_argument("--force", action="store_true", help="write over a file that exists")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file; exit code 1 where there is nothing to write."""
    from llmtutor.atomic import write_bytes
    from llmtutor.bootstrap import build
    from llmtutor.interchange.formats import WRITERS

    to_stdout = str(options.out) == "-"
    if to_stdout and (options.format == "anki" or options.json):
        raise UsageError("this cannot go to stdout", hint="Name a file")
    if not to_stdout and options.out.exists() and not options.force:
        raise UsageError(
            "this file exists already", where=options.out, hint="--force writes over it"
        )
    services = build(overrides=options.overrides, model=False, progress=reading_progress)
    now = datetime.now(UTC)
    services.record.take_notes(now)
    services.deck.take_tried()
    cards = _cards(services, scope_of(services.library, options.path), options)
    if not cards:
        raise NothingFoundError("there is nothing to write", hint="Take a quiz first")
    written = WRITERS[options.format](cards, now)
    if to_stdout:
        sys.stdout.write(written.data.decode())
    elif written.count:
        write_bytes(options.out, written.data)
    if options.json:
        print_json(
            {
                "file": str(options.out),
                "format": options.format,
                "cards": written.count,
                "left_out": list(written.left_out),
            }
        )
    else:
        out = error_console()
        out.print(f"Wrote {written.count} cards to {options.out}.")
        for line in written.left_out:
            out.print(f"  left out {line}", style="dim")
    if not written.count:
        raise NothingFoundError(f"none of the {len(cards)} cards fits this format")
    return EXIT_DONE


def _cards(services: Services, scope: Scope, options: argparse.Namespace) -> list[Card]:
    from llmtutor.interchange.question_card import card_of

    cards = [item.card for item in services.deck.cards(scope.path)]
    wanted = options.questions
    if wanted is None:
        wanted = 0 if cards else _FALLBACK
    if wanted <= 0:
        return cards
    known = {card.id for card in cards}
    made = services.quizzes.make(scope, count=wanted, seed=options.seed)
    return [*cards, *(card_of(question) for question in made if question.id not in known)]

"""``llmtutor cards``: cards from other programs, and what to do with single ones.

``llmtutor import`` takes in notes to be read; the same .md file may hold both.
Cards go to the deck instead, so they have a command of their own: nobody has
to guess which of the two was meant.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import add_json, console, print_json, reading_progress, scope_of
from llmtutor.errors import EXIT_DONE, EXIT_NO

if TYPE_CHECKING:
    from llmtutor.review.models import DeckCard
    from llmtutor.services import Services


def add_to(commands: Any) -> None:
    """Add the command and what stands below it."""
    parser = commands.add_parser("cards", help="list, import, suspend and resume cards")
    below = parser.add_subparsers(title="commands", dest="cards", metavar="COMMAND", required=True)
    listing = below.add_parser("list", help="your cards and when they are due")
    listing.add_argument("path", nargs="?", metavar="PATH", help="this part of the library only")
    listing.add_argument(
        "--leeches", action="store_true", help="only those forgotten again and again"
    )
    add_json(listing)
    listing.set_defaults(run=run_list)
    taking = below.add_parser("import", help="take in cards: Anki .apkg, Moodle .gift, Markdown")
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taking.add_argument("--dry-run", action="store_true", help="read and report, change nothing")
    add_json(taking)
    taking.set_defaults(run=run_import)
    for name, help_text in (
        ("suspend", "show a card no more until it is resumed"),
        ("resume", "show a suspended card again"),
    ):
        one = below.add_parser(name, help=help_text)
        one.add_argument("id", metavar="ID")
        add_json(one)
        one.set_defaults(run=run_one)


def _services(options: argparse.Namespace) -> Services:
    from llmtutor.bootstrap import build

    services = build(overrides=options.overrides, model=False, progress=reading_progress)
    services.record.take_notes(datetime.now(UTC))
    services.deck.take_tried()
    return services


def run_list(options: argparse.Namespace) -> int:
    """List cards; exit code 1 where there are none."""
    services = _services(options)
    within = scope_of(services.library, options.path).path
    deck = services.deck
    items = deck.leeches(within) if options.leeches else deck.cards(within)
    if options.json:
        print_json({"cards": [to_json(item) for item in items]})
        return EXIT_DONE if items else EXIT_NO
    out = console()
    for item in items:
        due = item.schedule.due
        when = "suspended" if item.schedule.suspended else "new"
        if due and not item.schedule.suspended:
            when = f"{due.astimezone():%Y-%m-%d}"
        front = " ".join(item.card.front.split())
        out.print(f"{item.card.id}  {when:<10}  {front}", soft_wrap=True)
    if not items:
        out.print(
            "There are no cards. Take a quiz, or write them in your notes as 'question::answer'."
        )
    return EXIT_DONE if items else EXIT_NO


def to_json(item: DeckCard) -> dict[str, Any]:
    """A card in the form that ``--json`` promises."""
    card, schedule = item.card, item.schedule
    return {
        "id": card.id,
        "kind": card.kind,
        "front": card.front,
        "back": card.back,
        "path": card.path,
        "state": schedule.state,
        "due": schedule.due.isoformat() if schedule.due else None,
        "reps": schedule.reps,
        "lapses": schedule.lapses,
        "suspended": schedule.suspended,
    }


def run_import(options: argparse.Namespace) -> int:
    """Take cards in: all files are read first, so that a bad one leaves nothing behind."""
    from llmtutor.interchange.formats import read_cards_file

    services = _services(options)
    now = datetime.now(UTC)
    read = [read_cards_file(path, services.deck.days, now) for path in options.files]
    cards = [card for one in read for card in one.cards]
    warnings = [warning for one in read for warning in one.warnings]
    report: dict[str, Any] = {"cards": len(cards)}
    if not options.dry_run:
        done = services.deck.take_imported(cards, now)
        report |= {"added": done.added, "known": done.known, "edited": done.edited}
        report["reviews"] = done.reviews
    report["warnings"] = [
        {"file": item.file, "line": item.line, "what": item.what, "did": item.did}
        for item in warnings
    ]
    if options.json:
        print_json(report)
        return EXIT_DONE if cards else EXIT_NO
    out = console()
    if options.dry_run:
        out.print(f"Would take in {len(cards)} cards.")
    else:
        out.print(
            f"Took in {report['added']} new cards with {report['reviews']} reviews;"
            f" {report['known']} were known, {report['edited']} had been edited."
        )
    for item in warnings:
        out.print(f"  {item.file}:{item.line}: {item.what}: {item.did}.", style="dim")
    return EXIT_DONE if cards else EXIT_NO


def run_one(options: argparse.Namespace) -> int:
    """Suspend or resume one card."""
    services = _services(options)
    now = datetime.now(UTC)
    act = services.deck.suspend if options.cards == "suspend" else services.deck.resume
    item = act(options.id, now)
    if options.json:
        print_json(to_json(item))
    else:
        done = "Suspended" if item.schedule.suspended else "Resumed"
        console().print(f"{done}: {' '.join(item.card.front.split())}")
    return EXIT_DONE

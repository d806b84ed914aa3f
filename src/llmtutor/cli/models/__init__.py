"""``llmtutor models``: which there are, getting, choosing, checking, measuring them."""

from __future__ import annotations

from typing import Any

from llmtutor.cli.models import adapter, bench, cache, files, listing, options, trying


def add_to(commands: Any) -> None:
    """Add the command and what stands below it."""
    parser = commands.add_parser("models", help="list, get, use, check and measure models")
    below = parser.add_subparsers(title="commands", dest="models", metavar="COMMAND", required=True)
    for module in (listing, files, options, adapter, cache, bench, trying):
        module.add_to(below)

"""Writing to the terminal: JSON for scripts, Rich for people, text as text."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING, Any

from llmtutor.library.library import EVERYTHING, Library, Scope

if TYPE_CHECKING:
    from rich.console import Console

    from llmtutor.engine.protocol import Engine

_LIVE = re.compile(r"[\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that JSON allows and a terminal obeys, and halves of characters."""


def print_json(value: Any) -> None:
    """One object on stdout, nothing else; what a terminal would obey is escaped."""
    shows_all = (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not shows_all, indent=2)
    sys.stdout.write(_LIVE.sub(lambda char: f"\\u{ord(char[0]):04x}", text) + "\n")


def console() -> Console:
    """A console that takes nothing in notes for markup."""
    from llmtutor.cli.console import TextConsole

    return TextConsole()


def error_console() -> Console:
    """The same on stderr, for progress and notes beside a result."""
    from llmtutor.cli.console import TextConsole

    return TextConsole(stderr=True)


def tell_where_notes_go(engine: Engine | None) -> None:
    """On stderr, also beside JSON: what leaves the computer is never silent."""
    if engine is not None and (away := engine.status.away):
        error_console().print(
            f"What you ask, and the passages it is about, are sent to {away}.", soft_wrap=True
        )


def scope_of(library: Library, path: str | None) -> Scope:
    """The part of the library an ``--in PATH`` names."""
    return library.resolve(path) if path else EVERYTHING


def typed(text: str) -> str:
    """An argument as text: bytes that are no Unicode arrive as halves of characters."""
    return text.encode("utf-8", "replace").decode()


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def reading_progress(done: int, total: int) -> None:
    """Say that courses are being read, where somebody is looking and it takes a while."""
    if not sys.stderr.isatty():
        return
    if done < total:
        sys.stderr.write(f"\rReading courses: {done} of {total} ")
    else:
        sys.stderr.write("\r" + " " * 40 + "\r")
    sys.stderr.flush()

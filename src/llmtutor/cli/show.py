"""``llmtutor show``: read a section in the terminal."""

from __future__ import annotations

import argparse
from typing import Any

from llmtutor.cli.output import add_json, console, print_json, reading_progress
from llmtutor.errors import EXIT_DONE, UsageError


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("show", help="read a section")
    parser.add_argument("path", metavar="PATH", help="course/lecture/section; a prefix will do")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one section."""
    from llmtutor.bootstrap import open_library

    library = open_library(reading_progress)
    paths = library.sections(library.resolve(options.path))
    if len(paths) != 1:
        raise UsageError(
            f"'{options.path}' holds {len(paths)} sections; show takes one",
            hint=f"llmtutor outline {options.path} lists them",
        )
    section = library.section(paths[0])
    if options.json:
        print_json({"path": paths[0], "title": section.title, "text": section.text})
        return EXIT_DONE
    from rich.markdown import Markdown

    out = console()
    out.print(section.title, style="bold")
    out.print()
    out.print(Markdown(section.text, hyperlinks=False), width=min(out.width, 84))
    return EXIT_DONE

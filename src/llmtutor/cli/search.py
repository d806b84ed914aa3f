"""``llmtutor search``: passages that speak of something."""

from __future__ import annotations

import argparse
from typing import Any

from llmtutor.cli.output import (
    add_json,
    console,
    print_json,
    reading_progress,
    scope_of,
    typed,
)
from llmtutor.errors import EXIT_DONE, EXIT_NO

_MOST = 1_000


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("search", help="find passages")
    parser.add_argument("query", type=typed, metavar="QUERY", help='words, or a "quoted phrase"')
    parser.add_argument("-k", type=int, default=10, metavar="N", help="most sections (10)")
    parser.add_argument("--in", dest="path", metavar="PATH", help="look in this part only")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the sections that match best; exit code 1 where there is none."""
    from llmtutor.bootstrap import open_library
    from llmtutor.search.sections import find_sections

    library = open_library(reading_progress)
    hits = find_sections(
        library.connection,
        options.query,
        scope_of(library, options.path),
        limit=min(max(1, options.k), _MOST),
    )
    if options.json:
        print_json(
            {
                "query": options.query,
                "hits": [
                    {
                        "path": hit.path,
                        "title": hit.title,
                        "score": round(hit.score, 4),
                        "snippet": hit.snippet,
                    }
                    for hit in hits
                ],
            }
        )
        return EXIT_DONE if hits else EXIT_NO
    from rich.text import Text

    out = console()
    for hit in hits:
        out.print(Text.assemble((hit.title, "bold"), ("  " + hit.path, "dim")))
        snippet = Text("  " + hit.snippet)
        for start, end in hit.marks:
            snippet.stylize("bold underline", start + 2, end + 2)
        out.print(snippet)
    if not hits:
        out.print("Not in your notes.")
    return EXIT_DONE if hits else EXIT_NO

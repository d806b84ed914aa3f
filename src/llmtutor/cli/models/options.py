"""``llmtutor models settings``: how a model answers, explained and saved for it alone."""

from __future__ import annotations

import argparse
from typing import Any

from llmtutor.cli.models.shelf import chosen
from llmtutor.cli.output import add_json, console, print_json
from llmtutor.errors import EXIT_DONE, UsageError


def add_to(below: Any) -> None:
    """Add the command."""
    parser = below.add_parser(
        "settings", help="how a model answers: show, or save for this model alone"
    )
    parser.add_argument(
        "changes",
        nargs="*",
        metavar="NAME=VALUE",
        help="e.g. temperature=0.7; NAME= alone goes back to the default",
    )
    parser.add_argument("--model", default="", metavar="MODEL", help="another than the one in use")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Save what is given, then show all."""
    from llmtutor import settings
    from llmtutor.engine.formats import check_chat_format
    from llmtutor.paths import Paths
    from llmtutor.settings import of_models

    paths = Paths.from_environment()
    model = options.model or chosen(paths)
    if options.changes:
        changes = dict(map(_change, options.changes))
        if wanted := changes.get("chat_format"):
            check_chat_format(wanted)
        paths.prepare()
        of_models.save(paths.settings, model, changes)
    loaded, origins = settings.load(paths.settings, command_line={"engine.model": model})
    known = settings.keys()
    rows = [
        {
            "name": name,
            "value": getattr(loaded.engine, name),
            "default": known[f"engine.{name}"].default,
            "from": origins[f"engine.{name}"],
            "help": known[f"engine.{name}"].metadata["help"],
        }
        for name in of_models.NAMES
    ]
    if options.json:
        print_json({"model": model, "settings": rows})
        return EXIT_DONE
    from rich.table import Table

    table = Table("setting", "value", "default", "what it does", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row["name"], str(row["value"]), str(row["default"]), row["help"])
    out = console()
    out.print(f"Settings of {model}:")
    out.print(table)
    out.print(
        "\nllmtutor models settings temperature=0.7 saves one for this model.", soft_wrap=True
    )
    return EXIT_DONE


def _change(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"'{text}' is not NAME=VALUE", hint="e.g. temperature=0.7")
    return name.strip().removeprefix("engine."), value.strip() or None

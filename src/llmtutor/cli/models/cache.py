"""``llmtutor models cache``: what the model has read, kept on disk for an instant answer."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from llmtutor.cli.data import size_text
from llmtutor.cli.output import add_json, console, print_json
from llmtutor.errors import EXIT_DONE


def add_to(below: Any) -> None:
    """Add the command and what stands below it."""
    parser = below.add_parser("cache", help="what the model has read: show it, clear it")
    commands = parser.add_subparsers(title="commands", dest="cache", metavar="COMMAND")
    parser.set_defaults(run=run_show, json=False)
    show = commands.add_parser("show", help="list it, the most recently used first")
    add_json(show)
    show.set_defaults(run=run_show)
    clear = commands.add_parser("clear", help="delete it; the model reads again when asked")
    add_json(clear)
    clear.set_defaults(run=run_clear)


def run_show(options: argparse.Namespace) -> int:
    """List the snapshots."""
    store, most = _store()
    found = store.all()
    total = sum(snapshot.size for snapshot in found)
    if options.json:
        print_json(
            {
                "folder": str(store.folder),
                "bytes": total,
                "most": most,
                "snapshots": [
                    {
                        "file": snapshot.path.name,
                        "bytes": snapshot.size,
                        "used": datetime.fromtimestamp(snapshot.used).astimezone().isoformat(),
                        "model": snapshot.model,
                        "tokens": snapshot.tokens,
                    }
                    for snapshot in found
                ],
            }
        )
        return EXIT_DONE
    _print(store.folder, found, total, most)
    return EXIT_DONE


def run_clear(options: argparse.Namespace) -> int:
    """Delete the snapshots."""
    store, _ = _store()
    total = sum(snapshot.size for snapshot in store.all())
    count = store.clear()
    if options.json:
        print_json({"removed": count, "bytes": total})
    else:
        sections = f"{count} section{'s' * (count != 1)}"
        console().print(f"Forgot {sections}, {size_text(total)}.")
    return EXIT_DONE


def _print(folder: Any, found: list[Any], total: int, most: int) -> None:
    from rich.table import Table

    out = console()
    if found:
        table = Table("last used", "tokens", "size", "model", box=None, pad_edge=False)
        for snapshot in found:
            used = datetime.fromtimestamp(snapshot.used).astimezone()
            tokens, size = f"{snapshot.tokens:,}", size_text(snapshot.size)
            table.add_row(f"{used:%Y-%m-%d %H:%M}", tokens, size, snapshot.model)
        out.print(table)
    count = len(found)
    out.print(
        f"{count} section{'s' * (count != 1)} read, {size_text(total)} of at most"
        f" {size_text(most)}, in {folder}.",
        soft_wrap=True,
    )
    out.print(
        "They hold the meaning of your notes and never leave this computer; the least recently"
        " used go first. engine.snapshot_mb sets the limit, engine.read_ahead turns it off.",
        soft_wrap=True,
    )


def _store() -> tuple[Any, int]:
    from llmtutor import settings
    from llmtutor.engine.snapshots import SnapshotStore
    from llmtutor.paths import Paths

    paths = Paths.from_environment()
    loaded, _ = settings.load(paths.settings)
    most = loaded.engine.snapshot_mb * 1_000_000
    return SnapshotStore(paths.snapshots, most), most

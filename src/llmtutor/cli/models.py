"""``llmtutor models``: which models there are, getting one, choosing one, checking one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import add_json, console, error_console, print_json
from llmtutor.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from llmtutor.engine.models import ModelShelf
    from llmtutor.paths import Paths


def add_to(commands: Any) -> None:
    """Add the command and what stands below it."""
    parser = commands.add_parser("models", help="list, get, use and check models")
    below = parser.add_subparsers(title="commands", dest="models", metavar="COMMAND", required=True)
    listing = below.add_parser("list", help="models here, and models that can be got")
    add_json(listing)
    listing.set_defaults(run=run_list)
    get = below.add_parser("get", help="download a model of the catalogue")
    get.add_argument("model", metavar="MODEL", help="'default', or an id from the list")
    get.add_argument(
        "--into", type=Path, metavar="FOLDER", help="put it there, not into the data folder"
    )
    get.set_defaults(run=run_get)
    use = below.add_parser("use", help="choose the model that answers")
    use.add_argument("model", metavar="MODEL", help="'default', an id, or a .gguf file")
    use.set_defaults(run=run_use)
    check = below.add_parser("check", help="read a model file whole and say whether it is sound")
    check.add_argument("model", nargs="?", default="", metavar="MODEL")
    add_json(check)
    check.set_defaults(run=run_check)


def _shelf() -> tuple[ModelShelf, Paths]:
    from llmtutor.engine.catalogue import load_catalogue
    from llmtutor.engine.models import ModelShelf
    from llmtutor.paths import Paths

    paths = Paths.from_environment()
    return ModelShelf.of(load_catalogue(), paths), paths


def run_list(options: argparse.Namespace) -> int:
    """List what is here and what can be got."""
    shelf, paths = _shelf()
    here = shelf.found()
    wanted = _chosen(paths)
    rows = [
        {
            "id": entry.id,
            "title": entry.title,
            "kind": entry.kind,
            "size": entry.size,
            "licence": entry.licence,
            "here": str(next((m.path for m in here if m.entry is entry), "")) or None,
        }
        for entry in shelf.catalogue.entries
    ]
    others = [{"file": str(m.path), "size": m.size} for m in here if m.entry is None]
    if options.json:
        print_json({"chosen": wanted, "catalogue": rows, "other_files": others})
        return EXIT_DONE
    from rich.table import Table

    table = Table("", "id", "model", "for", "size", "licence", box=None, pad_edge=False)
    for entry in shelf.catalogue.entries:
        size = f"{entry.size / 1e6:,.0f} MB" if entry.size else "?"
        sign = "✓" if any(model.entry is entry for model in here) else " "
        table.add_row(sign, entry.id, entry.title, entry.kind, size, entry.licence)
    for model in here:
        if model.entry is None:
            table.add_row(
                "✓", model.path.name, "a file of yours", "", f"{model.size / 1e6:,.0f} MB"
            )
    out = console()
    out.print(table)
    out.print(f"\n✓ is on this computer. In use: {wanted}. llmtutor models get ID downloads one.")
    return EXIT_DONE


def run_get(options: argparse.Namespace) -> int:
    """Download a model, with progress; Ctrl-C stops it and leaves no half file in its place."""
    from llmtutor.engine.download import Progress, get

    shelf, paths = _shelf()
    entry = shelf.catalogue.entry(options.model)
    folder = options.into
    if folder is None:
        paths.prepare()
        folder = paths.models
    out = error_console()
    if not sys.stderr.isatty():
        out.print(f"Getting {entry.title}, {entry.size or 0:,} bytes.")
        path = get(entry, folder)
    else:
        from rich.progress import BarColumn, DownloadColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        with Bar(*columns, console=out, transient=True) as bar:
            task = bar.add_task(entry.title, total=entry.size)

            def show(progress: Progress) -> None:
                text = f"{progress.stage} from {progress.source}"
                bar.update(task, description=text, completed=progress.done, total=progress.total)

            path = get(entry, folder, show)
    console().print(f"{entry.title} is in {path}.", soft_wrap=True)
    return EXIT_DONE


def run_use(options: argparse.Namespace) -> int:
    """Choose the model that answers from now on."""
    from llmtutor import settings

    shelf, paths = _shelf()
    found = shelf.resolve(options.model)
    # a file is remembered by its full path: tomorrow's folder may be another
    is_file = "/" in options.model or Path(options.model).is_file()
    value = str(found.path) if is_file else options.model
    paths.prepare()
    settings.save(paths.settings, {"engine.model": value})
    console().print(f"{found.title} answers from now on.")
    return EXIT_DONE


def run_check(options: argparse.Namespace) -> int:
    """Read a model file whole: its form, its size, and its sha256 where that is known."""
    from llmtutor.engine.modelfile import inspect
    from llmtutor.engine.models import matches
    from llmtutor.errors import InputFileError

    shelf, paths = _shelf()
    found = shelf.resolve(options.model or _chosen(paths))
    facts = inspect(found.path)
    entry = found.entry
    if entry and entry.sha256 and not matches(found.path, entry):
        raise InputFileError(
            "the file is not the one the catalogue knows: its sha256 differs",
            where=found.path,
            hint=f"Delete it and run: llmtutor models get {entry.id}",
        )
    known = "its sha256 is the catalogue's" if entry and entry.sha256 else "it is not catalogued"
    if options.json:
        print_json(
            {
                "file": str(found.path),
                "sound": True,
                "kind": facts.kind,
                "size": found.size,
                "note": known,
            }
        )
    else:
        what = f"a {facts.kind} model, {found.size / 1e6:,.0f} MB"
        console().print(f"{found.path} is sound: {what}; {known}.", soft_wrap=True)
    return EXIT_DONE


def _chosen(paths: Paths) -> str:
    from llmtutor import settings

    loaded, _ = settings.load(paths.settings)
    if not loaded.engine.model:
        raise UsageError("no model is chosen")
    return loaded.engine.model

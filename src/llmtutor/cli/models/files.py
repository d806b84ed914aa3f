"""``llmtutor models get, use, check, remove``: the files of models."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.cli.data import size_text
from llmtutor.cli.models.shelf import chosen, shelf
from llmtutor.cli.output import add_json, console, error_console, print_json
from llmtutor.errors import EXIT_DONE, EXIT_NO, UsageError

if TYPE_CHECKING:
    from llmtutor.engine.catalogue import Catalogue, CatalogueEntry

_KINDS = {"chat": "a chat", "base": "a base", "embedding": "an embedding"}


def add_to(below: Any) -> None:
    """Add the commands."""
    get = below.add_parser("get", help="download a model")
    get.add_argument(
        "model",
        metavar="MODEL",
        help="'default', an id from the list, owner/repository on Hugging Face, or the https"
        " address of a .gguf file",
    )
    get.add_argument(
        "--into", type=Path, metavar="FOLDER", help="put it there, not into the data folder"
    )
    get.add_argument(
        "--like", default="", metavar="NAME", help="of a repository's files the one like this: Q8_0"
    )
    get.add_argument("--sha256", default="", metavar="HEX", help="what the file at an address has")
    get.set_defaults(run=run_get)
    use = below.add_parser("use", help="choose the model that answers")
    use.add_argument("model", metavar="MODEL", help="'default', an id, or a .gguf file")
    use.set_defaults(run=run_use)
    check = below.add_parser("check", help="read a model file whole and say whether it is sound")
    check.add_argument("model", nargs="?", default="", metavar="MODEL")
    add_json(check)
    check.set_defaults(run=run_check)
    remove = below.add_parser("remove", help="delete a model file from the data folder")
    remove.add_argument("model", metavar="MODEL", help="an id, or a file's name")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    remove.set_defaults(run=run_remove)


def run_get(options: argparse.Namespace) -> int:
    """Download a model, with progress; Ctrl-C stops it and leaves no half file in its place."""
    from llmtutor.engine.download import Progress, get

    folders, paths = shelf()
    entry = _wanted(folders.catalogue, options)
    folder = options.into
    if folder is None:
        paths.prepare()
        folder = paths.models
    out = error_console()
    if not sys.stderr.isatty():
        size = f", {size_text(entry.size)}" if entry.size else ""
        out.print(f"Getting {entry.title}{size}. Licence: {entry.licence}.", soft_wrap=True)
        path = get(entry, folder, like=options.like)
    else:
        from rich.progress import BarColumn, DownloadColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        with Bar(*columns, console=out, transient=True) as bar:
            task = bar.add_task(entry.title, total=entry.size)

            def show(progress: Progress) -> None:
                text = f"{progress.stage} from {progress.source}"
                bar.update(task, description=text, completed=progress.done, total=progress.total)

            path = get(entry, folder, show, like=options.like)
    name = entry.id or path.name
    console().print(
        f"{entry.title} is in {path}. Licence: {entry.licence}.\n"
        f"llmtutor models use {name} lets it answer.",
        soft_wrap=True,
    )
    return EXIT_DONE


def run_use(options: argparse.Namespace) -> int:
    """Choose the model that answers from now on."""
    from llmtutor import settings
    from llmtutor.engine.modelfile import inspect

    folders, paths = shelf()
    found = folders.resolve(options.model)
    facts = inspect(found.path, "chat")  # a model that cannot answer is not chosen in silence
    # a file is remembered by its full path: tomorrow's folder may be another
    is_file = "/" in options.model or Path(options.model).is_file()
    value = str(found.path) if is_file else options.model
    paths.prepare()
    settings.save(paths.settings, {"engine.model": value})
    console().print(f"{found.title} answers from now on.")
    if facts.kind == "base" and not (found.entry and found.entry.family not in {"", "plain"}):
        console().print(
            "It is a base model, without a chat format: it goes on writing a text and was not"
            " taught to answer. Where it was, name its format: llmtutor models settings"
            " chat_format=NAME",
            soft_wrap=True,
        )
    return EXIT_DONE


def run_check(options: argparse.Namespace) -> int:
    """Read a model file whole: its form, its size, and its sha256 where that is known."""
    from llmtutor.engine.modelfile import inspect
    from llmtutor.engine.models import matches
    from llmtutor.errors import InputFileError

    folders, paths = shelf()
    found = folders.resolve(options.model or chosen(paths))
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
        what = f"{_KINDS[facts.kind]} model, {found.size / 1e6:,.0f} MB"
        console().print(f"{found.path} is sound: {what}; {known}.", soft_wrap=True)
    return EXIT_DONE


def run_remove(options: argparse.Namespace) -> int:
    """Delete a model's file and what the model has read; exit code 1 where it was not confirmed."""
    from llmtutor.engine import downloads

    folders, paths = shelf()
    found = folders.resolve(options.model)
    if not found.path.resolve().is_relative_to(paths.models.resolve()):
        raise UsageError(
            "the file is not in llmtutor's own folder, so llmtutor does not delete it",
            where=found.path,
            hint="Delete it yourself",
        )
    again = "" if found.entry else " It is a file of yours: llmtutor cannot get it again."
    if not options.yes and not _confirmed(f"{found.path} ({size_text(found.size)}).{again}"):
        console().print("Nothing was removed.")
        return EXIT_NO
    found.path.unlink()
    downloads.forget(found.path.parent, found.path.name)
    console().print(f"Removed {found.path}, {size_text(found.size)}.", soft_wrap=True)
    return EXIT_DONE


def _wanted(catalogue: Catalogue, options: argparse.Namespace) -> CatalogueEntry:
    from llmtutor.engine.elsewhere import entry_elsewhere

    elsewhere = entry_elsewhere(options.model, options.sha256)
    if elsewhere is None and options.sha256:
        raise UsageError("a sha256 is for the address of a file", where="--sha256")
    return elsewhere or catalogue.entry(options.model)


def _confirmed(what: str) -> bool:
    """Ask on stderr, so that a script that reads stdout is not surprised."""
    print(f"This removes {what} Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}

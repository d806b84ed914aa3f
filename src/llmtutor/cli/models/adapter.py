"""``llmtutor models adapter``: small changes to a model, put on and taken off."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.cli.models.shelf import chosen, shelf
from llmtutor.cli.output import add_json, console, print_json
from llmtutor.errors import EXIT_DONE, TutorError

if TYPE_CHECKING:
    from llmtutor.engine.gguf import Header


def add_to(below: Any) -> None:
    """Add the command and what stands below it."""
    parser = below.add_parser("adapter", help="LoRA adapters: list, use, take off")
    commands = parser.add_subparsers(title="commands", dest="adapter", metavar="COMMAND")
    parser.set_defaults(run=run_list, json=False)
    listing = commands.add_parser("list", help="adapters here, and whether they fit the model")
    add_json(listing)
    listing.set_defaults(run=run_list)
    use = commands.add_parser("use", help="put an adapter on the model in use")
    use.add_argument("adapter", metavar="ADAPTER", help="a name from the list, or a .gguf file")
    use.add_argument(
        "--scale", type=float, default=1.0, metavar="X", help="how strongly it acts (1)"
    )
    use.set_defaults(run=run_use)
    off = commands.add_parser("off", help="take the adapter off")
    off.set_defaults(run=run_off)


def run_list(options: argparse.Namespace) -> int:
    """List the adapters that are here."""
    from llmtutor import settings

    folders, paths = shelf()
    loaded, _ = settings.load(paths.settings)
    worn = _worn(loaded.engine.adapter)
    base = _base()
    rows = [_row(path, base, worn) for path in folders.adapters()]
    if options.json:
        print_json(
            {"model": chosen(paths), "in_use": worn.stem if worn else None, "adapters": rows}
        )
        return EXIT_DONE
    out = console()
    for row in rows:
        sign = "✓" if row["in_use"] else " "
        rank = f"rank {row['rank']}" if row["rank"] else ""
        out.print(f"{sign} {row['name']}  {rank}  {row['note']}", soft_wrap=True)
    where = folders.folders[0] / "adapter"
    out.print(f"Put further LoRA adapters (.gguf) into {where}.", soft_wrap=True)
    return EXIT_DONE


def run_use(options: argparse.Namespace) -> int:
    """Put an adapter on the model that is in use, from now on."""
    from llmtutor.engine.adapterfile import inspect_adapter
    from llmtutor.settings import of_models

    folders, paths = shelf()
    path = folders.adapter(options.adapter)
    if path is not None:
        inspect_adapter(path, _base())
    # a file is remembered by its full path: tomorrow's folder may be another
    is_file = "/" in options.adapter or Path(options.adapter).is_file()
    changes = {
        "adapter": str(path) if is_file else options.adapter,
        "adapter_scale": options.scale if options.scale != 1.0 else None,
    }
    paths.prepare()
    of_models.save(paths.settings, chosen(paths), changes)
    console().print(f"{chosen(paths)} answers with {options.adapter} from now on.", soft_wrap=True)
    return EXIT_DONE


def run_off(_: argparse.Namespace) -> int:
    """Take the adapter off the model that is in use."""
    from llmtutor.settings import of_models

    _folders, paths = shelf()
    model = chosen(paths)
    paths.prepare()
    of_models.save(paths.settings, model, {"adapter": "none", "adapter_scale": None})
    console().print(f"{model} answers without an adapter from now on.", soft_wrap=True)
    return EXIT_DONE


def _base() -> Header | None:
    """The header of the model in use, or None where there is none to hold an adapter against."""
    from llmtutor.engine.gguf import read_header

    folders, paths = shelf()
    try:
        return read_header(folders.resolve(chosen(paths)).path)
    except TutorError:
        return None


def _worn(setting: str) -> Path | None:
    """The adapter that the model in use has on; None also where either is missing."""
    folders, paths = shelf()
    try:
        return folders.adapter(setting, folders.resolve(chosen(paths)))
    except TutorError:
        return None


def _row(path: Path, base: Header | None, worn: Path | None) -> dict[str, Any]:
    from llmtutor.engine.adapterfile import inspect_adapter

    in_use = path == worn
    row = {"name": path.stem, "file": str(path), "in_use": in_use, "rank": 0, "fits": False}
    try:
        adapter = inspect_adapter(path, base)
    except TutorError as problem:
        return {**row, "note": problem.what}
    note = "fits the model in use" if base else "no model to hold it against"
    return {**row, "rank": adapter.rank, "fits": base is not None, "note": note}

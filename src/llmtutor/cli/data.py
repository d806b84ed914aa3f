"""``llmtutor data``: where everything is, keeping copies, moving house, leaving no trace."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from llmtutor.cli.output import add_json, console, print_json
from llmtutor.errors import EXIT_DONE, EXIT_NO

_WORD = "erase"


def add_to(commands: Any) -> None:
    """Add the command and what stands below it."""
    parser = commands.add_parser("data", help="your data: where it is, copies, moving, erasing")
    below = parser.add_subparsers(title="commands", dest="data", metavar="COMMAND", required=True)
    where = below.add_parser("where", help="what is kept, where, and how large it is")
    add_json(where)
    where.set_defaults(run=run_where)
    backup = below.add_parser("backup", help="write one archive with everything you would miss")
    backup.add_argument("file", nargs="?", type=Path, metavar="FILE", help="(a name with the time)")
    backup.add_argument("--force", action="store_true", help="write over a file that exists")
    add_json(backup)
    backup.set_defaults(run=run_backup)
    restore = below.add_parser("restore", help="put such an archive back")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument(
        "--replace", action="store_true", help="in place of what is here; a copy of that is kept"
    )
    add_json(restore)
    restore.set_defaults(run=run_restore)
    erase = below.add_parser("erase", help="remove everything llmtutor keeps on this computer")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    add_json(erase)
    erase.set_defaults(run=run_erase)


def run_where(options: argparse.Namespace) -> int:
    """List what is kept."""
    from llmtutor.paths import Paths
    from llmtutor.storage.erase import kept

    paths = Paths.from_environment()
    items = kept(paths)
    if options.json:
        print_json(
            {
                "folder": str(paths.home),
                "items": [
                    {
                        "what": item.what,
                        "path": str(item.path),
                        "here": item.here,
                        "bytes": item.size,
                        "precious": item.precious,
                    }
                    for item in items
                ],
            }
        )
        return EXIT_DONE
    out = console()
    out.print(f"Everything is in {paths.home}, nothing anywhere else.", soft_wrap=True)
    for item in items:
        size = size_text(item.size) if item.here else "none yet"
        mark = "  (in backups)" if item.precious and item.path.name != "backups" else ""
        out.print(f"  {size:>9}  {item.what}: {item.path.name}{mark}", soft_wrap=True)
    return EXIT_DONE


def run_backup(options: argparse.Namespace) -> int:
    """Write an archive."""
    from llmtutor.paths import Paths
    from llmtutor.storage.backup import back_up, default_name

    now = datetime.now(UTC)
    file = (options.file or Path(default_name(now))).absolute()
    report = back_up(Paths.from_environment(), file, now, replace=options.force)
    if options.json:
        print_json({"file": str(report.file), "files": report.files, "bytes": report.size})
    else:
        console().print(
            f"Wrote {report.files} files, {size_text(report.size)}, to {report.file}.\n"
            "Models are not in it; they can be downloaded again.",
            soft_wrap=True,
        )
    return EXIT_DONE


def run_restore(options: argparse.Namespace) -> int:
    """Put an archive back."""
    from llmtutor.paths import Paths
    from llmtutor.storage.restore import restore

    paths = Paths.from_environment()
    report = restore(paths, options.file, datetime.now(UTC), replace=options.replace)
    if options.json:
        print_json(
            {
                "made": report.made,
                "files": report.files,
                "kept": str(report.kept) if report.kept else None,
            }
        )
        return EXIT_DONE
    out = console()
    out.print(f"Put back {report.files} files of {report.made} into {paths.home}.", soft_wrap=True)
    if report.kept:
        out.print(f"What was here before is in {report.kept}.", soft_wrap=True)
    return EXIT_DONE


def run_erase(options: argparse.Namespace) -> int:
    """Remove everything, once it was confirmed; exit code 1 where it was not."""
    from llmtutor.paths import Paths
    from llmtutor.storage.erase import erase, kept

    paths = Paths.from_environment()
    here = [item for item in kept(paths) if item.here]
    out = console()
    if not options.yes and not _confirmed(paths.home, [item.what for item in here]):
        if options.json:
            print_json({"removed": [], "left": []})
        else:
            out.print("Nothing was removed.")
        return EXIT_NO
    removed, left = erase(paths)
    if options.json:
        print_json(
            {"removed": [str(item.path) for item in removed], "left": [str(path) for path in left]}
        )
        return EXIT_DONE
    for item in removed:
        out.print(f"  removed {item.what}: {item.path}", soft_wrap=True)
    if left:
        names = ", ".join(path.name for path in left)
        out.print(f"Left in {paths.home}, because it is not ours: {names}", soft_wrap=True)
    elif removed:
        out.print("Nothing of llmtutor is left on this computer but the program.")
    else:
        out.print("There was nothing to remove.")
    return EXIT_DONE


def _confirmed(home: Path, what: list[str]) -> bool:
    """Ask on stderr, so that a script that reads stdout is not surprised."""
    if not what:
        return True
    print(f"This removes from {home}: {'; '.join(what)}.", file=sys.stderr)
    print("It cannot be taken back. llmtutor data backup keeps a copy.", file=sys.stderr)
    print(f"Type {_WORD} to go on: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == _WORD


def size_text(size: int) -> str:
    """Bytes for people."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size} B"

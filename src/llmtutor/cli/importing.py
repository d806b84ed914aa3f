"""``llmtutor import``: take notes in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import add_json, console, print_json
from llmtutor.errors import EXIT_DONE

if TYPE_CHECKING:
    from llmtutor.library.importing import ImportReport


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("import", help="take in your own notes")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="Markdown or text")
    parser.add_argument("--course", default="", metavar="NAME", help="the course they belong to")
    parser.add_argument("--dry-run", action="store_true", help="read and report, change nothing")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import files and say what was understood and left out."""
    from llmtutor.bootstrap import open_index
    from llmtutor.library.importing import DEFAULT_COURSE, import_files
    from llmtutor.library.library import Library
    from llmtutor.paths import Paths

    paths = Paths.from_environment()
    index = open_index(paths)
    shipped = {c.id for c in Library(index).outline() if c.origin == "shipped"}
    report = import_files(
        options.files,
        paths.courses,
        title=options.course.strip() or DEFAULT_COURSE,
        taken=frozenset(shipped),
        dry_run=options.dry_run,
    )
    warnings = [
        {"file": item.file, "line": item.line, "what": item.what, "did": item.did}
        for item in report.warnings
    ]
    if not options.dry_run:
        index.refresh()
        warnings += [
            {"file": file, "line": 1, "what": what, "did": "kept it, but it is not shown yet"}
            for file, what in index.problems()
            if Path(file).parent == report.folder
        ]
    if options.json:
        counts = {"lectures": report.lectures, "sections": report.sections}
        print_json({"course": report.course, **counts, "warnings": warnings})
    else:
        _say(report, warnings, dry_run=options.dry_run)
    return EXIT_DONE


def _say(report: ImportReport, warnings: list[dict[str, Any]], *, dry_run: bool) -> None:
    """Tell a person what was imported."""
    out = console()
    verb = "Would import" if dry_run else "Imported"
    lectures = "1 lecture" if report.lectures == 1 else f"{report.lectures} lectures"
    out.print(f"{verb} {lectures} with {report.sections} sections into '{report.course}'.")
    for item in warnings:
        line = f"  {item['file']}:{item['line']}: {item['what']}: {item['did']}."
        out.print(line, style="dim", soft_wrap=True)
    if not dry_run:
        out.print(f"Read them with: llmtutor, or: llmtutor outline {report.course}")

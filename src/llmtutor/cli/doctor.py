"""``llmtutor doctor``: what is where, what works, and what to do about the rest."""

from __future__ import annotations

import argparse
import importlib.util
import platform
import sqlite3
import sys
from typing import TYPE_CHECKING, Any

from llmtutor import __version__
from llmtutor.cli import privacy
from llmtutor.cli.health import abilities_told, health
from llmtutor.cli.output import add_json, console, print_json
from llmtutor.errors import EXIT_DONE, EXIT_MISSING, TutorError, visible

if TYPE_CHECKING:
    from llmtutor.engine.protocol import ModelInfo
    from llmtutor.settings import Settings


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="what is where, and what is wrong")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Report; exit code 3 where something is missing or broken."""
    report: dict[str, Any] = {
        "program": _program(),
        "paths": _paths(),
        "settings": {},
        "library": {},
        "record": {},
        "model": {},
        "privacy": {},
        "problems": [],
    }
    problems: list[str] = report["problems"]
    for part, look in _PARTS:
        try:
            report[part], found = look(options.overrides)
            problems += found
        except TutorError as error:
            if str(error) not in problems:
                problems.append(str(error))
    if options.json:
        print_json(report)
    else:
        _print(report)
    return EXIT_MISSING if problems else EXIT_DONE


def _program() -> dict[str, str]:
    return {
        "llmtutor": __version__,
        "python": f"{platform.python_version()} at {sys.executable}",
        "sqlite": sqlite3.sqlite_version,
        "platform": platform.platform(),
    }


def _paths() -> dict[str, str]:
    from llmtutor.paths import Paths, shipped

    paths = Paths.from_environment()
    return {
        "data folder": str(paths.home),
        "settings": str(paths.settings),
        "progress (precious)": str(paths.progress),
        "index (can be rebuilt)": str(paths.index),
        "imported notes": str(paths.courses),
        "models": str(paths.models),
        "log": str(paths.log),
        "engine's log": str(paths.engine_log),
        "shipped course and models": str(shipped()),
    }


_Found = tuple[dict[str, str], list[str]]
"""What a part of the report says, and its problems."""


def _settings(overrides: dict[str, Any]) -> _Found:
    from llmtutor import settings
    from llmtutor.paths import Paths

    loaded, origins = settings.load(Paths.from_environment().settings, command_line=overrides)
    values = {}
    for key in origins:
        group, name = key.split(".")
        value = settings.shown(key, getattr(getattr(loaded, group), name))
        values[key] = f"{value} ({origins[key]})"
    return values, []


def _library(_: dict[str, Any]) -> _Found:
    from llmtutor.bootstrap import open_index
    from llmtutor.library.library import Library
    from llmtutor.paths import Paths

    index = open_index(Paths.from_environment())
    outline = Library(index).outline()
    courses = {
        course.title: f"{len(course.lectures)} lectures,"
        f" {sum(len(lecture.sections) for lecture in course.lectures)} sections ({course.origin})"
        for course in outline
    }
    return courses, [message for _, message in index.problems()]


def _record(_: dict[str, Any]) -> _Found:
    """Whether what the student did can be opened; a database that is not there is not made."""
    from llmtutor.paths import Paths
    from llmtutor.storage.migrations import open_progress

    file = Paths.from_environment().progress
    if not file.exists():
        return {"kept": "nothing yet"}, []
    open_progress(file).close()
    return {"kept": f"{file.stat().st_size / 1e6:.1f} MB"}, []


def _model(overrides: dict[str, Any]) -> _Found:
    from llmtutor import settings
    from llmtutor.engine.catalogue import load_catalogue
    from llmtutor.engine.models import ModelShelf
    from llmtutor.paths import Paths

    paths = Paths.from_environment()
    loaded, _ = settings.load(paths.settings, command_line=overrides)
    if loaded.engine.kind == "server":
        return _server(loaded)
    if importlib.util.find_spec("llama_cpp") is None:
        problem = "llama-cpp-python is not installed, so no model can answer"
        return {}, [f"{problem}. Run: {sys.executable} -m pip install llama-cpp-python"]
    return health(ModelShelf.of(load_catalogue(), paths), loaded, paths)


def _server(loaded: Settings) -> _Found:
    """The server that answers, or why it does not."""
    import asyncio

    from llmtutor.engine.server.engine import ServerConfig, ServerEngine
    from llmtutor.paths import Paths

    config = ServerConfig.from_settings(loaded.engine)

    async def look() -> ModelInfo:
        engine = ServerEngine(config)
        try:
            return await engine.start()
        finally:
            await engine.close()

    told = {"server": config.address.base}
    try:
        info = asyncio.run(look())
    except TutorError as error:
        return {**told, "health": "does not answer"}, [str(error)]
    able = {"can do": abilities_told(info, loaded, Paths.from_environment())}
    return {"answers": visible(info.name), **told, "context": f"{info.context} tokens", **able}, []


_PARTS = (
    ("settings", _settings),
    ("library", _library),
    ("record", _record),
    ("model", _model),
    ("privacy", privacy.look),
)


def _print(report: dict[str, Any]) -> None:
    from rich.table import Table

    out = console()
    for part in ("program", "paths", *(name for name, _ in _PARTS)):
        out.print(part.capitalize(), style="bold")
        table = Table.grid(padding=(0, 2))
        for name, value in report[part].items():
            table.add_row(f"  {name}", value)
        out.print(table)
    if report["problems"]:
        out.print("Problems", style="bold")
        for problem in report["problems"]:
            out.print(f"  ✗ {problem}")
    else:
        out.print("Nothing is wrong.", style="bold")

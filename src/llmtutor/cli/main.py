"""Parsing the command line, running one command, and saying what went wrong."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol

from llmtutor import __version__
from llmtutor.errors import (
    EXIT_DONE,
    EXIT_FAULT,
    EXIT_INTERRUPTED,
    MissingError,
    TutorError,
    UsageError,
    visible,
)


class Command(Protocol):
    """What each module of commands offers."""

    def add_to(self, commands: Any) -> None: ...


_MODULES = {
    "ask": "ask",
    "chats": "chats",
    "search": "search",
    "outline": "outline",
    "show": "show",
    "import": "importing",
    "quiz": "quiz",
    "review": "review",
    "exam": "exam",
    "plan": "plan",
    "stats": "stats",
    "cards": "cards",
    "export": "export",
    "data": "data",
    "models": "models",
    "eval": "evaluation",
    "content": "content",
    "doctor": "doctor",
}
"""The module of each command."""
_FOR_THE_APP = {"--debug", "--no-model"}


class _Parser(argparse.ArgumentParser):
    """Says what to do beside what is wrong, in the program's own form."""

    def error(self, message: str) -> Any:
        raise UsageError(message, hint=f"{self.prog} --help shows how to call it")


def parser(commands: Sequence[str] = tuple(_MODULES)) -> argparse.ArgumentParser:
    """The command line, with these of its commands."""
    top = _Parser(
        prog="llmtutor",
        description="Study, ask and be quizzed in the terminal, offline.",
        epilog="Without a command, the app opens.",
    )
    top.add_argument("--version", action="version", version=f"llmtutor {__version__}")
    top.add_argument("--debug", action="store_true", help="write a log; show tracebacks")
    top.add_argument("--no-model", action="store_true", help="use no model; quotes answer alone")
    top.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="a setting for this run, e.g. engine.threads=2 (doctor lists them)",
    )
    group = top.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for name in commands:
        module = import_module(f"llmtutor.cli.{_MODULES[name]}")
        module.add_to(group)
    return top


def _needed(arguments: Sequence[str]) -> Sequence[str]:
    """The commands that have to be known to understand these words: mostly one, for speed."""
    if _FOR_THE_APP.issuperset(arguments):
        return ()
    return arguments[:1] if arguments[0] in _MODULES else tuple(_MODULES)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code, and never raises."""
    try:
        return _run(arguments)
    except SystemExit as end:  # --help and --version
        return end.code if isinstance(end.code, int) else EXIT_DONE
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _let_go_of_stdout()  # the reader of a pipe left; nothing is wrong
        return EXIT_DONE
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        return _report(error)


def _report(error: Exception) -> int:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        _let_go_of_stdout()
        where = error.filename or "the output"
        error = MissingError("there is no space left on the disk", where=where)
    if not isinstance(error, TutorError):
        return _report_fault(error)
    print(f"llmtutor: {error}", file=sys.stderr)
    return error.exit_code


def _let_go_of_stdout() -> None:
    """Nothing more can be said there, and Python must not try when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a sign that the terminal has not is no fault
    options = parser(_needed(arguments)).parse_args(arguments)
    options.overrides = dict(_override(text) for text in options.set)
    if options.debug:
        from llmtutor.bootstrap import log_to_file
        from llmtutor.paths import Paths

        paths = Paths.from_environment()
        paths.prepare()
        log_to_file(paths)
    if options.command is None:
        from llmtutor.cli.app import open_app

        return open_app(options)
    code: int = options.run(options)
    sys.stdout.flush()
    return code


def _override(text: str) -> tuple[str, str]:
    from llmtutor.settings import keys, nearest

    key, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"'--set {text}' is not KEY=VALUE", hint="llmtutor doctor lists the keys")
    if key not in keys():
        raise UsageError("unknown setting", where=f"--set {key}", hint=nearest(key))
    return key, value


def _places(error: BaseException | None) -> str:
    """Where it happened and of which kind: its words may hold somebody's notes."""
    told = ""
    while error is not None:
        lines = "".join(traceback.format_tb(error.__traceback__))
        told += f"{type(error).__name__}\n{lines}"
        error = error.__cause__ or error.__context__
    return told


def _report_fault(error: Exception) -> int:
    """Tell of a fault of our own: short on the screen, whole in the log."""
    import logging

    from llmtutor.bootstrap import log_to_file
    from llmtutor.paths import Paths

    where = ""
    try:
        paths = Paths.from_environment()
        log_to_file(paths)
        logging.getLogger("llmtutor").error("fault: %s", _places(error))
        where = f" The details are in {paths.log}."
    except (OSError, TutorError):
        where = " Run it again with --debug to see the details."
    name = type(error).__name__
    print(f"llmtutor: a fault of our own ({name}: {visible(str(error))}).{where}", file=sys.stderr)
    return EXIT_FAULT

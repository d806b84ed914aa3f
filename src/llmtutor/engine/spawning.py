"""Starting a worker's process, and what its end means."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from llmtutor.engine.failure import EngineError

LOG_BYTES = 1_000_000
"""The log is turned over when it is longer."""


def describe_ending(code: int) -> str:
    """What an exit code means, for the person who was waiting."""
    if code >= 0:
        return f"its process ended with code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    reasons: dict[int, str] = {
        signal.SIGKILL: "it was killed, perhaps because memory ran out",
        signal.SIGSEGV: "native code crashed",
        signal.SIGABRT: "native code gave up",
        signal.SIGBUS: "the model file could not be read any more",
        signal.SIGILL: "llama.cpp was built for another processor",
    }
    return f"{reasons.get(-code, 'it was ended from outside')} ({name})"


def worker_command() -> tuple[str, ...]:
    """The program that is a worker."""
    # -P: a file json.py in the folder that the app was started from must not be imported.
    return (sys.executable, "-P", "-m", "llmtutor.engine.worker")


def environment() -> dict[str, str]:
    """Ours, and a way to find this package if it runs from a checkout."""
    ours = dict(os.environ)
    home = Path(__file__).resolve().parents[2]
    if home.name not in {"site-packages", "dist-packages"}:
        path = [str(home), ours.get("PYTHONPATH", "")]
        ours["PYTHONPATH"] = os.pathsep.join(item for item in path if item)
    return ours


async def start_child(command: Sequence[str], log: Path) -> asyncio.subprocess.Process:
    """Start a program with pipes to it, and everything else that it prints in the log.

    Raises:
        EngineError: there is no such program.
    """
    with open_log(log) as errors:
        try:
            # A session of its own: Ctrl-C in the terminal is for the app alone.
            return await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env=environment(),
                start_new_session=True,
            )
        except OSError as error:
            what = f"the engine's process cannot be started ({error.strerror or error})"
            raise EngineError("fault", what, where=command[0]) from error


@contextlib.contextmanager
def open_log(path: Path) -> Iterator[IO[bytes]]:
    """The log, or nothing where there can be none: an engine without a log is still one."""
    stream: IO[bytes]
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".old.log"))
        stream = path.open("ab")
        path.chmod(0o600)
    except OSError:
        stream = open(os.devnull, "wb")  # noqa: SIM115, PTH123 (closed below)
    with stream:
        yield stream

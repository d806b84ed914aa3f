"""One worker for all windows of a user: finding the one that is there, or starting it.

A worker listens on a socket in a folder that only the user may enter. Windows
with the same model and settings find the same socket. Whoever connects or
starts a worker holds the lock beside it, so that two windows never start two.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import socket
import stat
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from llmtutor import __version__
from llmtutor.engine import wire
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.meetinglock import Life, MeetingLock
from llmtutor.engine.process import WorkerProcess
from llmtutor.engine.spawning import describe_ending, environment, open_log, worker_command

PATIENCE = 10.0
"""Seconds to wait for another window that is connecting or starting a worker."""

_CONNECT_SECONDS = 2.0
_REAP_SECONDS = 1.0
_MOST_PATH = 100
"""Bytes of a socket's path that every system takes."""
_WAITING = 64
"""Windows that may come at once."""

TWICE = (
    "Another window has loaded this model with other settings; it is now in memory twice."
    " Close that window, or give both the same settings"
)
ALONE = "This window has loaded a model of its own, as it could not join the other windows"


class SharedLife:
    """Of a worker that others may be using, too.

    Args:
        child: the process, where this window started it.
    """

    def __init__(self, child: subprocess.Popen[bytes] | None) -> None:
        self._child = child
        self._reaper: threading.Thread | None = None
        if child is not None:
            # Waited for by a thread, so that it leaves no zombie, whenever it ends.
            self._reaper = threading.Thread(target=child.wait, name="reap", daemon=True)
            self._reaper.start()

    async def ending(self) -> str:
        if self._child is None or self._reaper is None:
            return "its process, which another window had started, ended"
        await asyncio.to_thread(self._reaper.join, _REAP_SECONDS)
        code = self._child.returncode
        return "it said no more" if code is None else describe_ending(code)

    async def stop(self) -> None:
        """Others may need it: it ends by itself when the last window has left."""


async def open_worker(config: WorkerConfig) -> WorkerProcess:
    """A worker for a configuration: shared where it says so, else one of its own.

    Raises:
        WorkerGoneError: it ended at once.
        EngineError: it cannot work here, or speaks another protocol.
    """
    if config.meeting is None or config.command:
        return await WorkerProcess.spawn(config.log, config.command)
    try:
        place = place_of(config, config.meeting)
        line, child = await asyncio.to_thread(connect_or_start, place, config.log)
        answers, requests = await asyncio.open_unix_connection(sock=line)
    except (OSError, TimeoutError) as reason:
        return await WorkerProcess.spawn(config.log, note=f"{ALONE} ({reason})")
    note = TWICE if child is not None and _others(place) else ""
    return await WorkerProcess(answers, requests, SharedLife(child), note=note).greeted()


def place_of(config: WorkerConfig, folder: Path) -> Path:
    """The socket at which all windows with this configuration meet.

    Raises:
        OSError: there is no model file, or no folder that is the user's alone.
    """
    facts = config.model.stat()
    asked = [wire.VERSION, __version__, facts.st_size, facts.st_mtime_ns, config.shared_fields()]
    name = f"{_model_part(config.model)}-{_short(json.dumps(asked, sort_keys=True))}.sock"
    if len(os.fsencode(folder / name)) > _MOST_PATH:
        folder = _short_folder(folder)
    _make_private(folder)
    return folder / name


def is_loaded(model: Path, folder: Path) -> bool:
    """Whether a worker that windows share has a model in memory, with whatever settings."""
    return any(
        Life(file).is_on
        for place in (folder, _short_folder(folder))
        for file in place.glob(f"{_model_part(model)}-*.life")
    )


def connect_or_start(
    place: Path, log: Path, command: Sequence[str] = ()
) -> tuple[socket.socket, subprocess.Popen[bytes] | None]:
    """A connection to the worker at a place, and its process where it had to be started.

    Raises:
        OSError: sockets, locks or processes do not work here.
        TimeoutError: another window keeps the lock.
    """
    with MeetingLock(place, PATIENCE) as lock:
        with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
            return _connected(place), None
        lock.remove_socket()  # left by a worker that was killed
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.fspath(place))
            place.chmod(0o600)
            listener.listen(_WAITING)
            # First the connection: a worker whose window dies now finds that out and ends.
            line = _connected(place)
            try:
                return line, _start(listener, place, log, command or worker_command())
            except BaseException:
                line.close()
                lock.remove_socket()
                raise


def _connected(place: Path) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(_CONNECT_SECONDS)
        line.connect(os.fspath(place))
        line.setblocking(False)
    except BaseException:
        line.close()
        raise
    return line


def _start(
    listener: socket.socket, place: Path, log: Path, command: Sequence[str]
) -> subprocess.Popen[bytes]:
    handle = listener.fileno()
    with open_log(log) as errors:
        return subprocess.Popen(
            [*command, str(handle), os.fspath(place)],
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            env=environment(),
            pass_fds=(handle,),
            # A session of its own: the end of this window's terminal is not its end.
            start_new_session=True,
        )


def _others(place: Path) -> bool:
    """Whether another worker has the same model in memory."""
    model = place.name.partition("-")[0]
    return any(
        Life(other).is_on
        for other in place.parent.glob(f"{model}-*.life")
        if other.stem != place.stem
    )


def _make_private(folder: Path) -> None:
    """See that a folder is there and nobody else may enter it; OSError says that it is not so."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
        raise PermissionError(f"{folder} is somebody else's")
    if facts.st_mode & 0o077:
        folder.chmod(0o700)


def _model_part(model: Path) -> str:
    """What the names of all its sockets begin with."""
    return _short(str(model.resolve()))


def _short_folder(folder: Path) -> Path:
    """What stands for a folder whose path is too long for a socket."""
    return Path(tempfile.gettempdir()) / f"llmtutor-{os.getuid()}-{_short(str(folder))}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]

"""Where the windows of a user meet one worker: a socket, and a lock beside it.

Whoever connects, starts a worker or ends one holds the lock while doing so. It
is the kernel's: a process that is killed lets go of it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_STEP = 0.01


class MeetingLock:
    """The lock of one meeting place.

    Args:
        socket: of the worker; the lock's file stands beside it.
        patience: seconds to wait for whoever has it; None is for ever.
    """

    def __init__(self, socket: Path, patience: float | None = None) -> None:
        self.socket = socket
        self._file = socket.with_suffix(".lock")
        self._patience = patience
        self._handle = -1

    def __enter__(self) -> Self:
        """Take it.

        Raises:
            TimeoutError: somebody kept it for too long.
            OSError: there can be no lock here.
        """
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if self._patience is None:
                fcntl.flock(handle, fcntl.LOCK_EX)
            else:
                _lock_within(handle, self._patience)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._handle)

    def remove_socket(self) -> None:
        """Take away what nobody listens on any more."""
        with contextlib.suppress(FileNotFoundError):
            self.socket.unlink()


class Life:
    """A file that is locked for as long as a worker lives, for others to look at."""

    def __init__(self, socket: Path) -> None:
        self._file = socket.with_suffix(".life")

    def begin(self) -> None:
        """Say until the process ends that it lives."""
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())

    @property
    def is_on(self) -> bool:
        """Whether a worker lives there."""
        try:
            handle = os.open(self._file, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(handle)
        return False


def _lock_within(handle: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise TimeoutError("another window keeps the lock") from None
            time.sleep(_STEP)
        else:
            return

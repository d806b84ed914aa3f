"""Keeping what the student did: in order, in a thread, and never in the way of the screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from llmtutor.errors import TutorError

T = TypeVar("T")


class Recorder:
    """Writes one thing after another; a failure is told once, until writing works again."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """Start the thread with the first write.

        Args:
            tell: called in the thread with what went wrong, and with an empty
                text once it works again.
        """
        self._tell = tell
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recorder")
        self._failing = False
        self._closed = False

    def write(self, job: Callable[[], object]) -> None:
        """Do a write after all that were asked for before it."""
        if not self._closed:
            self._thread.submit(self._do, job)

    def ask(self, job: Callable[[], T]) -> Future[T]:
        """Do a job after all writes that were asked for before it; its outcome is the caller's.

        Whatever reads and writes in one go comes here: the record has one
        connection, and one thread that changes it.
        """
        return self._thread.submit(job)

    def flush(self) -> Future[None]:
        """Done when everything asked for so far is written."""
        return self._thread.submit(lambda: None)

    def close(self) -> None:
        """Wait until everything is written."""
        self._closed = True
        self._thread.shutdown(wait=True)

    def _do(self, job: Callable[[], object]) -> None:
        try:
            job()
        except (sqlite3.Error, OSError, TutorError) as error:
            if not self._failing:
                self._failing = True
                self._tell(str(error))
        else:
            if self._failing:
                self._failing = False
                self._tell("")

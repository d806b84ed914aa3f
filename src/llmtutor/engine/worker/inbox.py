"""Requests in order, and the flag that stops the one that is being served."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import BinaryIO

from llmtutor.engine import wire
from llmtutor.engine.worker.native import AbortFlag

Line = wire.Line

_BACKGROUND = -1
"""Stands for the number of a request while work goes on that nobody waits for."""


class Inbox:
    """Hands out requests one by one; a cancel, or a request during background work, interrupts.

    The reading thread must never wait for native code: it only queues, or
    raises the flag.
    """

    def __init__(self, flag: AbortFlag) -> None:
        self._flag = flag
        self._lock = threading.Lock()
        self._waiting: queue.SimpleQueue[Line] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._serving: int | None = None
        self.standing: set[int] = set()
        """Numbers of requests that were taken and stay open; their cancel is handed out."""

    def listen(self, stream: BinaryIO, at_end: Callable[[], None]) -> None:
        """Read requests until the app is gone; runs in a thread of its own."""
        splitter = wire.LineSplitter()
        while data := stream.read1(65536):  # type: ignore[attr-defined]
            for raw in splitter.feed(data):
                line = wire.decode(raw)
                if line and isinstance(line.get("id"), int):
                    self.accept(line)
        at_end()

    def accept(self, line: Line) -> None:
        """Queue a request, or act on a cancel."""
        with self._lock:
            if line.get("do") != "cancel" or line["id"] in self.standing:
                self._waiting.put(line)
                if self._serving == _BACKGROUND:
                    self._flag.raise_()
            elif line["id"] == self._serving:
                self._flag.raise_()
            else:
                self._cancelled.add(line["id"])

    def next(self, patience: float | None) -> Line | None:
        """Wait for a request and make it the one that a cancel stops.

        Args:
            patience: seconds to wait; None is for ever.

        Returns:
            None if no request came: what is done until the next call is
            background work, which any request interrupts.
        """
        try:
            line = self._waiting.get(timeout=patience) if patience != 0 else None
        except queue.Empty:
            line = None
        with self._lock:
            if line is None and not self._waiting.empty():
                line = self._waiting.get_nowait()
            self._flag.lower()
            if line is None:
                self._serving = _BACKGROUND
                return None
            self._serving = line["id"]
            if line["id"] in self._cancelled:
                self._flag.raise_()
            # Requests come in order, so a cancel for an earlier one came too late.
            self._cancelled = {id_ for id_ in self._cancelled if id_ > line["id"]}
        return line

    def stand(self, number: int) -> bool:
        """Keep the request that is being served open; False if it was cancelled meanwhile."""
        with self._lock:
            if not self._flag.is_raised:
                self.standing.add(number)
            return not self._flag.is_raised

    def finished(self) -> None:
        with self._lock:
            self._serving = None
            self._flag.lower()

"""Requests in order, and the flag that stops the one that is being served."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import BinaryIO

from llmtutor.engine import wire
from llmtutor.engine.worker.native import AbortFlag

Line = wire.Line

QUIET_SECONDS = 0.5
"""After a request that somebody waited for, before one in the background is taken up: the next
step of the same answer would find what it read thrown out."""
_IDLE = -1
"""Stands for the number of a request while work goes on that nobody asked for."""


class Inbox:
    """Hands out requests one by one, those in the background last.

    A cancel interrupts what is being served. A request interrupts what goes on unasked,
    and one that is waited for interrupts one in the background, which is put back.

    The reading thread must never wait for native code: it only queues, or
    raises the flag.
    """

    def __init__(self, flag: AbortFlag) -> None:
        self._flag = flag
        self._changed = threading.Condition()
        self._waited_for: deque[Line] = deque()
        self._background: deque[Line] = deque()
        self._quiet_until = 0.0
        self._cancelled: set[int] = set()
        self._serving: int | None = None
        self._gives_way = False
        """Whether any request interrupts what is going on."""
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
        with self._changed:
            if line.get("do") == "cancel" and line["id"] not in self.standing:
                self._cancelled.add(line["id"])
                if line["id"] == self._serving:
                    self._flag.raise_()
                return
            in_background = _is_background(line)
            (self._background if in_background else self._waited_for).append(line)
            if self._serving == _IDLE or (self._gives_way and not in_background):
                self._flag.raise_()
            self._changed.notify()

    def next(self, patience: float | None) -> Line | None:
        """Wait for a request and make it the one that a cancel stops.

        Args:
            patience: seconds to wait; None is for ever.

        Returns:
            None if no request came: what is done until the next call is
            work unasked, which any request interrupts.
        """
        end = None if patience is None else time.monotonic() + patience
        with self._changed:
            while (line := self._first()) is None:
                ends = [end] if end is not None else []
                ends += [self._quiet_until] if self._background else []
                left = min(ends) - time.monotonic() if ends else None
                if left is not None and left <= 0 and min(ends) == end:
                    break
                self._changed.wait(left)
            self._begin(line)
        return line

    def put_back(self, line: Line) -> bool:
        """Take a request up again later that had to give way; False if it was cancelled."""
        with self._changed:
            back = _is_background(line) and line["id"] not in self._cancelled
            if back:
                self._background.appendleft(line)
            return back

    def stand(self, number: int) -> bool:
        """Keep the request that is being served open; False if it was cancelled meanwhile."""
        with self._changed:
            if not self._flag.is_raised:
                self.standing.add(number)
            return not self._flag.is_raised

    def finished(self) -> None:
        with self._changed:
            if self._serving is not None and not (self._gives_way or self._serving == _IDLE):
                self._quiet_until = time.monotonic() + QUIET_SECONDS
            self._serving, self._gives_way = None, False
            self._flag.lower()

    def _first(self) -> Line | None:
        """The request whose turn it is."""
        if self._waited_for:
            return self._waited_for.popleft()
        if self._background and time.monotonic() >= self._quiet_until:
            return self._background.popleft()
        return None

    def _begin(self, line: Line | None) -> None:
        self._flag.lower()
        if line is None:
            self._serving = _IDLE
            return
        self._serving, self._gives_way = line["id"], _is_background(line)
        if line["id"] in self._cancelled:
            self._flag.raise_()
        # Requests come in order, so a cancel for an earlier one came too late.
        later = {one["id"] for one in self._background}
        self._cancelled = {id_ for id_ in self._cancelled if id_ >= line["id"] or id_ in later}


def _is_background(line: Line) -> bool:
    return bool(line.get("background"))

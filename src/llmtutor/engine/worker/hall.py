"""Several windows at one worker: each comes through a door of its own.

Requests get numbers of the worker's own, in the order in which they came, so
that what serves them need not know whose they are. A window that leaves takes
its requests along; when the last one has left, the worker ends.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import select
import socket
import threading
from pathlib import Path

from llmtutor.engine import wire
from llmtutor.engine.meetinglock import MeetingLock
from llmtutor.engine.worker.inbox import Inbox

Line = wire.Line

_CHUNK = 65536
_LAST = {"done", "failed", "cancelled"}


class Door:
    """One window's connection. What is said to it waits for nobody but itself."""

    def __init__(self, connection: socket.socket, number: int) -> None:
        self.connection = connection
        self.number = number
        self.open: dict[int, int] = {}
        """The worker's numbers of its unfinished requests, by its own."""
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._write, name=f"say {number}", daemon=True).start()

    def say(self, line: Line) -> None:
        self._lines.put(wire.encode(line))

    def close(self) -> None:
        self._lines.put(None)

    def _write(self) -> None:
        # A window that is stopped reads nothing: only this thread waits for it.
        try:
            while (data := self._lines.get()) is not None:
                self.connection.sendall(data)
        except OSError:
            pass
        finally:
            self.connection.close()


class Hall:
    """Lets windows in, and brings requests and answers to where they belong.

    Args:
        listener: the socket that windows connect to.
        place: its path.
        hello: the first thing that is said to each.
    """

    def __init__(self, listener: socket.socket, place: Path, hello: Line) -> None:
        self._listener = listener
        self._place = place
        self._hello = hello
        self._guard = threading.Lock()
        self._numbers = itertools.count(1)
        self._doors: dict[int, Door] = {}
        self._owners: dict[int, tuple[Door, int]] = {}
        """Who asked, and its own number for it, by the worker's number."""
        self._woken, self._wake = os.pipe()

    def refuse(self, line: Line) -> None:
        """Tell the window that started this process why there will be no service."""
        connection, _ = self._listener.accept()
        connection.sendall(wire.encode(line))
        connection.close()

    def open(self, inbox: Inbox) -> None:
        """Begin to let windows in."""
        threading.Thread(target=self._welcome, args=(inbox,), name="hall", daemon=True).start()

    def send(self, line: Line) -> None:
        """Say a line to whoever asked, if that window is still here."""
        with self._guard:
            door, number = self._owners.get(line["id"], (None, 0))
            if door is None:
                return
            if line["say"] in _LAST:
                del self._owners[line["id"]]
                door.open.pop(number, None)
        door.say({**line, "id": number})

    def _welcome(self, inbox: Inbox) -> None:
        """Let in, and leave when all have left: one thread, so that neither misses the other."""
        for number in itertools.count(1):
            while not select.select([self._listener], [], [], 0)[0]:
                if not self._doors and number > 1:
                    self._leave_if_nobody_comes()
                select.select([self._listener.fileno(), self._woken], [], [])
                if select.select([self._woken], [], [], 0)[0]:
                    os.read(self._woken, _CHUNK)
            connection, _ = self._listener.accept()
            door = Door(connection, number)
            with self._guard:
                self._doors[number] = door
            door.say(self._hello)
            threading.Thread(
                target=self._listen, args=(door, inbox), name=f"listen {number}", daemon=True
            ).start()

    def _leave_if_nobody_comes(self) -> None:
        """With the lock nobody connects: what is not here now, is not coming."""
        try:
            with MeetingLock(self._place) as lock:
                if not select.select([self._listener], [], [], 0)[0]:
                    lock.remove_socket()
                    os._exit(0)
        except OSError:  # the folder is gone, and with it the way to us
            os._exit(0)

    def _listen(self, door: Door, inbox: Inbox) -> None:
        splitter = wire.LineSplitter()
        with contextlib.suppress(OSError):
            while data := door.connection.recv(_CHUNK):
                for raw in splitter.feed(data):
                    line = wire.decode(raw)
                    if line and isinstance(line.get("id"), int):
                        self._take(door, line, inbox)
        self._show_out(door, inbox)

    def _take(self, door: Door, line: Line, inbox: Inbox) -> None:
        # Under the guard from number to queue, so that requests stay in their order.
        with self._guard:
            if line.get("do") == "cancel":
                if (known := door.open.get(line["id"])) is not None:
                    inbox.accept({"id": known, "do": "cancel"})
                return
            number = next(self._numbers)
            door.open[line["id"]] = number
            self._owners[number] = (door, line["id"])
            inbox.accept({**line, "id": number, "door": door.number})

    def _show_out(self, door: Door, inbox: Inbox) -> None:
        door.close()
        with self._guard:
            for number in door.open.values():
                self._owners.pop(number, None)
                inbox.accept({"id": number, "do": "cancel"})
            del self._doors[door.number]
        os.write(self._wake, b"x")

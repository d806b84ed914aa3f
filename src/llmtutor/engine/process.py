"""The app's end of one worker process: its pipes, its requests, its death."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from llmtutor.engine import wire
from llmtutor.engine.failure import EngineError
from llmtutor.engine.spawning import describe_ending, start_child, worker_command

HELLO_SECONDS = 60.0
"""A worker that has said nothing by then never will."""

STOP_SECONDS = 2.0
_CHUNK = 65536
_LAST = {"done", "failed", "cancelled"}


class WorkerGoneError(Exception):
    """The process ended while something was wanted from it; the text says how."""


class Exchange:
    """One request and the lines that answer it."""

    def __init__(self, worker: WorkerProcess, number: int) -> None:
        self._worker = worker
        self._number = number
        self._lines: asyncio.Queue[wire.Line | None] = asyncio.Queue()
        self.finished = False

    def put(self, line: wire.Line | None) -> None:
        self._lines.put_nowait(line)

    async def next(self) -> wire.Line:
        """The next line of the answer; the last one sets ``finished``.

        Raises:
            WorkerGoneError: there will be none.
        """
        line = await self._lines.get()
        if line is None:
            self.finished = True
            raise WorkerGoneError(self._worker.ending)
        self.finished = line["say"] in _LAST
        return line

    async def result(self) -> Any:
        """The value of a request that is answered in one line.

        Raises:
            WorkerGoneError: the worker died over it.
            TutorError: the worker could not do it.
        """
        while True:
            line = await self.next()
            if line["say"] == "failed":
                raise wire.error_from_wire(line)
            if self.finished:
                return line.get("value")

    def cancel(self) -> None:
        """Stop the work at once; lines that still come are dropped."""
        if not self.finished:
            self.finished = True
            self._worker.cancel(self._number)


class Life(Protocol):
    """What is known of a worker's process beside what it says."""

    async def ending(self) -> str:
        """How it ended, once it says no more."""
        ...

    async def stop(self) -> None:
        """See to its end; its input is closed already."""
        ...


class Child:
    """A process for this app alone."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ending(self) -> str:
        return describe_ending(await self._process.wait())

    async def stop(self) -> None:
        for last_resort in (self._process.terminate, self._process.kill, None):
            try:
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
                break
            except TimeoutError:
                if last_resort is not None:
                    with contextlib.suppress(ProcessLookupError):
                        last_resort()


class WorkerProcess:
    """A running worker at the other end of two streams.

    Args:
        answers: what it says.
        requests: what it hears.
        life: of its process.
        pid: of its process, until its first line names it.
        note: what the student should know about it.
    """

    def __init__(
        self,
        answers: asyncio.StreamReader,
        requests: asyncio.StreamWriter,
        life: Life,
        *,
        pid: int = 0,
        note: str = "",
    ) -> None:
        self._input, self._output, self._life = requests, answers, life
        self.pid = pid
        self.note = note
        self._numbers = itertools.count(1)
        self._open: dict[int, Exchange] = {}
        self._hello: asyncio.Future[wire.Line] = asyncio.get_running_loop().create_future()
        self.noise = 0
        """Lines that were no lines of the protocol."""
        self.ending = ""
        """How the process ended; empty while it runs."""
        self._reader = asyncio.create_task(self._read(), name="engine-reader")

    @classmethod
    async def spawn(cls, log: Path, command: Sequence[str] = (), note: str = "") -> WorkerProcess:
        """Start a worker for this app alone and wait until it speaks.

        Args:
            log: where everything that it prints goes.
            command: another program that speaks the protocol, for tests.
            note: what the student should know about it.

        Raises:
            WorkerGoneError: it ended at once.
            EngineError: it cannot work here, or speaks another protocol.
        """
        process = await start_child(command or worker_command(), log)
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker needs both pipes")
        worker = cls(process.stdout, process.stdin, Child(process), pid=process.pid, note=note)
        return await worker.greeted()

    async def greeted(self) -> WorkerProcess:
        """Itself, once it has spoken.

        Raises:
            WorkerGoneError: it ended at once.
            EngineError: it cannot work here, or speaks another protocol.
        """
        try:
            await self._greet()
        except BaseException:
            await self.stop()
            raise
        return self

    def request(self, do: str, **fields: Any) -> Exchange:
        """Send a request.

        Raises:
            WorkerGoneError: the process has ended.
            EngineError: ``too_long``: the worker would drop such a line.
        """
        if self.ending:
            raise WorkerGoneError(self.ending)
        number = next(self._numbers)
        line = wire.encode({"id": number, "do": do, **fields})
        if len(line) > wire.MAX_LINE:
            raise EngineError("too_long", f"the text has more than {wire.MAX_LINE:,} bytes")
        exchange = self._open[number] = Exchange(self, number)
        self._send(line)
        return exchange

    def cancel(self, number: int) -> None:
        if self._open.pop(number, None) and not self.ending:
            self._send(wire.encode({"id": number, "do": "cancel"}))

    async def stop(self) -> None:
        """Leave it: with nobody to serve, it ends."""
        self._input.close()
        await self._life.stop()
        await asyncio.wait([self._reader], timeout=STOP_SECONDS)
        if self._hello.done() and not self._hello.cancelled():
            self._hello.exception()  # seen, so that the loop does not complain

    async def _greet(self) -> None:
        try:
            hello = await asyncio.wait_for(self._hello, HELLO_SECONDS)
        except TimeoutError:
            what = f"the engine did not start within {HELLO_SECONDS:g} s"
            raise EngineError("protocol", what) from None
        if hello.get("protocol") != wire.VERSION:
            raise EngineError(
                "protocol",
                f"the engine speaks protocol {hello.get('protocol')}, the app {wire.VERSION}",
                hint="Two versions of llmtutor are mixed; install it again",
            )

    def _send(self, line: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self._input.write(line)

    async def _read(self) -> None:
        splitter = wire.LineSplitter()
        with contextlib.suppress(ConnectionError):
            while data := await self._output.read(_CHUNK):
                for raw in splitter.feed(data):
                    self._take(raw)
        self.ending = await self._life.ending()
        if not self._hello.done():
            self._hello.set_exception(WorkerGoneError(self.ending))
        for exchange in self._open.values():
            exchange.put(None)
        self._open.clear()

    def _take(self, raw: bytes) -> None:
        line = wire.decode(raw)
        if line is None or not isinstance(line.get("say"), str):
            self.noise += 1
        elif not self._hello.done():
            self._begin(line)
        elif (number := line.get("id")) in self._open:
            exchange = self._open[number]
            if line["say"] in _LAST:
                del self._open[number]
            exchange.put(line)

    def _begin(self, line: wire.Line) -> None:
        if line["say"] == "hello":
            self.pid = line.get("pid") or self.pid
            self._hello.set_result(line)
        else:
            self._hello.set_exception(wire.error_from_wire(line))

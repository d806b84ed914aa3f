"""The app's end of one worker process: its pipes, its requests, its death."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from llmtutor.engine import wire
from llmtutor.engine.failure import EngineError

HELLO_SECONDS = 60.0
"""A worker that has said nothing by then never will."""

STOP_SECONDS = 2.0
LOG_BYTES = 1_000_000
"""The log is turned over when it is longer."""

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


class WorkerProcess:
    """A running worker. Make one with :meth:`spawn`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker needs both pipes")
        self._process = process
        self._input, self._output = process.stdin, process.stdout
        self._numbers = itertools.count(1)
        self._open: dict[int, Exchange] = {}
        self._hello: asyncio.Future[wire.Line] = asyncio.get_running_loop().create_future()
        self.noise = 0
        """Lines that were no lines of the protocol."""
        self.ending = ""
        """How the process ended; empty while it runs."""
        self._reader = asyncio.create_task(self._read(), name="engine-reader")

    @classmethod
    async def spawn(cls, log: Path, command: Sequence[str] = ()) -> WorkerProcess:
        """Start a worker and wait until it speaks.

        Args:
            log: where everything that it prints goes.
            command: another program that speaks the protocol, for tests.

        Raises:
            WorkerGoneError: it ended at once.
            EngineError: it cannot work here, or speaks another protocol.
        """
        worker = cls(await _start(command or _command(), log))
        try:
            await worker._greet()
        except BaseException:
            await worker.stop()
            raise
        return worker

    @property
    def pid(self) -> int:
        return self._process.pid

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
        """End the process: it leaves by itself when its input is closed."""
        self._input.close()
        for last_resort in (self._process.terminate, self._process.kill, None):
            try:
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
                break
            except TimeoutError:
                if last_resort is not None:
                    with contextlib.suppress(ProcessLookupError):
                        last_resort()
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
        self.ending = describe_ending(await self._process.wait())
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
            self._hello.set_result(line)
        else:
            self._hello.set_exception(wire.error_from_wire(line))


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


def _command() -> tuple[str, ...]:
    # -P: a file json.py in the folder that the app was started from must not be imported.
    return (sys.executable, "-P", "-m", "llmtutor.engine.worker")


def _environment() -> dict[str, str]:
    """Ours, and a way to find this package if it runs from a checkout."""
    environment = dict(os.environ)
    home = Path(__file__).resolve().parents[2]
    if home.name not in {"site-packages", "dist-packages"}:
        path = [str(home), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(item for item in path if item)
    return environment


async def _start(command: Sequence[str], log: Path) -> asyncio.subprocess.Process:
    with _open_log(log) as errors:
        try:
            # A session of its own: Ctrl-C in the terminal is for the app alone.
            return await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            what = f"the engine's process cannot be started ({error.strerror or error})"
            raise EngineError("fault", what, where=command[0]) from error


@contextlib.contextmanager
def _open_log(path: Path) -> Iterator[IO[bytes]]:
    """The log, or nothing where there can be none: an engine without a log is still one."""
    stream: IO[bytes]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".old.log"))
        stream = path.open("ab")
        path.chmod(0o600)
    except OSError:
        stream = open(os.devnull, "wb")  # noqa: SIM115, PTH123 (closed below)
    with stream:
        yield stream

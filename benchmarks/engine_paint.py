"""From a key to what it paints, in a Textual app that streams an answer meanwhile.

The answer comes from our process for the model, or, to see what that process
buys, from llama-cpp-python's high-level API in a thread of the app. It is drawn
anew with each token; the app itself draws it twenty times a second.
"""

from __future__ import annotations

import asyncio
import fcntl
import itertools
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

from engine_rows import Bench

KEYS = 60
SHARE, SHARE_OF_A_THREAD = 20.0, 40.0
"""ms that generating may add, p95: in a process of its own, in a thread of the app."""
PROCESS, THREAD = "process", "thread"
_PAUSE = 0.05
TOKENS = 400


async def run(bench: Bench) -> None:
    """Goal: p95 while generating at most 20 ms above p95 while idle; 40 in a thread."""
    idle, busy = await asyncio.to_thread(_measure, bench, PROCESS)
    bench.fact("key to paint, idle, p95", _p95(idle), "ms")
    _tell(bench, "key to paint, generating, p95", idle, busy, SHARE)
    idle, busy = await asyncio.to_thread(_measure, bench, THREAD)
    _tell(bench, "the same, in a thread of the app", idle, busy, SHARE_OF_A_THREAD)


def _tell(bench: Bench, name: str, idle: list[float], busy: list[float], share: float) -> None:
    note = f"of {KEYS} keys each; medians idle {statistics.median(idle):.1f} and generating"
    note += f" {statistics.median(busy):.1f} ms, most {max(busy):.1f}; a terminal of 160×45"
    bench.at_most(name, _p95(busy), round(_p95(idle) + share, 1), "ms", note)


def _measure(bench: Bench, place: str) -> tuple[list[float], list[float]]:
    pid, terminal = pty.fork()
    if pid == 0:
        arguments = [sys.executable, __file__, str(bench.model), str(bench.threads), place]
        os.execvpe(arguments[0], arguments, {**os.environ, "TERM": "xterm-256color"})
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
        _until(terminal, "[ready]", 120)
        idle = [_press(terminal, number) for number in range(1, KEYS + 1)]
        os.write(terminal, b"g")
        _until(terminal, "[writing]", 120)
        busy = [_press(terminal, KEYS + number) for number in range(1, KEYS + 1)]
        return idle, busy
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
        os.close(terminal)


def _press(terminal: int, number: int) -> float:
    """Milliseconds until the number of a key is painted."""
    time.sleep(_PAUSE)
    begun = time.perf_counter()
    os.write(terminal, b"k")
    _until(terminal, f"[{number}]", 30)
    return 1000 * (time.perf_counter() - begun)


def _until(terminal: int, sign: str, seconds: float) -> None:
    seen, end = b"", time.perf_counter() + seconds
    while sign.encode() not in seen:
        left = end - time.perf_counter()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            raise RuntimeError(f"{sign} was not painted; the terminal shows {seen[-400:]!r}")
        seen += os.read(terminal, 65536)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


Answer = Callable[[int], AsyncGenerator[str, None]]
"""The pieces of a long answer, another one for each number."""


async def _in_a_process(model: Path, threads: int) -> Answer:
    from llmtutor.engine.client import WorkerEngine
    from llmtutor.engine.config import WorkerConfig
    from llmtutor.engine.protocol import GenerateRequest, Message, Sampling, Token

    engine = WorkerEngine(WorkerConfig(model, Path(os.devnull), threads=threads))
    await engine.start()

    async def answer(number: int) -> AsyncGenerator[str, None]:
        sampling = Sampling(temperature=0.9, seed=number)
        wanted = GenerateRequest((Message.of("user", _question(number)),), TOKENS, sampling)
        async with aclosing(engine.generate(wanted)) as events:
            async for event in events:
                if isinstance(event, Token):
                    yield event.text

    return answer


async def _in_a_thread(model: Path, threads: int) -> Answer:
    import llama_cpp

    llama: Any = await asyncio.to_thread(
        llama_cpp.Llama, str(model), n_ctx=2048, n_threads=threads, n_threads_batch=threads,
        verbose=False,
    )  # fmt: skip
    loop = asyncio.get_running_loop()

    def write(number: int, pieces: asyncio.Queue[str | None]) -> None:
        messages = [{"role": "user", "content": _question(number)}]
        parts = llama.create_chat_completion(
            messages, max_tokens=TOKENS, temperature=0.9, seed=number, stream=True
        )
        for part in parts:
            text: str = part["choices"][0]["delta"].get("content") or ""
            loop.call_soon_threadsafe(pieces.put_nowait, text)
        loop.call_soon_threadsafe(pieces.put_nowait, None)

    async def answer(number: int) -> AsyncGenerator[str, None]:
        pieces: asyncio.Queue[str | None] = asyncio.Queue()
        writing = asyncio.create_task(asyncio.to_thread(write, number, pieces))
        while (piece := await pieces.get()) is not None:
            yield piece
        await writing

    return answer


def _question(number: int) -> str:
    return f"Tell a long story, number {number}."


def _serve(model: Path, threads: int, place: str) -> None:
    """The app: an answer that grows, and a line that a key changes."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Painter(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(id="line", markup=False)
            yield Static(id="answer", markup=False)

        async def on_mount(self) -> None:
            self._count = 0
            self._answer = await PLACES[place](model, threads)
            self._say("[ready]")

        def key_k(self) -> None:
            self._count += 1
            self._say(f"[{self._count}]")

        def key_g(self) -> None:
            self.run_worker(self._write())

        async def _write(self) -> None:
            text = ""
            for number in itertools.count(1):
                async for piece in self._answer(number):
                    if not text:
                        self._say("[writing]")
                    text = (text + piece)[-3000:]
                    self.query_one("#answer", Static).update(text)

        def _say(self, text: str) -> None:
            self.query_one("#line", Static).update(f"{text:<12}")

    Painter().run()


PLACES = {PROCESS: _in_a_process, THREAD: _in_a_thread}

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    _serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])

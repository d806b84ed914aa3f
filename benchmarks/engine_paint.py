"""From a key to what it paints, in a Textual app that streams an answer meanwhile."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from contextlib import aclosing
from pathlib import Path

from engine_rows import Bench

KEYS = 60
SHARE = 20.0
"""ms that generating may add, p95."""
_PAUSE = 0.05


async def run(bench: Bench) -> None:
    """Goal: p95 while generating at most 20 ms above p95 while idle."""
    idle, busy = await asyncio.to_thread(_measure, bench)
    note = f"of {KEYS} keys each; medians {statistics.median(idle):.1f} and"
    note += f" {statistics.median(busy):.1f} ms; a terminal of 160×45"
    bench.fact("key to paint, idle, p95", _p95(idle), "ms")
    limit = round(_p95(idle) + SHARE, 1)
    bench.at_most("key to paint, generating, p95", _p95(busy), limit, "ms", note)


def _measure(bench: Bench) -> tuple[list[float], list[float]]:
    pid, terminal = pty.fork()
    if pid == 0:
        arguments = [sys.executable, __file__, str(bench.model), str(bench.threads)]
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


def _serve(model: Path, threads: int) -> None:  # noqa: C901 (an app in a function)
    """The app: an answer that grows, and a line that a key changes."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    from llmtutor.engine.client import WorkerEngine
    from llmtutor.engine.config import WorkerConfig
    from llmtutor.engine.protocol import GenerateRequest, Message, Sampling, Token

    class Painter(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(id="line", markup=False)
            yield Static(id="answer", markup=False)

        async def on_mount(self) -> None:
            self._count = 0
            self._engine = WorkerEngine(WorkerConfig(model, Path(os.devnull), threads=threads))
            await self._engine.start()
            self._say("[ready]")

        def key_k(self) -> None:
            self._count += 1
            self._say(f"[{self._count}]")

        def key_g(self) -> None:
            self.run_worker(self._write())

        async def _write(self) -> None:
            text, turn = "", 0
            while True:
                turn += 1
                question = Message.of("user", f"Tell a long story, number {turn}.")
                wanted = GenerateRequest((question,), 400, Sampling(temperature=0.9, seed=turn))
                async with aclosing(self._engine.generate(wanted)) as events:
                    async for event in events:
                        if isinstance(event, Token):
                            if not text:
                                self._say("[writing]")
                            text = (text + event.text)[-3000:]
                            self.query_one("#answer", Static).update(text)

        def _say(self, text: str) -> None:
            self.query_one("#line", Static).update(f"{text:<12}")

    Painter().run()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    _serve(Path(sys.argv[1]), int(sys.argv[2]))

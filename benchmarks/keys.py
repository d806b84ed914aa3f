"""How long a key takes to show on the screen: while nothing runs, and while the model works.

    python benchmarks/keys.py [--rounds 12] [--json]

The real app in a terminal of its own. Signs that no model writes are typed into
the question field one by one; the time counts from the key to the sign in what
the app sends to the terminal. Rounds take turns: in one nothing runs, in the
next the model reads and writes an answer meanwhile. At the end, Esc: the time
until the app says that the answer is stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from installed import bytecode_kept

SOURCE = Path(__file__).resolve().parents[1] / "src"
SIGNS = "§¶¤¦¬µßøæþðđħıłŋœŧ"
"""Typed one by one: the model is not likely to write them."""
PROBE = "¿"
PROBES = 2
"""Times that it must show, one after the other: a question that was put takes the focus along."""
EMPTY = "ask about your notes"
"""Shown in the field while nothing is in it."""
ROWS, COLUMNS = 45, 160
KEY_EVERY = 0.06
QUESTIONS = (
    "Why are attention scores divided by the square root of the key dimension?",
    "What is the difference between pretraining and fine-tuning?",
    "How does byte pair encoding choose what it merges?",
    "Why do larger models need more data to be trained well?",
)


class Terminal:
    """The app, and what it has sent."""

    def __init__(self, home: str) -> None:
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            environment = {
                **os.environ,
                "LLMTUTOR_HOME": home,
                "PYTHONPATH": str(SOURCE),
                "TERM": "xterm-256color",
            }
            command = [sys.executable, "-m", "llmtutor", "--set", "ask.cache=off"]
            os.execvpe(sys.executable, command, environment)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.sent = b""

    def press(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def read(self, seconds: float) -> None:
        """Take in what comes, for that long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self._end], [], [], left)[0]:
                self.sent += os.read(self._end, 65536)

    def wait(self, words: str, seconds: float = 60) -> float:
        """Seconds until some words are sent, from now on."""
        began = time.monotonic()
        at = len(self.sent)
        wanted = words.encode()
        while wanted not in self.sent[at:]:
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"'{words}' did not come")
            if select.select([self._end], [], [], 0.1)[0]:
                self.sent += os.read(self._end, 65536)
        return time.monotonic() - began

    def close(self) -> None:
        self.press("\x11")
        with contextlib.suppress(OSError):  # its end closes the terminal
            self.read(3)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def keys_in(terminal: Terminal) -> list[float]:
    """Type the signs; seconds each took."""
    times = []
    for sign in SIGNS:
        terminal.press(sign)
        took = terminal.wait(sign, 10)
        times.append(took)
        terminal.read(max(0.0, KEY_EVERY - took))
    terminal.press("\x15")  # empties the field
    terminal.read(0.2)
    return times


def ask(terminal: Terminal, question: str) -> None:
    """Put a question; back when it has left the field, which then is empty again."""
    terminal.press(question)
    terminal.read(0.4)
    terminal.press("\r")
    terminal.wait(EMPTY)
    terminal.read(0.2)  # the answer's place takes the focus, and the model begins


def into_field(terminal: Terminal) -> None:
    """Go to where one types, wherever one is, and stay there."""
    stayed = 0
    for _ in range(20):
        terminal.press(f"a{PROBE}")
        try:
            terminal.wait(PROBE, 0.5)
            stayed += 1
        except TimeoutError:
            stayed = 0
        if stayed == PROBES:
            break
    terminal.press("\x15")
    terminal.read(0.1)


def measure(rounds: int) -> dict[str, float | int]:
    """All figures, in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="llmtutor-keys-") as home:
        terminal = Terminal(home)
        try:
            terminal.wait("model ready")
            terminal.read(1)
            into_field(terminal)
            idle, busy, stops = [], [], []
            for number in range(rounds):
                idle += keys_in(terminal)
                ask(terminal, f"{QUESTIONS[number % len(QUESTIONS)]} {number}")
                into_field(terminal)
                busy += keys_in(terminal)
                terminal.read(5)
                ask(terminal, f"{QUESTIONS[number % len(QUESTIONS)]} {number}!")
                terminal.press("\x1b")
                with contextlib.suppress(TimeoutError):  # the answer was whole before
                    stops.append(terminal.wait("stopped", 3))
                terminal.read(1.5)
                into_field(terminal)
        finally:
            terminal.close()
    return {
        "keys": len(idle),
        "idle_p50": 1000 * statistics.median(idle),
        "idle_p95": 1000 * statistics.quantiles(idle, n=20)[18],
        "busy_p50": 1000 * statistics.median(busy),
        "busy_p95": 1000 * statistics.quantiles(busy, n=20)[18],
        "stop_p50": 1000 * statistics.median(stops),
        "stop_max": 1000 * max(stops),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with bytecode_kept():
        found = measure(options.rounds)
    if options.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{found['keys']} keys each; milliseconds from a key to its sign on the screen:")
    print(f"  nothing runs      p50 {found['idle_p50']:5.1f}   p95 {found['idle_p95']:5.1f}")
    print(f"  the model works   p50 {found['busy_p50']:5.1f}   p95 {found['busy_p95']:5.1f}")
    print(f"  Esc to 'stopped'  p50 {found['stop_p50']:5.1f}   most {found['stop_max']:5.1f}")


if __name__ == "__main__":
    main()

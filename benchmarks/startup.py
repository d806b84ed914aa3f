"""Time to the first frame against an empty Textual app, and what `import llmtutor` pulls in.

    python benchmarks/startup.py [--rounds 7] [--json]

Both programs run in turn in a pseudo-terminal. The clock stops when the empty
app's text arrives, and ours when a sentence of the open section does. The data
folder is a scratch one whose index exists, and both programs are compiled, as
on every start but the first.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from fcntl import ioctl
from termios import TIOCSWINSZ
from typing import Any

from installed import bytecode_kept

EMPTY = """
from textual.app import App, ComposeResult
from textual.widgets import Static

class Empty(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("FIRSTFRAME")

Empty().run()
"""
OURS = "from llmtutor.cli.main import run; run(['--no-model'])"
WORDS = 3
"""Of the section's first line; they must arrive, not only the frame around them."""
_CODES = re.compile(rb"\x1b[\[\]?][0-9;?]*[ -/]*[@-~]?")


def first_frame(code: str, mark: bytes, home: str) -> float:
    """Seconds from starting Python to the first text on the screen."""
    pid, screen = pty.fork()
    if pid == 0:
        os.environ.update(LLMTUTOR_HOME=home, TERM="xterm-256color", COLORTERM="truecolor")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.execv(sys.executable, [sys.executable, "-c", code])
    ioctl(screen, TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
    begun, seen = time.perf_counter(), b""
    try:
        while time.perf_counter() - begun < 60:
            ready, _, _ = select.select([screen], [], [], 0.2)
            if ready:
                seen += os.read(screen, 65536)
                if mark in _CODES.sub(b"", seen):
                    return time.perf_counter() - begun
        raise TimeoutError(f"{mark!r} never came")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(screen)


def first_words() -> bytes:
    """What the section that the app opens on begins with; makes the index."""
    from llmtutor.bootstrap import open_library

    library = open_library()
    sections = (s for c in library.outline() for lecture in c.lectures for s in lecture.sections)
    opened = next(section.path for section in sections if not section.group)
    return " ".join(library.section(opened).text.split()[:WORDS]).encode()


def imported(statement: str) -> tuple[int, float]:
    """``(modules, milliseconds)`` of a statement in a fresh interpreter."""
    code = (
        "import sys, time; before = set(sys.modules); t = time.perf_counter();"
        f"{statement}; ms = (time.perf_counter() - t) * 1000;"
        "print(len(set(sys.modules) - before), ms)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules, milliseconds = out.stdout.split()
    return int(modules), float(milliseconds)


def measure(rounds: int) -> dict[str, Any]:
    """Medians over the rounds, both apps in turn."""
    home = tempfile.mkdtemp(prefix="llmtutor-")
    try:
        os.environ["LLMTUTOR_HOME"] = home
        text = first_words()
        empty, ours = [], []
        for _ in range(rounds + 1):
            empty.append(first_frame(EMPTY, b"FIRSTFRAME", home))
            ours.append(first_frame(OURS, text, home))
        del empty[0], ours[0]  # they compiled what was not compiled yet
    finally:
        shutil.rmtree(home, ignore_errors=True)
    ratios = [mine / theirs for mine, theirs in zip(ours, empty, strict=True)]
    row: dict[str, Any] = {
        "empty Textual app, s": round(statistics.median(empty), 3),
        "llmtutor, s": round(statistics.median(ours), 3),
        "ratio (goal: at most 2)": round(statistics.median(ratios), 2),
    }
    for name in ("llmtutor", "llmtutor.tutor.tutor", "llmtutor.ui.app"):
        modules, milliseconds = imported(f"import {name}")
        row[f"import {name}"] = f"{modules} modules, {milliseconds:.0f} ms"
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with bytecode_kept():
        row = measure(options.rounds)
    if options.json:
        print(json.dumps(row, indent=2))
        return
    for name, value in row.items():
        print(f"{name:32} {value}")


if __name__ == "__main__":
    main()

"""The app in a real terminal: open, read, search, ask, open a citation, leave, come back."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import _COURSE

PATIENCE = 30.0
_PROGRAM = """
import sys
from pathlib import Path
from llmtutor import bootstrap
shipped = Path(sys.argv.pop(1))
bootstrap.shipped = lambda: shipped
from llmtutor.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


class Terminal:
    """A tmux session with a shell in it."""

    def __init__(self, home: Path, shipped: Path) -> None:
        self._name = f"llmtutor-{uuid.uuid4().hex[:8]}"
        self._socket = str(home.parent / "tmux.sock")
        self._command = f"LLMTUTOR_HOME={home} {sys.executable} {home.parent}/run.py {shipped}"
        (home.parent / "run.py").write_text(_PROGRAM)
        environment = {**os.environ, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        self._tmux("-f", "/dev/null", "new-session", "-d", "-s", self._name, "-x", "80", "-y", "24",
                   "sh", environment=environment)  # fmt: skip

        self.type("PS1='ready> '; clear", "Enter")
        self.wait_for_shell()

    def wait_for_shell(self) -> None:
        self.wait(lambda text: text.rstrip().endswith("ready>"))

    def _tmux(self, *arguments: str, environment: dict[str, str] | None = None) -> str:
        command = ["tmux", "-S", self._socket, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return done.stdout

    def open_app(self) -> None:
        self.type(f"{self._command} --no-model", "Enter")

    def type(self, text: str, *keys: str) -> None:
        self._tmux("send-keys", "-t", self._name, "-l", text)
        self.press(*keys)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._tmux("send-keys", "-t", self._name, key)

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", self._name)

    def wait(self, shows: Callable[[str], bool]) -> str:
        """The screen, once it shows what it should."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            text = self.screen()
            if shows(text):
                return text
            time.sleep(0.1)
        raise AssertionError(f"waited {PATIENCE:g} s in vain:\n{text}")

    def app(self) -> int:
        """The number of the app's process."""
        shell = self._tmux("display-message", "-p", "-t", self._name, "#{pane_pid}").strip()
        children = Path(f"/proc/{shell}/task/{shell}/children")
        if not children.exists():
            pytest.skip("this system has no /proc to tell the app's process by")
        return int(children.read_text())

    def hang_up(self) -> None:
        """Take the window away from all that runs in it."""
        self._tmux("kill-server")

    def close(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):  # it may have hung up
            self._tmux("kill-session", "-t", self._name)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed; it gives this test its terminal")
    shutil.copytree(_COURSE, tmp_path / "shipped" / "content" / "small")
    made = Terminal(tmp_path / "home", tmp_path / "shipped")
    yield made
    made.close()


def test_a_student_reads_searches_asks_and_comes_back(terminal: Terminal) -> None:
    terminal.open_app()
    terminal.wait(lambda text: "Words borrow meaning" in text and "new here?" in text)
    terminal.press("n")
    terminal.wait(lambda text: "Each token sends out a query" in text)

    terminal.type("/")
    terminal.wait(lambda text: "search all your notes" in text)
    terminal.type("turned with the space")
    terminal.wait(lambda text: "Reading long lines" in text)
    terminal.press("Enter")
    terminal.wait(lambda text: "┃" in text and "Paragraph" in text)
    terminal.press("Escape")
    terminal.wait(lambda text: "Each token sends out a query" in text)

    terminal.type("a")
    terminal.wait(lambda text: "ask about your notes" in text)
    terminal.type("Why are attention scores divided by the square root?", "Enter")
    terminal.wait(lambda text: "in your notes" in text and "vanish. 1" in text)
    terminal.type("1")
    terminal.wait(lambda text: "┃ Attention scores are divided" in text and "def weights" in text)
    terminal.press("Escape")
    terminal.wait(lambda text: "in your notes" in text and "def weights" not in text)
    terminal.press("Escape")  # not both at once: a terminal takes two for one with Alt
    terminal.wait(lambda text: "Each token sends out a query" in text)

    terminal.type("nnp")
    terminal.wait(lambda text: "Paragraph one of many" in text)
    terminal.type("jjjj")
    terminal.wait(lambda text: "Paragraph one of many" not in text)
    terminal.type("q")
    terminal.wait_for_shell()
    terminal.type("stty -a | grep -o ' -*echo ' && echo TERMINAL''SANE", "Enter")
    assert " echo" in terminal.wait(lambda text: "TERMINALSANE" in text)

    terminal.open_app()
    text = terminal.wait(lambda text: "Paragraph" in text and "/ search" in text)
    assert "Paragraph one of many" not in text
    assert "Reading long lines" in text
    terminal.press("C-c")
    terminal.wait_for_shell()


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_app_ends_with_its_terminal_though_nobody_tells_it(terminal: Terminal) -> None:
    # like `make`, this shell gets the only signal of a closed window and waits for the app
    terminal.type("trap '' HUP", "Enter")
    terminal.open_app()
    terminal.wait(lambda text: "Words borrow meaning" in text)
    app = terminal.app()
    terminal.hang_up()
    until = time.monotonic() + PATIENCE
    while _is_running(app) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _is_running(app)

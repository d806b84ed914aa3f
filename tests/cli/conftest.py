"""The command line, in this process and as a program of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from llmtutor.cli.main import run


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """All of stdout as one object; fails where anything else stands there."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


Command = Callable[..., Ended]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are not wrapped in the middle of what a test looks for."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def llmtutor(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process."""

    def call(*arguments: str | Path) -> Ended:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call


@pytest.fixture
def program() -> Command:
    """Runs a command as a program of its own, as a shell would."""

    def call(*arguments: str | Path | bytes, env: Mapping[str, str] | None = None) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "llmtutor", *arguments],
            env={**os.environ, **(env or {})},
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def course(home: Path, shipped_index: Path) -> Path:
    """The data folder of somebody who has used the shipped course before."""
    home.mkdir()
    shutil.copy(shipped_index, home / "index.db")
    return home


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A file of notes of one's own."""
    path = tmp_path / "zebra.md"
    path.write_text("## Stripes\n\nA zebra has stripes that confuse flies.\n\n[x]()\n")
    return path


def keys(value: Mapping[str, Any]) -> set[str]:
    return set(value)

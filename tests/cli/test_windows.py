"""The command line beside another window of the same user."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Command

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("default_model")]
WHY = "Why are attention scores divided by the square root of the key dimension?"

WINDOW = """
import asyncio
from llmtutor.bootstrap import build

async def main():
    engine = build().engine
    await engine.start()
    print(engine.pid, flush=True)
    await asyncio.sleep(120)

asyncio.run(main())
"""


@pytest.fixture
def another_window(home: Path, course: object) -> Iterator[int]:
    """A window with the model loaded; the pid of its worker."""
    source = Path(__file__).resolve().parents[2] / "src"
    environment = {**os.environ, "PYTHONPATH": str(source), "LLMTUTOR_HOME": str(home)}
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.kill()


def test_it_uses_the_model_that_is_loaded(llmtutor: Command, another_window: int) -> None:
    ended = llmtutor("ask", WHY, "--json")

    assert ended.json["model"]
    assert ended.err == ""
    os.kill(another_window, 0)


@pytest.mark.usefixtures("another_window")
def test_it_says_so_when_it_must_load_the_model_again(llmtutor: Command) -> None:
    ended = llmtutor("--set", "engine.context=1024", "ask", WHY, "--json")

    assert ended.json["model"]
    assert "in memory twice" in ended.err


@pytest.mark.usefixtures("another_window")
def test_a_measurement_beside_a_window_says_so(llmtutor: Command) -> None:
    ended = llmtutor("models", "bench", "--tokens", "160", "--rounds", "1", "--json")

    assert ended.code == 0, ended.err
    assert "in memory twice" in ended.err

"""The real engine dies under the app: the app lives, says so, and the answer comes."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig

from .conftest import WIDE, MakeApp, screen_text
from .test_ask import QUESTION, ask, shows

pytestmark = pytest.mark.model
WITHOUT_CACHE = {"ask.cache": "off"}


@pytest_asyncio.fixture
async def engine(default_model: Path, tmp_path: Path) -> AsyncIterator[WorkerEngine]:
    made = WorkerEngine(WorkerConfig(default_model, tmp_path / "log", meeting=tmp_path / "run"))
    yield made
    await made.close()


def kill(engine: WorkerEngine) -> None:
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)


async def test_killed_while_nothing_is_asked(make_app: MakeApp, engine: WorkerEngine) -> None:
    app = make_app(engine, **WITHOUT_CACHE)
    async with app.run_test(size=WIDE) as pilot:
        await shows(pilot, "model ready", screen_text)
        kill(engine)
        await ask(pilot, QUESTION)
        await shows(pilot, "tutor, in its own words")
        await shows(pilot, "model ready", screen_text)
    assert engine.status.restarts == 1


async def test_killed_with_every_answer_the_quotes_stand_and_the_app_lives(
    make_app: MakeApp, engine: WorkerEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    request: Callable[..., object] = engine._supervisor.request

    def request_and_kill(do: str, **fields: object) -> object:
        exchange = request(do, **fields)
        if do in {"generate", "score", "spans"}:
            kill(engine)
        return exchange

    monkeypatch.setattr(engine._supervisor, "request", request_and_kill)
    app = make_app(engine, **WITHOUT_CACHE)
    async with app.run_test(size=WIDE) as pilot:
        await shows(pilot, "model ready", screen_text)
        await ask(pilot, QUESTION)
        await shows(pilot, "2 times over this")
        await shows(pilot, "vanish")
        await pilot.press("escape", "n")
        await pilot.pause()
        assert app.is_running

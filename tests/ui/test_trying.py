"""A model nobody knows is tried out after its first answer; a question or Esc interrupts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmtutor.storage.trials import StoredTrials
from llmtutor.tutor.tutor import Tutor
from llmtutor.ui.app import TutorApp
from llmtutor.ui.ask import trying
from tests.engine.scripted import INFO, ScriptedEngine
from tests.tutor.test_trial import ABLE, good_answer

from .conftest import NOW, WIDE, real_services
from .test_ask import put, shows
from .test_study import settle

SLOW = 0.1
"""Seconds between words that leave time to look on."""


@pytest.fixture
def trials(tmp_path: Path) -> StoredTrials:
    return StoredTrials(tmp_path / "trials.json")


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine(good_answer, pause=0.005)


@pytest.fixture
def app(
    home: Path,
    engine: ScriptedEngine,
    trials: StoredTrials,
    monkeypatch: pytest.MonkeyPatch,
) -> TutorApp:
    monkeypatch.setattr(trying, "SETTLE_SECONDS", 0.0)
    services = real_services(engine)
    tutor = Tutor(services.library, engine, services.settings, trials=trials)
    return TutorApp(services.but(tutor=tutor), now=lambda: NOW)


def notice(app: TutorApp) -> str:
    return app.study.notice.saying


async def test_it_is_tried_out_after_its_first_answer(app: TutorApp, trials: StoredTrials) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await shows(pilot, "is asked as a capable model", notice)

    assert trials.outcome(INFO) == ABLE


async def test_esc_stops_it_for_this_time(
    app: TutorApp, engine: ScriptedEngine, trials: StoredTrials
) -> None:
    engine.pause = SLOW
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await shows(pilot, "Esc stops", notice)
        await pilot.press("escape")
        await shows(pilot, "Stopped.", notice)
        asked = len(engine.requests)
        await pilot.pause(0.1)

    assert len(engine.requests) == asked
    assert trials.outcome(INFO) is None


async def test_a_question_interrupts_it_and_it_goes_on_after(
    app: TutorApp, engine: ScriptedEngine, trials: StoredTrials
) -> None:
    engine.pause = SLOW
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await shows(pilot, "Esc stops", notice)
        engine.pause = 0.0
        await put(pilot)
        await shows(pilot, "is asked as a capable model", notice)

    assert trials.outcome(INFO) == ABLE


async def test_a_model_that_is_known_is_not_tried(app: TutorApp, trials: StoredTrials) -> None:
    trials.keep(INFO, ABLE)
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await settle(pilot)
        assert "Finding out" not in notice(app)

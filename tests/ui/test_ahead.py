"""The open section is read by the model, while the student reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from textual.pilot import Pilot

from llmtutor.engine.protocol import EngineStatus, Warmth
from llmtutor.ui.signs import PRETTY
from llmtutor.ui.study import ahead
from llmtutor.ui.topline import engine_words
from tests.engine.scripted import INFO, ScriptedEngine

from .conftest import WIDE, MakeApp, screen_text

WARM = replace(INFO, abilities=frozenset({"warm"}))


@dataclass
class ReadingEngine(ScriptedEngine):
    """Tells of what it reads in its status, as the real one does."""

    @property
    def status(self) -> EngineStatus:
        warmth = Warmth("warm", 10, 10) if self.warmed else None
        return replace(super().status, warmth=warmth)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "SETTLE_SECONDS", 0.0)


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come to that")


async def test_a_section_is_read_once_questions_are_put_to_it_and_marked(
    make_app: MakeApp,
) -> None:
    engine = ReadingEngine(info=WARM)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        app.study.go("small/attention/self-attention")
        await pilot.pause()
        assert engine.warmed == [], "questions go to everything: short evidence, nothing to read"

        app.study.ask.look_in("section")

        await until(pilot, lambda: bool(engine.warmed))
        words = "".join("".join(message.parts) for message in engine.warmed[0])
        assert "Attention scores are divided" in words
        await until(pilot, lambda: "● warm" in screen_text(app))


async def test_another_section_is_read_when_it_is_opened(make_app: MakeApp) -> None:
    engine = ReadingEngine(info=WARM)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        app.study.ask.look_in("section")
        app.study.go("small/attention/self-attention")
        await until(pilot, lambda: len(engine.warmed) >= 1)
        before = len(engine.warmed)
        app.study.action_next()
        await until(pilot, lambda: len(engine.warmed) > before)
        assert engine.warmed[-1] != engine.warmed[0]


async def test_an_engine_that_cannot_is_not_asked_to(make_app: MakeApp) -> None:
    engine = ReadingEngine()
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        app.study.ask.look_in("section")
        app.study.go("small/attention/self-attention")
        for _ in range(5):
            await pilot.pause(0.02)
        assert engine.warmed == []


@pytest.mark.parametrize(
    ("warmth", "words"),
    [
        (None, "● model ready"),
        (Warmth("reading", 40, 100), "◐ reading 40 %"),
        (Warmth("warm", 100, 100), "● warm"),
        (Warmth("paused", 40, 100, why="memory is short"), "● model ready"),
        (Warmth("off", why="reading ahead is turned off"), "● model ready"),
    ],
)
def test_the_mark_says_how_far_the_model_is(warmth: Warmth | None, words: str) -> None:
    assert engine_words(EngineStatus("ready", INFO, warmth=warmth), PRETTY)[0] == words

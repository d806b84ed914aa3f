"""The first frame shows the section, and waits for nothing else."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from llmtutor import bootstrap
from llmtutor.ui.app import TutorApp

from .conftest import WIDE, MakeApp, screen_text
from .test_study import settle


async def test_it_makes_no_part_that_can_wait(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_: TutorApp) -> None:
        """In place of what follows the first frame."""

    monkeypatch.setattr(TutorApp, "_start_the_rest", nothing)
    services = bootstrap.build()
    app = TutorApp(services)
    async with app.run_test(size=WIDE):
        assert "Words borrow meaning from other words" in screen_text(app)
        assert "╭─ Ask" in screen_text(app)
        assert app.study.ask_frame.made is None
        made = set(services.__dict__)
        assert not made & {"engine", "embedder", "tutor", "quizzes", "deck", "record", "shelf"}


async def test_garbage_is_collected_from_then_on(make_app: MakeApp) -> None:
    app = make_app()
    gc.disable()  # as the command that opens the app does
    try:
        async with app.run_test(size=WIDE) as pilot:
            await settle(pilot)
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


async def test_a_key_that_comes_at_once_finds_the_ask_pane(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("a", "w", "h", "y")
        await settle(pilot)
        assert app.study.ask.field.value == "why"

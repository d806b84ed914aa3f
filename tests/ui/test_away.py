"""A model on another computer: the app says where notes go, wherever one looks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.engine.protocol import EngineStatus
from tests.engine.scripted import ScriptedEngine

from .conftest import NARROW, WIDE, MakeApp, pane_words, screen_text
from .test_ask import QUESTION, ask, shows

PLACE = "gpu.example.org:8000"


class FarEngine(ScriptedEngine):
    """An engine at an address."""

    @property
    def status(self) -> EngineStatus:
        return replace(super().status, away=PLACE)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_place_is_named_in_the_top_line_and_where_one_asks(
    make_app: MakeApp, size: tuple[int, int]
) -> None:
    async with make_app(FarEngine()).run_test(size=size) as pilot:
        await shows(pilot, f"notes go to {PLACE}", screen_text)
        await pilot.press("a")
        await shows(pilot, "the passages it is about, are sent to")
        await ask(pilot, QUESTION)
        await shows(pilot, "scripted")
        assert f"go{'es' if size == WIDE else ''} to {PLACE}" in screen_text(
            pilot.app  # type: ignore[arg-type]
        ), "it is still said when the answers fill the pane"


async def test_a_model_on_this_computer_names_no_place(make_app: MakeApp) -> None:
    async with make_app(ScriptedEngine()).run_test(size=WIDE) as pilot:
        await shows(pilot, "model ready", screen_text)
        await pilot.press("a")
        assert "go to" not in screen_text(pilot.app)  # type: ignore[arg-type]
        assert " sent " not in pane_words(pilot.app)  # type: ignore[arg-type]

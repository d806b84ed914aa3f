"""The main screens as pictures, in both sizes, dark and light."""

from __future__ import annotations

from typing import Any, Protocol

import pytest
from textual.pilot import Pilot

from llmtutor.ui.app import TutorApp
from tests.engine.scripted import ScriptedEngine

from .conftest import NARROW, WIDE, MakeApp, screen_text
from .test_ask import ANSWER, QUESTION
from .test_quiz import quizzes
from .test_study import settle

SELF = "small/attention/self-attention"


class Compare(Protocol):
    """``snap_compare`` of pytest-textual-snapshot."""

    def __call__(
        self, app: TutorApp, *, terminal_size: tuple[int, int], run_before: Any
    ) -> bool: ...


async def reading(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    app.study.show_engine(app.services.engine.status)  # not when its clock happens to strike
    app.study.go(SELF)
    await settle(pilot)


async def contents(pilot: Pilot[None]) -> None:
    await reading(pilot)
    await pilot.press("t")
    await settle(pilot)


async def asked(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    await reading(pilot)
    await pilot.press("a")
    app.study.ask.field.value = QUESTION
    await pilot.press("enter")
    await settle(pilot)


async def cited(pilot: Pilot[None]) -> None:
    await asked(pilot)
    await pilot.press("1")
    await settle(pilot)


async def searching(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    await pilot.press("slash")
    app.screen.field.value = "softmax weights"
    for _ in range(50):
        await settle(pilot, 0.1)
        if "1 section" in screen_text(app):
            break


async def quizzed(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    quizzes(app).kinds = ("choice", "truefalse")
    await reading(pilot)
    await pilot.press("e")
    await settle(pilot)
    await pilot.press("a")
    await settle(pilot)


async def helped(pilot: Pilot[None]) -> None:
    await pilot.press("question_mark")
    await settle(pilot)


PICTURES = [
    ("reading", NARROW, "llmtutor-dark", reading),
    ("reading", WIDE, "llmtutor-light", reading),
    ("contents", NARROW, "llmtutor-light", contents),
    ("asked", NARROW, "llmtutor-dark", asked),
    ("asked", WIDE, "llmtutor-dark", asked),
    ("cited", WIDE, "llmtutor-light", cited),
    ("searching", NARROW, "llmtutor-dark", searching),
    ("quizzed", NARROW, "llmtutor-dark", quizzed),
    ("quizzed", WIDE, "llmtutor-light", quizzed),
    ("helped", NARROW, "llmtutor-light", helped),
]


@pytest.mark.parametrize(
    ("size", "theme", "before"),
    [
        pytest.param(size, theme, before, id=f"{name}-{size[0]}")
        for name, size, theme, before in PICTURES
    ],
)
def test_the_screen_looks_as_it_did(
    snap_compare: Compare,
    make_app: MakeApp,
    size: tuple[int, int],
    theme: str,
    before: Any,
) -> None:
    app = make_app(ScriptedEngine(ANSWER), **{"app.theme": theme, "ask.quotes": 1})
    assert snap_compare(app, terminal_size=size, run_before=before)

"""What is done before a picture of the app is taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.pilot import Pilot

from llmtutor.review.exam.log import ExamDate
from llmtutor.ui.exam.room import ExamRoom

from .conftest import screen_text
from .deck import note_card, put_cards, question_card
from .test_ask import QUESTION
from .test_exam import press, sit, to
from .test_progress import progress, studied
from .test_quiz import quizzes
from .test_study import settle
from .test_today import weak

SELF = "small/attention/self-attention"


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
    for _ in range(300):
        await settle(pilot)
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


async def under_lines(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    quizzes(app).kinds = ("truefalse",)
    await reading(pilot)
    await pilot.press("e")
    await settle(pilot)


async def helped(pilot: Pilot[None]) -> None:
    await pilot.press("question_mark")
    await settle(pilot)


async def today(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    put_cards(app, note_card(), question_card(app))
    weak(app, attention=(0.4, 5))
    app.services.record.dates.set(ExamDate(date(2026, 12, 4)))
    await pilot.press("1")
    await settle(pilot)
    await settle(pilot)


async def exam_day(pilot: Pilot[None]) -> None:
    await today(pilot)
    await pilot.press("x")
    await settle(pilot)


async def reviewing(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    put_cards(app, question_card(app))
    await pilot.press("4")
    await settle(pilot)
    await settle(pilot)
    await pilot.press("b")
    await settle(pilot)


async def examined(pilot: Pilot[None]) -> None:
    ticks = await sit(pilot)
    await to(pilot, "choice")
    await press(pilot, "f", "b")
    await to(pilot, "choice")
    ticks.now += 75
    pilot.app.screen.query_one(ExamRoom)._tick()
    await settle(pilot)


async def handed_in(pilot: Pilot[None]) -> None:
    await examined(pilot)
    await press(pilot, "ctrl+g", "h")


async def progressed(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    studied(app)
    await progress(pilot)

"""Today, Review, exams and Progress as pictures, in both sizes, dark and light."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from llmtutor.review.exam.log import ExamDate
from llmtutor.ui.exam.room import ExamRoom

from .conftest import NARROW, WIDE, MakeApp
from .deck import note_card, put_cards, question_card
from .test_exam import press, sit, to
from .test_pictures import Compare
from .test_progress import progress, studied
from .test_study import settle
from .test_today import weak


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


PICTURES = [
    ("today", NARROW, "llmtutor-dark", today),
    ("today", WIDE, "llmtutor-light", today),
    ("exam-day", NARROW, "llmtutor-light", exam_day),
    ("reviewing", NARROW, "llmtutor-light", reviewing),
    ("reviewing", WIDE, "llmtutor-dark", reviewing),
    ("exam", NARROW, "llmtutor-dark", examined),
    ("exam", WIDE, "llmtutor-light", examined),
    ("exam-report", NARROW, "llmtutor-light", handed_in),
    ("exam-report", WIDE, "llmtutor-dark", handed_in),
    ("progress", NARROW, "llmtutor-dark", progressed),
    ("progress", WIDE, "llmtutor-light", progressed),
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
    app = make_app(**{"app.theme": theme})
    assert snap_compare(app, terminal_size=size, run_before=before)

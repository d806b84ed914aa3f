"""Today, Review, exams and Progress as pictures, in both sizes, dark and light."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from llmtutor.review.exam.log import ExamDate

from .conftest import NARROW, WIDE, MakeApp
from .deck import note_card, put_cards, question_card
from .test_pictures import Compare
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


PICTURES = [
    ("today", NARROW, "llmtutor-dark", today),
    ("today", WIDE, "llmtutor-light", today),
    ("exam-day", NARROW, "llmtutor-light", exam_day),
    ("reviewing", NARROW, "llmtutor-light", reviewing),
    ("reviewing", WIDE, "llmtutor-dark", reviewing),
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

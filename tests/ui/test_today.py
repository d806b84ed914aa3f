"""Today: what it offers, where its keys lead, and the plan to the day of the exam."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from llmtutor.library.library import Scope
from llmtutor.review.exam.log import ExamDate
from llmtutor.ui.app import TutorApp
from llmtutor.ui.review.screen import ReviewScreen
from llmtutor.ui.today.day import ExamDayScreen, day_from
from llmtutor.ui.today.screen import TodayScreen

from .conftest import NARROW, NOW, WIDE, MakeApp, screen_text
from .deck import SELF, note_card, put_cards
from .test_quiz import quizzes
from .test_study import settle

DAY = date(2026, 11, 21)


async def today(pilot: Pilot[None]) -> None:
    await pilot.press("1")
    await settle(pilot)
    await settle(pilot)
    assert isinstance(pilot.app.screen, TodayScreen)


def weak(app: TutorApp, **scores: tuple[float, int]) -> None:
    """Let lectures have scores, as quizzes would have left them."""
    found = {f"small/{name}/x": score for name, score in scores.items()}
    object.__setattr__(app.services.record, "scores", lambda: found)


async def test_a_new_student_is_told_where_to_begin(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await today(pilot)
        text = screen_text(app)
        assert "Go on reading  Attention, step by step › Why tokens look at each other" in text
        assert "no cards yet" in text
        assert "no day set" in text
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen is app.study


async def test_what_is_due_and_what_is_weak_is_a_key_away(make_app: MakeApp) -> None:
    app = make_app()
    put_cards(app, note_card())
    weak(app, attention=(0.4, 5))
    async with app.run_test(size=WIDE) as pilot:
        await today(pilot)
        text = screen_text(app)
        assert "1 due, about 1 minute" in text
        assert "first: What is a key?" in text
        assert "Attention, step by step 40 %" in text
        await pilot.press("w")
        await settle(pilot)
        assert app.screen is app.quiz
        assert quizzes(app).asked == [Scope("small", "attention")]
        await pilot.press("escape", "escape", "1")
        await settle(pilot)
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(app.screen, ReviewScreen)


async def test_the_day_of_the_exam_makes_a_plan(make_app: MakeApp) -> None:
    app = make_app()
    weak(app, attention=(0.4, 5))
    async with app.run_test(size=NARROW) as pilot:
        await today(pilot)
        await pilot.press("x", "1", "3", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ExamDayScreen)
        assert "Friday 4 December, in 13 days" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)
        await settle(pilot)
        assert app.services.record.dates.get() == ExamDate(DAY + timedelta(days=13), "", 0.0)
        text = screen_text(app)
        assert "Friday 4 December, in 13 days" in text
        assert "Up to the exam, today" in text
        await pilot.press("x", "ctrl+u", "enter")
        await settle(pilot)
        assert app.services.record.dates.get() is None


async def test_what_the_plan_asks_is_chosen_with_enter(make_app: MakeApp) -> None:
    app = make_app()
    app.services.record.dates.set(ExamDate(DAY + timedelta(days=2)))
    async with app.run_test(size=NARROW) as pilot:
        await today(pilot)
        await pilot.press("j", "j", "j", "j", "j", "enter")
        await settle(pilot)
        assert app.screen is app.study
        plan = app.services.record.plan(NOW)
        assert plan is not None
        assert app.study.reader.place == plan.today.read[0].path


@pytest.mark.parametrize("bad", ["tomorrow", "2026-13-01", "2020-01-01", "[red]x[/]"])
async def test_a_day_that_is_none_is_refused_and_nothing_kept(make_app: MakeApp, bad: str) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await today(pilot)
        await pilot.press("x")
        screen: Any = app.screen
        screen.field.value = bad
        await pilot.press("enter")
        await settle(pilot)
        assert app.services.record.dates.get() is None
        assert screen.says.has_class("-problem")


def test_a_day_is_a_date_or_a_number_of_days() -> None:
    assert day_from("2026-12-04", DAY) == date(2026, 12, 4)
    assert day_from(" 14 ", DAY) == date(2026, 12, 5)


async def test_what_was_read_leaves_todays_plan(make_app: MakeApp) -> None:
    app = make_app()
    app.services.record.dates.set(ExamDate(DAY + timedelta(days=2)))
    before = app.services.record.plan(NOW)
    assert before is not None
    assert before.today.read
    for section in before.today.read:
        app.services.reading.finished(section.path, NOW)
    after = app.services.record.plan(NOW)
    assert after is not None
    assert not after.today.read
    assert SELF in {item.path for day in (*before.days, *after.days) for item in day.read}

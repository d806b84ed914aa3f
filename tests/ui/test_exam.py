"""Exams in the app: the clock, going anywhere, pausing, leaving, the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from llmtutor.quiz.models import Question
from llmtutor.review.exam.session import ExamSession
from llmtutor.ui.app import TutorApp
from llmtutor.ui.exam.report import ReportView
from llmtutor.ui.exam.room import ExamRoom
from llmtutor.ui.exam.setup import ExamLeftView, ExamSetup
from llmtutor.ui.exam.sitting import Overview, PausedView, SittingView

from .conftest import NARROW, NOW, MakeApp, screen_text
from .test_quiz import RIGHT, attempts, quizzes
from .test_study import settle


@dataclass
class Ticks:
    """A clock that the test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
        await settle(pilot)


async def sit(pilot: Pilot[None]) -> Ticks:
    """Begin an exam of four questions, 15 minutes for ten as chosen, so 6 for these."""
    app: Any = pilot.app
    quizzes(app).kinds = ("choice", "truefalse", "short", "match")
    app.desk.tick = Ticks()
    await press(pilot, "X")
    assert app.screen.query(ExamSetup)
    await press(pilot, "enter")
    await settle(pilot)
    assert app.screen.query(SittingView)
    ticks = app.desk.tick
    assert isinstance(ticks, Ticks)
    return ticks


def session(app: TutorApp) -> ExamSession[Question]:
    return app.screen.query_one(ExamRoom).session


def stems(app: TutorApp) -> list[str]:
    return [question.kind for question in session(app).paper.questions]


async def to(pilot: Pilot[None], kind: str) -> None:
    """Go to the question of a kind, over the list of all."""
    app: Any = pilot.app
    at, want = session(app).position, stems(app).index(kind)
    step = "j" if want > at else "k"
    await press(pilot, "ctrl+g", *[step] * abs(want - at), "enter")


async def test_an_exam_gives_no_feedback_and_keeps_every_answer(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await sit(pilot)
        await to(pilot, "choice")
        await press(pilot, "b")
        text = screen_text(app)
        assert "right" not in text.replace("right-hand", "")
        stored = app.services.exams.unfinished()
        assert stored is not None
        assert [event.given for event in stored.events if event.kind == "answer"] == [RIGHT]
        await to(pilot, "choice")
        assert "your answer: Dividing the scores" in " ".join(screen_text(app).split())
        await press(pilot, "a")
        assert len(session(app).answers) == 1


async def test_the_clock_counts_down_and_hands_in_when_time_is_up(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        ticks = await sit(pilot)
        assert session(app).paper.minutes == 6
        assert "6:00 left" in screen_text(app)
        await to(pilot, "choice")
        await press(pilot, "b")
        ticks.now += 330
        app.screen.query_one(ExamRoom)._tick()
        await settle(pilot)
        assert "0:30 left" in screen_text(app)
        assert app.screen.query_one("#clock").has_class("-late")
        ticks.now += 31
        app.screen.query_one(ExamRoom)._tick()
        await settle(pilot)
        await settle(pilot)
        assert app.screen.query(ReportView)
        text = screen_text(app)
        assert "1 of 4, 25 %" in text
        assert "3 unanswered" in text
        assert "Time is up" in text


async def test_any_question_is_two_keys_away_and_can_be_flagged(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await sit(pilot)
        await to(pilot, "choice")
        at = session(app).position
        await press(pilot, "f")
        assert session(app).flagged == {at}
        assert "flagged" in screen_text(app)
        await press(pilot, "g")
        assert app.screen.query(Overview)
        assert "0 of 4 answered, 1 flagged" in screen_text(app)
        await press(pilot, "escape")
        assert session(app).position == at
        await to(pilot, "short")
        await press(pilot, "g", "ctrl+f")
        typed: Any = app.screen.query_one("AnswerField")
        assert typed.value == "g", "while one types, g is a letter"
        assert len(session(app).flagged) == 2


async def test_a_pause_hides_the_question_and_stops_the_clock(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        ticks = await sit(pilot)
        await to(pilot, "choice")
        await press(pilot, "p")
        assert app.screen.query(PausedView)
        assert "softmax" not in screen_text(app)
        ticks.now += 500
        app.screen.query_one(ExamRoom)._tick()
        await settle(pilot)
        assert "1:40 of the pause left" in screen_text(app)
        await press(pilot, "enter")
        assert "6:00 left" in screen_text(app)
        assert session(app).pauses_left == 1


async def test_an_exam_that_was_left_goes_on_where_it_stopped(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        ticks = await sit(pilot)
        await to(pilot, "choice")
        ticks.now += 60
        await press(pilot, "b", "escape")
        assert app.screen is app.quiz
        ticks.now += 5000
        await press(pilot, "X")
        assert app.screen.query(ExamLeftView)
        assert "1 of 4 answered, 5 minutes left" in screen_text(app)
        await press(pilot, "enter")
        assert len(session(app).answers) == 1
        assert "5:00 left" in screen_text(app)
    again = make_app()
    async with again.run_test(size=NARROW) as pilot:
        await press(pilot, "X")
        assert "1 of 4 answered" in screen_text(again), "a closed window loses nothing"
        await press(pilot, "x")
        assert again.screen.query(ExamSetup)
        assert again.services.exams.unfinished() is None


async def test_help_over_the_exam_does_not_leave_it(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await sit(pilot)
        await press(pilot, "f1", "escape")
        assert app.screen.query(SittingView)


async def test_the_report_says_what_to_read_again_and_compares(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await sit(pilot)
        await to(pilot, "choice")
        await press(pilot, "b", "ctrl+g", "h")
        text = screen_text(app)
        assert "1 of 4, 25 %" in text
        assert "Read again" in text
        assert len(attempts(app).items) == 1
        await press(pilot, "enter")
        assert app.screen is app.study
        await press(pilot, "escape")
        assert app.screen.query(ReportView)
        app.desk.now = lambda: NOW + timedelta(hours=1)
        await press(pilot, "r", "enter")
        await settle(pilot)
        await press(pilot, "ctrl+g", "h")
        text = screen_text(app)
        assert "on the same part before: 25 %" in text
        assert "25 % before" in text
        await press(pilot, "p")
        assert "1 of 4, 25 %" in screen_text(app)


async def test_nothing_to_ask_is_said(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        quizzes(app).kinds = ()
        await press(pilot, "X", "enter")
        await settle(pilot)
        assert "Choose a wider one" in screen_text(app)
        assert app.screen.query(ExamSetup)


@pytest.mark.parametrize("key", ["1", "q", "4"])
async def test_digits_and_letters_belong_to_the_question(make_app: MakeApp, key: str) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await sit(pilot)
        await press(pilot, key)
        assert app.screen.query(SittingView)

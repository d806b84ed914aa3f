"""Quizzes: each way of answering, the result, leaving and coming back."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from llmtutor.library.library import Scope
from llmtutor.quiz.models import Given, Kind
from llmtutor.ui.app import TutorApp
from llmtutor.ui.quiz.answering import AnswerGiven
from llmtutor.ui.quiz.question import QuestionView
from llmtutor.ui.quiz.result import ResultView
from llmtutor.ui.quiz.screen import QuizScreen
from llmtutor.ui.quiz.setup import SetupView
from llmtutor.ui.study.screen import StudyScreen

from .conftest import NARROW, WIDE, KeptAttempts, MakeApp, ScriptedQuizzes, screen_text
from .test_study import heard, settle

SELF = "small/attention/self-attention"
RIGHT = (
    "Dividing the scores by the square root of the key dimension, which keeps their variance"
    " near one whatever the dimension"
)


def quizzes(app: TutorApp) -> ScriptedQuizzes:
    made: Any = app.services.quizzes
    assert isinstance(made, ScriptedQuizzes)
    return made


def attempts(app: TutorApp) -> KeptAttempts:
    app.desk.recorder.flush().result()
    kept: Any = app.services.attempts
    assert isinstance(kept, KeptAttempts)
    return kept


async def quiz_me(pilot: Pilot[None], *kinds: Kind) -> None:
    app: Any = pilot.app
    quizzes(app).kinds = kinds
    app.study.go(SELF)
    await pilot.press("e")
    await settle(pilot)


ANSWERS: list[tuple[Kind, tuple[str, ...], Given | None, float]] = [
    ("choice", ("b",), RIGHT, 1.0),
    ("choice", ("a",), "Normalising the values after the weighted sum", 0.0),
    ("choice", ("space",), None, 0.0),
    ("multi", ("a", "b", "b", "c", "enter"), ("a key", "a query"), 1.0),
    ("multi", ("a", "enter"), ("a key",), 0.5),
    ("truefalse", ("t",), True, 1.0),
    ("truefalse", ("b",), False, 0.0),
    ("cloze", ("q", "u", "e", "r", "y", "enter"), "query", 1.0),
    ("cloze", ("enter",), None, 0.0),
    ("short", ("k", "e", "y", "enter"), "key", 0.0),
    ("order", ("J", "enter"), ("query", "score", "weight"), 1.0),
    ("order", ("enter",), ("score", "query", "weight"), 0.0),
    ("match", ("b", "a", "enter"), (("query", "asks with"), ("key", "is found by")), 1.0),
    ("match", ("a", "up", "backspace", "b", "enter"), (("query", "asks with"),), 0.5),
]


@pytest.mark.parametrize(("kind", "keys", "given", "score"), ANSWERS)
async def test_each_kind_is_answered_graded_and_kept(
    make_app: MakeApp, kind: Kind, keys: tuple[str, ...], given: Given | None, score: float
) -> None:
    app = make_app()
    facts, hook = heard(AnswerGiven)
    async with app.run_test(size=NARROW, message_hook=hook) as pilot:
        await quiz_me(pilot, kind)
        await pilot.press(*keys)
        await settle(pilot)
        assert [fact.given for fact in facts] == [given]
        (kept,) = attempts(app).items
        assert kept.given == given
        assert kept.grade.score == pytest.approx(score, abs=0.51)
        text = screen_text(app)
        sign = "✓ right" if kept.grade.right else "✗" if not kept.grade.score else "◐ partly right"
        assert sign in text
        assert "Large scores would saturate the softmax." in text
        assert "┃ Attention scores are divided" in text


async def test_letters_and_digits_belong_to_the_question(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice")
        await pilot.press("2", "q", "h", "n", "z")
        await pilot.pause()
        assert app.screen is app.quiz
        assert not attempts(app).items
        await pilot.press("b")
        await pilot.press("2", "q", "a")
        await pilot.pause()
        assert app.screen is app.quiz
        assert len(attempts(app).items) == 1


async def test_the_passage_opens_and_esc_comes_back_to_the_question(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice", "truefalse")
        await pilot.press("a", "o")
        await settle(pilot)
        assert isinstance(app.screen, StudyScreen)
        reader = app.study.reader
        assert reader.section is not None
        assert reader.view.marked is not None
        assert reader.section.text[slice(*reader.view.marked)].startswith("Attention scores are")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, QuizScreen)
        assert "✗ not right" in screen_text(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "2 of 2" in screen_text(app)


async def test_the_result_says_what_to_read_again_and_asks_the_mistakes_again(
    make_app: MakeApp,
) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice", "truefalse")
        await pilot.press("a", "enter", "t", "enter")
        await settle(pilot)
        text = screen_text(app)
        assert "1 of 2" in text
        assert "Self-attention" in text
        assert "Read again" in text
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen is app.study
        await pilot.press("escape")
        await settle(pilot)
        assert app.quiz.query(ResultView)
        await pilot.press("m")
        await settle(pilot)
        assert "1 of 1" in screen_text(app)
        await pilot.press("b", "enter")
        await settle(pilot)
        assert "Nothing to read again" in screen_text(app)


async def test_leaving_in_the_middle_loses_nothing(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice", "truefalse")
        await pilot.press("b", "enter", "escape")
        await settle(pilot)
        assert app.screen is app.study
        assert len(attempts(app).items) == 1
        await pilot.press("3")
        await settle(pilot)
        assert app.screen.query_one(QuestionView).question.kind == "truefalse"
        await pilot.press("escape", "e")
        await settle(pilot)
        assert len(quizzes(app).asked) == 1
        assert app.screen.query_one(QuestionView).question.kind == "truefalse"


async def test_a_quiz_is_chosen_by_its_scope_and_length(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("3")
        await settle(pilot)
        text = screen_text(app)
        assert "this section: Why tokens look at each other" in text
        assert "everything" in text
        app.quiz.query_one(SetupView).scope_chooser.at = 1
        await pilot.press("down", "right", "enter")
        await settle(pilot)
        assert quizzes(app).asked == [Scope("small", "attention")]
        assert "1 of 7" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)
        assert "go on: 0 of 7 answered" in screen_text(app)
        await pilot.press("c")
        await settle(pilot)
        assert app.quiz.query(QuestionView)


async def test_mistakes_can_be_chosen_once_there_are_any(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice")
        await pilot.press("a", "enter", "r")
        await settle(pilot)
        setup = app.quiz.query_one(SetupView)
        assert "your mistakes so far: 1" in screen_text(app)
        setup.scope_chooser.at = 4
        await pilot.press("enter")
        await settle(pilot)
        assert "1 of 1" in screen_text(app)


async def test_no_question_says_what_to_do(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot)
        assert "can be asked about yet" in screen_text(app)
        assert app.quiz.query(SetupView)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is app.study


async def test_a_section_without_a_question_is_quizzed_with_its_lecture(make_app: MakeApp) -> None:
    app = make_app()
    quizzes(app).without = {Scope(*SELF.split("/"))}
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice", "truefalse")
        assert "can be asked about yet: this quiz is on" in screen_text(app)
        assert app.screen.query_one(QuestionView).question.kind == "choice"
        assert quizzes(app).asked[-1] == Scope("small", "attention")
        await pilot.press("b", "enter", "escape", "e")
        await settle(pilot)
        assert app.screen.query_one(QuestionView).question.kind == "truefalse"


async def test_a_maker_that_fails_is_said(make_app: MakeApp) -> None:
    app = make_app()
    quizzes(app).problem = RuntimeError("the maker broke [/b]")
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice")
        assert "No questions could be made: the maker broke [/b]" in screen_text(app)


async def test_a_lecture_page_quizzes_on_the_lecture(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("u", "e")
        await settle(pilot)
        assert quizzes(app).asked == [Scope("small", "attention")]


async def test_an_option_is_chosen_with_the_mouse(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await quiz_me(pilot, "choice")
        await pilot.click(".row", offset=(20, 0))
        await settle(pilot)
        assert len(attempts(app).items) == 1
        await pilot.click("#quiz-quote")
        await settle(pilot)
        assert app.screen is app.study

"""What may be said of a question, when answers are marked, and what the model adds."""

from __future__ import annotations

from dataclasses import replace

from llmtutor.engine.protocol import GenerateRequest
from llmtutor.library.library import Scope
from llmtutor.quiz.models import Kind, Question
from llmtutor.services import Services
from llmtutor.ui.app import TutorApp
from llmtutor.ui.quiz.model_work import ItemWritten
from llmtutor.ui.quiz.question import QuestionView
from llmtutor.ui.quiz.result import ResultView
from llmtutor.ui.quiz.setup import SetupView
from tests.engine.scripted import INFO, ScriptedEngine

from .conftest import NARROW, MakeApp, ScriptedQuizzes, screen_text
from .test_quiz import SELF, attempts, quiz_me, quizzes
from .test_study import settle


def flagged(app: TutorApp) -> list[Question]:
    app.desk.recorder.flush().result()
    return app.services.remarks.flagged()


async def test_a_bad_question_is_flagged_and_that_is_taken_back(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice")
        await pilot.press("f")
        assert flagged(app) == []  # before the answer it is an option's letter
        await pilot.press("a", "f")
        await settle(pilot)
        assert [one.id for one in flagged(app)] == ["choice"]
        assert "Flagged" in screen_text(app)
        await pilot.press("u")
        await settle(pilot)
        assert flagged(app) == []


async def test_a_question_is_buried(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice")
        await pilot.press("a", "x")
        await settle(pilot)
        app.desk.recorder.flush().result()
        assert app.services.remarks.remarks().marked == {"choice": "buried"}


async def test_a_question_is_put_into_other_words(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "short")
        await pilot.press("q", "enter", "e")
        await settle(pilot)
        assert "Edit the question" in screen_text(app)
        await pilot.press("ctrl+u", *"What asks", "question_mark", "enter", "enter", "enter")
        await settle(pilot)
        app.desk.recorder.flush().result()
        assert app.services.remarks.remarks().edited["short"].stem == "What asks?"
        assert app.screen.query_one(QuestionView).question.stem == "What asks?"
        assert "✗ not right" in screen_text(app)


async def test_an_edit_that_makes_no_question_is_refused_and_left(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "short")
        await pilot.press("q", "enter", "e")
        await settle(pilot)
        await pilot.press("ctrl+u", "ctrl+s")
        await settle(pilot)
        assert "needs its words" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)
        assert "✗ not right" in screen_text(app)


async def test_the_student_overrules_a_mark_and_it_is_remembered(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "short")
        await pilot.press(*"asker", "enter", "y")
        await settle(pilot)
        assert "✓ right" in screen_text(app)
        (kept,) = attempts(app).items
        assert kept.grade.right
        assert app.services.remarks.remarks().right == {"short": ("asker",)}
        await pilot.press("u")
        await settle(pilot)
        assert "✗ not right" in screen_text(app)
        assert not attempts(app).items[0].grade.right
        assert app.services.remarks.remarks().right == {}


async def test_a_quiz_marked_at_its_end_shows_no_mark_before(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        quizzes(app).kinds = ("choice", "truefalse")
        await pilot.press("3")
        await settle(pilot)
        app.quiz.query_one(SetupView).feedback_chooser.at = 1
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        assert "2 of 2" in screen_text(app)
        assert "not right" not in screen_text(app)
        await pilot.press("t")
        await settle(pilot)
        assert app.quiz.query(ResultView)
        assert len(attempts(app).items) == 2
        await pilot.press("v")
        await settle(pilot)
        assert "✗ not right" in screen_text(app)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert app.quiz.query(ResultView)


async def test_weak_topics_are_asked_together(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        quizzes(app).kinds = ("choice", "truefalse")
        await app.quiz.start_weak([SELF, "small/attention"])
        await app.switch_mode("quiz")
        await settle(pilot)
        assert quizzes(app).asked == [Scope(*SELF.split("/")), Scope("small", "attention")]
        assert "weak topics" in screen_text(app)


def judging(said: str) -> ScriptedEngine:
    info = replace(INFO, taught=frozenset({"judge"}), abilities=frozenset({"grammar"}))
    return ScriptedEngine(said, info=info)


KEY = "the vector with which a token asks the others"


class LongKey(ScriptedQuizzes):
    """Its short question has a key that can be said in other words."""

    def _question(self, kind: Kind) -> Question:
        made = super()._question("short")
        return replace(made, stem="What is a query?", key=KEY, explanation=KEY)


async def test_the_models_opinion_quotes_what_is_missing(make_app: MakeApp) -> None:
    engine = judging("partly: the others")
    app = make_app(engine)
    app.desk.services = replace_quizzes(app)
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "short")
        await pilot.press(*"vector", "space", *"token", "enter")
        await settle(pilot)
        assert "partly right, 50 %" in screen_text(app)
        assert "missing: “the others”" in screen_text(app)
        assert attempts(app).items[0].grade.score == 0.5
        assert isinstance(engine.requests[-1], GenerateRequest)


async def test_what_the_model_says_without_a_quotation_changes_nothing(make_app: MakeApp) -> None:
    app = make_app(judging("partly: the moon"))
    app.desk.services = replace_quizzes(app)
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "short")
        await pilot.press(*"vector", "space", *"token", "enter")
        await settle(pilot)
        assert "✗ not right" in screen_text(app)


async def test_what_the_model_writes_fills_a_short_quiz_up(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await quiz_me(pilot, "choice")
        assert "1 of 1" in screen_text(app)
        more = replace(quizzes(app)._question("truefalse"), id="written")
        app.quiz.post_message(ItemWritten(more))
        await pilot.press("a", "enter")
        await settle(pilot)
        assert "2 of 2" in screen_text(app)
        await pilot.press("t", "enter")
        await settle(pilot)
        assert "The model wrote 1 more" in screen_text(app)


def replace_quizzes(app: TutorApp) -> Services:
    services = app.desk.services
    return services.but(quizzes=LongKey(services.library))

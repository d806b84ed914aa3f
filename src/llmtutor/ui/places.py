"""Which places' keys the help shows, the nearest first."""

from __future__ import annotations

from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen


def help_places(screen: Screen[Any]) -> list[type[DOMNode]]:
    """Places of the mode one is in, then of everywhere, then of the other modes."""
    from llmtutor.ui.app import TutorApp

    modes = [_study_places(), _quiz_places(), _review_places(), _exam_places(), _day_places()]
    here = [places for places in modes if type(screen) in places]
    others = [place for places in modes if places not in here for place in places]
    return [*(place for places in here for place in places), TutorApp, *others]


def _study_places() -> list[type[DOMNode]]:
    from llmtutor.ui.ask.earlier import EarlierScreen
    from llmtutor.ui.ask.inspector import InspectorScreen
    from llmtutor.ui.ask.pane import AskPane
    from llmtutor.ui.page.view import PageView
    from llmtutor.ui.study.contents import ContentsTree
    from llmtutor.ui.study.links import LinksScreen
    from llmtutor.ui.study.screen import StudyScreen
    from llmtutor.ui.study.search import SearchScreen

    over: list[type[DOMNode]] = [SearchScreen, LinksScreen, InspectorScreen, EarlierScreen]
    return [StudyScreen, PageView, AskPane, ContentsTree, *over]


def _quiz_places() -> list[type[DOMNode]]:
    from llmtutor.ui.quiz.answering import ByLetter
    from llmtutor.ui.quiz.placing import AnswerField, Match, Order
    from llmtutor.ui.quiz.question import QuestionView
    from llmtutor.ui.quiz.result import ResultView
    from llmtutor.ui.quiz.screen import QuizScreen
    from llmtutor.ui.quiz.setup import SetupView

    return [QuizScreen, SetupView, ByLetter, AnswerField, Order, Match, QuestionView, ResultView]


def _review_places() -> list[type[DOMNode]]:
    from llmtutor.ui.review.card import CardView
    from llmtutor.ui.review.rest import RestView
    from llmtutor.ui.review.screen import ReviewScreen

    return [ReviewScreen, CardView, RestView]


def _exam_places() -> list[type[DOMNode]]:
    from llmtutor.ui.exam.report import ReportView
    from llmtutor.ui.exam.screen import ExamScreen
    from llmtutor.ui.exam.setup import ExamLeftView, ExamSetup
    from llmtutor.ui.exam.sitting import Overview, PausedView, SittingView

    return [ExamScreen, ExamSetup, ExamLeftView, SittingView, Overview, PausedView, ReportView]


def _day_places() -> list[type[DOMNode]]:
    from llmtutor.ui.progress.screen import ProgressScreen
    from llmtutor.ui.today.day import DayField, ExamDayScreen
    from llmtutor.ui.today.screen import TodayScreen

    return [TodayScreen, ExamDayScreen, DayField, ProgressScreen]

"""Which places' keys the help shows, the nearest first."""

from __future__ import annotations

from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen


def help_places(screen: Screen[Any]) -> list[type[DOMNode]]:
    """Places of the mode one is in, then of the other, then of everywhere."""
    from llmtutor.ui.app import TutorApp
    from llmtutor.ui.quiz.screen import QuizScreen

    study, quiz = _study_places(), _quiz_places()
    first, second = (quiz, study) if isinstance(screen, QuizScreen) else (study, quiz)
    return [*first, TutorApp, *second]


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

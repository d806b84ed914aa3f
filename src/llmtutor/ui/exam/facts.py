"""What the exam screen hears from its workers."""

from __future__ import annotations

from dataclasses import dataclass

from llmtutor.quiz.models import Question
from llmtutor.review.exam.log import Sitting
from llmtutor.review.exam.paper import ExamPaper
from llmtutor.review.exam.report import ExamReport
from llmtutor.review.exam.session import ExamSession
from llmtutor.ui.facts import Fact


@dataclass
class ExamFound(Fact):
    """How things stand with exams: one that was left, and how many are finished."""

    left: Sitting[Question] | None
    finished: int


@dataclass
class PaperMade(Fact):
    """The questions stand; None where none can be asked."""

    paper: ExamPaper[Question] | None


@dataclass
class PaperGrew(Fact):
    """So many topics of so many were asked for questions."""

    done: int
    total: int


@dataclass
class ExamEntered(Fact):
    """The clock of an exam runs."""

    session: ExamSession[Question]


@dataclass
class ReportRead(Fact):
    """The report of one of the finished exams."""

    report: ExamReport
    at: int
    count: int

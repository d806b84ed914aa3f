"""What the commands and the app are given: everything joined, nothing opened twice."""

from __future__ import annotations

from dataclasses import dataclass

from llmtutor.engine.models import ModelShelf
from llmtutor.engine.protocol import Engine
from llmtutor.errors import TutorError
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.library.reading import ReadingLog
from llmtutor.paths import Paths
from llmtutor.quiz.lecture_quiz import WrittenItems
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.models import AttemptLog, Question
from llmtutor.quiz.remarks import RemarkLog
from llmtutor.review.deck import Deck
from llmtutor.review.exam.log import ExamLog
from llmtutor.review.record import Record
from llmtutor.search.embedder import Embedder
from llmtutor.settings import Origins, Settings
from llmtutor.tutor.models import ChatLog
from llmtutor.tutor.tutor import Tutor


@dataclass(frozen=True, slots=True)
class Services:
    """The program, put together by ``bootstrap``."""

    paths: Paths
    settings: Settings
    origins: Origins
    index: Index
    library: Library
    shelf: ModelShelf
    engine: Engine | None
    """None where no model is there or it cannot be used."""
    engine_problem: TutorError | None
    """Why there is no engine, with the command that repairs it."""
    tutor: Tutor
    quizzes: QuizMaker
    reading: ReadingLog
    chats: ChatLog
    attempts: AttemptLog
    written: WrittenItems
    """Questions that a model wrote."""
    remarks: RemarkLog
    """What the student said of questions: bad, reworded, an answer counted as right."""
    deck: Deck
    exams: ExamLog[Question]
    record: Record
    """Statistics, plan and reports over everything that the student did."""
    embedder: Embedder | None = None
    """Finds what is said in other words; None where there is no embedding model."""

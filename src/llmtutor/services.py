"""What the commands and the app are given: everything joined, nothing opened twice."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the first frame waits for none of these
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
    from llmtutor.quiz.notes.clarity import Clarity
    from llmtutor.quiz.remarks import RemarkLog
    from llmtutor.review.deck import Deck
    from llmtutor.review.exam.log import ExamLog
    from llmtutor.review.record import Record
    from llmtutor.search.embedder import Embedder
    from llmtutor.settings import Origins, Settings
    from llmtutor.tutor.models import ChatLog
    from llmtutor.tutor.tutor import Tutor


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
    clarity: Clarity
    """How clear a model found statements of the notes."""
    remarks: RemarkLog
    """What the student said of questions: bad, reworded, an answer counted as right."""
    deck: Deck
    exams: ExamLog[Question]
    record: Record
    """Statistics, plan and reports over everything that the student did."""
    embedder: Embedder | None
    """Finds what is said in other words; None where there is no embedding model."""

    def __init__(self, late: object, **parts: Any) -> None:
        """Join the parts.

        Args:
            late: makes a part when it is first asked for, by a method of the part's name.
            parts: what is there from the start, or stands in for a late part.
        """
        self._late = late
        self._parts = parts
        self._making = RLock()

    def but(self, **parts: Any) -> Services:
        """The same with other parts; what is still to be made is made from those."""
        return Services(self._late, **{**self._parts, **parts})

    if not TYPE_CHECKING:  # where it would take every name for a part

        def __getattr__(self, name: str) -> Any:
            with self._making:  # the app and its threads may ask at once
                if name not in self.__dict__:
                    made = name in self._parts
                    part = self._parts[name] if made else getattr(self._late, name)(self)
                    self.__dict__[name] = part
                return self.__dict__[name]

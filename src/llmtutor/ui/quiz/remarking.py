"""Remarks on a question that was answered: kept through the recorder, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from llmtutor.quiz.models import Attempt
from llmtutor.quiz.remarks import can_overrule
from llmtutor.quiz.session import OVERRULED, QuizSession
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact

What = Literal["flag", "bury", "edit", "right", "undo"]


@dataclass
class RemarkMade(Fact):
    """The student says something of the question that was just answered."""

    what: What


class Remarking:
    """Keeps what is said; every method gives the line to show."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._undo: Callable[[], None] | None = None

    def forget(self) -> None:
        """The next question is shown; what was said before stays."""
        self._undo = None

    def obey(self, what: What, session: QuizSession) -> str:
        """Carry out what the student wants of the current question, which was answered."""
        attempt = session.answered
        if what == "undo" or attempt is None:
            return self.undo()
        if what == "right":
            return self.count_right(session)
        return self.flag(attempt) if what == "flag" else self.bury(attempt)

    def flag(self, attempt: Attempt) -> str:
        self._mark(attempt, "flagged")
        return "Flagged: not asked again until you look at it (llmtutor quiz --flagged).  u undo"

    def bury(self, attempt: Attempt) -> str:
        self._mark(attempt, "buried")
        return "Not asked again.  u undo"

    def _mark(self, attempt: Attempt, mark: Literal["flagged", "buried"]) -> None:
        remarks, question = self._desk.services.remarks, attempt.question
        self._desk.recorder.write(partial(remarks.mark, question, mark, self._desk.now()))
        self._undo = lambda: self._desk.recorder.write(partial(remarks.unmark, question.id))

    def count_right(self, session: QuizSession) -> str:
        """Overrule the mark of the current question, and remember the answer."""
        attempt = session.answered
        if attempt is None or not may_overrule(attempt):
            return "Only an answer in words can be counted as right.  f flags the question"
        desk, before = self._desk, attempt.grade
        remarks, given = desk.services.remarks, str(attempt.given)
        regrade = desk.services.attempts.regrade
        position = session.position
        desk.recorder.write(partial(regrade, session.regrade(OVERRULED, position)))
        desk.recorder.write(partial(remarks.count_right, attempt.question, given, desk.now()))

        def undo() -> None:
            desk.recorder.write(partial(regrade, session.regrade(before, position)))
            desk.recorder.write(partial(remarks.count_wrong, attempt.question.id, given))

        self._undo = undo
        return "Counted as right, now and from now on.  u undo"

    def undo(self) -> str:
        undo, self._undo = self._undo, None
        if undo is None:
            return "There is nothing to take back"
        undo()
        return "Taken back"


def may_overrule(attempt: Attempt) -> bool:
    """Whether there is an answer in words that was not counted as right."""
    words = isinstance(attempt.given, str) and can_overrule(attempt.question)
    return words and not attempt.grade.right

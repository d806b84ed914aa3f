"""What may be typed in a quiz beside answers: why, flag, bury, edit, count as right, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from llmtutor.errors import TutorError

if TYPE_CHECKING:
    from llmtutor.cli.dialogue import Dialogue
    from llmtutor.quiz.models import Attempt, Grade
    from llmtutor.quiz.session import QuizSession
    from llmtutor.services import Services

HELP = (
    "After an answer: :w why, :f flag, :x never ask again, :e edit, :r I was right,"
    " :u undo, :q leave"
)
_AROUND = 600
"""Code points of the section that are shown on either side of the source."""


class Remarking:
    """Obeys commands on the question answered last, or on the one whose number is given."""

    def __init__(
        self,
        services: Services,
        session: QuizSession,
        talk: Dialogue,
        now: Callable[[], datetime],
    ) -> None:
        self._services, self._session = services, session
        self._talk, self._now = talk, now
        self._undo: Callable[[], None] | None = None

    def obey(self, line: str) -> None:
        """Carry out ``f`` or ``f 3``.

        Raises:
            LeftError: the student leaves.
        """
        from llmtutor.cli.dialogue import LeftError

        name, _, number = line.strip().partition(" ")
        if name == "q":
            raise LeftError
        if name == "u":
            self._take_back()
            return
        jobs = {"w": self._why, "f": self._flag, "x": self._bury, "e": self._edit, "r": self._right}
        attempt = self._attempt(number.strip())
        if name not in jobs:
            self._talk.say(HELP, "dim")
        elif attempt is None:
            self._talk.say("There is no answered question of that number yet.", "dim")
        else:
            try:
                jobs[name](attempt)
            except TutorError as problem:
                self._talk.say(str(problem))

    def until_enter(self) -> None:
        """Commands after the last question."""
        while line := self._talk.ask("Enter ends; commands as before"):
            self.obey(line.removeprefix(":"))

    def _attempt(self, number: str) -> Attempt | None:
        attempts = self._session.attempts
        if number:
            return attempts.get(int(number) - 1) if number.isdigit() else None
        return attempts[max(attempts)] if attempts else None

    def _why(self, attempt: Attempt) -> None:
        if not self._session.tells:
            self._talk.say("After the last question; this quiz is marked at its end.", "dim")
            return
        source = attempt.question.source
        text = self._services.library.section(source.path).text
        start = max(0, text.rfind("\n\n", 0, max(0, source.start - _AROUND)))
        end = text.find("\n\n", min(len(text), source.end + _AROUND))
        self._talk.say(f"{source.title}  {source.path}", "dim")
        self._talk.say(text[start : end if end >= 0 else len(text)].strip())

    def _flag(self, attempt: Attempt) -> None:
        self._mark(attempt, "flagged")
        self._talk.say("Flagged: not asked again; llmtutor quiz --flagged lists it. :u undoes.")

    def _bury(self, attempt: Attempt) -> None:
        self._mark(attempt, "buried")
        self._talk.say("Buried: not asked again. :u undoes.")

    def _mark(self, attempt: Attempt, mark: str) -> None:
        remarks, question = self._services.remarks, attempt.question
        remarks.mark(question, "flagged" if mark == "flagged" else "buried", self._now())
        self._undo = lambda: remarks.unmark(question.id)

    def _edit(self, attempt: Attempt) -> None:
        from llmtutor.quiz.led import asked_alone
        from llmtutor.quiz.remarks import reworded

        question = attempt.question
        self._talk.say("Enter keeps what is there.", "dim")
        key = question.key
        text = str(key).lower() if isinstance(key, bool) else key if isinstance(key, str) else ""
        asked = asked_alone(question).stem
        stem = self._talk.ask(f"question [{asked}]") or asked
        answer = self._talk.ask(f"answer [{text}]") or text if text else ""
        said = question.explanation
        explanation = self._talk.ask(f"explanation [{said}]") or said
        edited = reworded(question, stem=stem, key=answer, explanation=explanation)
        self._services.remarks.edit(edited, self._now())
        self._talk.say("Kept; it is asked in your words from now on.")

    def _right(self, attempt: Attempt) -> None:
        from llmtutor.quiz.remarks import can_overrule
        from llmtutor.quiz.session import OVERRULED

        given = attempt.given
        if attempt.grade.right or not isinstance(given, str):
            self._talk.say("It counts as right already." if attempt.grade.right else HELP, "dim")
            return
        if not can_overrule(attempt.question):
            self._talk.say("Only answers in words can be counted as right; flag it with :f.")
            return
        position = next(at for at, one in self._session.attempts.items() if one is attempt)
        self._regrade(position, OVERRULED)
        self._services.remarks.count_right(attempt.question, given, self._now())
        self._talk.say("Counted as right, now and from now on. :u undoes.")

        def undo() -> None:
            self._services.remarks.count_wrong(attempt.question.id, given)
            self._regrade(position, attempt.grade)

        self._undo = undo

    def _regrade(self, position: int, grade: Grade) -> None:
        self._services.attempts.regrade(self._session.regrade(grade, position))

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo:
            undo()
        self._talk.say("Taken back." if undo else "There is nothing to take back.", "dim")

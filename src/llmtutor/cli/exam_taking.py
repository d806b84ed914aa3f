"""Sitting an exam line by line. Every answer is on the disk before the next question."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from llmtutor.cli.dialogue import Dialogue, LeftError, understood

if TYPE_CHECKING:
    from llmtutor.quiz.models import Question
    from llmtutor.review.exam.paper import ExamPaper
    from llmtutor.review.exam.session import ExamEvent, ExamSession
    from llmtutor.services import Services

_HELP = "Enter next, :g N go to, :f flag, :p pause, :e hand in, :q leave"


def sit(
    services: Services,
    paper: ExamPaper[Question],
    past: Sequence[ExamEvent],
    beside_json: bool,
) -> bool:
    """Ask until the exam is handed in or time is up; False where the student left.

    Args:
        services: the program.
        paper: the questions.
        past: what happened before, where the exam was interrupted.
        beside_json: whether stdout is kept for the report.
    """
    from llmtutor.quiz.exam import hand_in
    from llmtutor.review.exam.session import ExamSession

    session = ExamSession(paper, lambda event: services.exams.add(paper.id, event), past)
    talk = Dialogue(beside_json=beside_json)
    if past:
        talk.say(f"Going on where you stopped: {len(session.answers)} answered.", "dim")
        session.go_to(min(session.unanswered(), default=0))
    talk.say(f"{len(paper.questions)} questions. {_HELP}.", "dim")
    session.enter(datetime.now(UTC), time.monotonic())
    try:
        _Sitting(session, talk).run()
    except (LeftError, KeyboardInterrupt):
        session.beat(datetime.now(UTC), time.monotonic())
        talk.say("\nThe exam is kept as it is. llmtutor exam goes on with it.", "dim")
        return False
    hand_in(session, services.exams, services.attempts, datetime.now(UTC), time.monotonic())
    return True


class _Sitting:
    def __init__(self, session: ExamSession[Question], talk: Dialogue) -> None:
        self._session = session
        self._talk = talk

    def run(self) -> None:
        while not self._session.is_over(time.monotonic()):
            self._show()
            line = self._talk.answer(self._session.current, "")
            if self._session.is_over(time.monotonic()):
                self._talk.say("Time is up; this answer came too late.", "bold")
            elif line.startswith(":"):
                if self._command(line[1:].split()):
                    return
            elif self._answer(line) and self._at_end() and self._wants_to_hand_in():
                return

    def _show(self) -> None:
        session = self._session
        left = session.left(time.monotonic())
        clock = "" if left is None else f"   {int(left) // 60}:{int(left) % 60:02d} left"
        flag = "   flagged" if session.position in session.flagged else ""
        number = f"{session.position + 1} of {len(session.paper.questions)}"
        self._talk.say(f"\n{number}{clock}{flag}", "dim")
        self._talk.show(session.current)
        if session.position in session.answers:
            self._talk.say("  (answered; a new answer replaces the old one)", "dim")

    def _answer(self, line: str) -> bool:
        """Take an answer and go on; False where it was not understood."""
        session = self._session
        if line:
            given = understood(session.current, line)
            if given is None:
                self._talk.say("That could not be understood.", "dim")
                return False
            session.answer(given, datetime.now(UTC), time.monotonic())
        if not self._at_end():
            session.go_to(session.position + 1)
            return False
        return True

    def _at_end(self) -> bool:
        return self._session.position + 1 >= len(self._session.paper.questions)

    def _wants_to_hand_in(self) -> bool:
        session = self._session
        empty = [number + 1 for number in session.unanswered()]
        flagged = sorted(number + 1 for number in session.flagged)
        if empty:
            self._talk.say(f"Without an answer: {', '.join(map(str, empty))}")
        if flagged:
            self._talk.say(f"Flagged: {', '.join(map(str, flagged))}")
        line = self._talk.ask("Enter hands the exam in; a number goes back to it")
        if line.isdigit():
            session.go_to(int(line) - 1)
            return False
        return not line or line in {":e", "e", "y", "yes"}

    def _command(self, words: list[str]) -> bool:
        """Carry out a command; True where the exam is to be handed in."""
        now, tick = datetime.now(UTC), time.monotonic()
        name = words[0] if words else ""
        if name == "q":
            raise LeftError
        if name == "e":
            return self._wants_to_hand_in()
        if name == "f":
            self._session.flag(now, tick)
        elif name == "g" and len(words) == 2 and words[1].isdigit():
            self._session.go_to(int(words[1]) - 1)
        elif name == "p":
            self._pause()
        else:
            self._talk.say(_HELP, "dim")
        return False

    def _pause(self) -> None:
        session = self._session
        if not session.pause(datetime.now(UTC), time.monotonic()):
            self._talk.say("There are no pauses left.", "dim")
            return
        if self._talk.out.is_terminal:
            self._talk.out.clear()
        minutes = session.paper.pauses.minutes
        self._talk.ask(f"The clock stands still for {minutes:g} minutes at most. Enter goes on")
        session.resume(datetime.now(UTC), time.monotonic())

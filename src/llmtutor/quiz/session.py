"""One quiz from its first question to its result. Pure: the caller stores and shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from llmtutor.quiz.grading import grade
from llmtutor.quiz.models import Attempt, Given, Grade, Question

Feedback = Literal["now", "end"]
"""Whether each answer is marked at once, or all of them after the last."""
OVERRULED = Grade(1.0, "counted as right by you")


@dataclass(slots=True)
class QuizSession:
    """Questions in order, and what has been answered so far."""

    id: str
    questions: Sequence[Question]
    attempts: dict[int, Attempt] = field(default_factory=dict)
    """By position of the question."""
    position: int = 0
    feedback: Feedback = "now"

    @property
    def tells(self) -> bool:
        """Whether it may be said now how an answer was."""
        return self.feedback == "now" or self.finished

    @property
    def current(self) -> Question:
        return self.questions[self.position]

    @property
    def answered(self) -> Attempt | None:
        """The attempt at the current question, if there was one."""
        return self.attempts.get(self.position)

    @property
    def finished(self) -> bool:
        return len(self.attempts) == len(self.questions)

    @property
    def score(self) -> float:
        """Sum of the grades so far."""
        return sum(attempt.grade.score for attempt in self.attempts.values())

    def answer(self, given: Given | None, at: datetime) -> Attempt:
        """Grade an answer to the current question; a second answer does not count."""
        if self.answered is None:
            self.attempts[self.position] = Attempt(
                at, self.id, self.current, given, grade(self.current, given)
            )
        return self.attempts[self.position]

    def regrade(self, grade: Grade, position: int | None = None) -> Attempt:
        """Give the attempt at a question, by default the current one, another grade."""
        at = self.position if position is None else position
        self.attempts[at] = replace(self.attempts[at], grade=grade)
        return self.attempts[at]

    def reword(self, edited: Question) -> None:
        """Put the student's own words in place of the current question."""
        questions = list(self.questions)
        questions[self.position] = edited
        self.questions = questions

    def extend(self, more: Sequence[Question]) -> None:
        """Add questions at the end, such as those a model writes meanwhile."""
        known = {question.id for question in self.questions}
        self.questions = [*self.questions, *(one for one in more if one.id not in known)]

    def next(self) -> bool:
        """Go to the next question; False at the end."""
        if self.position + 1 >= len(self.questions):
            return False
        self.position += 1
        return True

    def wrong(self) -> list[Attempt]:
        """Attempts that were not right, in the order asked."""
        return [attempt for _, attempt in sorted(self.attempts.items()) if not attempt.grade.right]

    def by_topic(self) -> dict[str, tuple[float, int]]:
        """``(score, questions)`` of each topic, in the order asked."""
        sums: dict[str, tuple[float, int]] = {}
        for _, attempt in sorted(self.attempts.items()):
            score, count = sums.get(attempt.question.topic, (0.0, 0))
            sums[attempt.question.topic] = (score + attempt.grade.score, count + 1)
        return sums

"""One quiz from its first question to its result. Pure: the caller stores and shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from llmtutor.quiz.grading import grade
from llmtutor.quiz.models import Attempt, Given, Question


@dataclass(slots=True)
class QuizSession:
    """Questions in order, and what has been answered so far."""

    id: str
    questions: Sequence[Question]
    attempts: dict[int, Attempt] = field(default_factory=dict)
    """By position of the question."""
    position: int = 0

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

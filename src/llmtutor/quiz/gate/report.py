"""What the gate decided, counted so that a maker or an author can be mended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from llmtutor.quiz.models import Question


@dataclass(frozen=True, slots=True)
class Rejection:
    """A question that was dropped."""

    question: Question
    rule: str
    reason: str


@dataclass(slots=True)
class GateReport:
    """Questions that passed, and why the others did not."""

    passed: list[Question] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    spare: int = 0
    """Questions that passed every rule, and were left out because another asks the same."""

    @property
    def offered(self) -> int:
        return len(self.passed) + len(self.rejected) + self.spare

    def by_rule(self) -> dict[str, int]:
        """How many questions each rule dropped; a question counts for the first it broke."""
        return dict(Counter(rejection.rule for rejection in self.rejected).most_common())

    def by_kind(self) -> dict[str, int]:
        return dict(Counter(question.kind for question in self.passed).most_common())

    def by_maker(self) -> dict[str, tuple[int, int]]:
        """``(passed, rejected)`` of each maker."""
        passed = Counter(question.maker for question in self.passed)
        rejected = Counter(rejection.question.maker for rejection in self.rejected)
        return {name: (passed[name], rejected[name]) for name in sorted(passed | rejected)}

    def add(self, other: GateReport) -> None:
        """Take another report's counts in."""
        self.passed += other.passed
        self.rejected += other.rejected
        self.spare += other.spare

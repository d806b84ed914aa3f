"""Where exams and the plan are kept; ``storage`` provides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from llmtutor.review.exam.paper import ExamItem, ExamPaper, Q
from llmtutor.review.exam.session import ExamEvent

S = TypeVar("S", bound=ExamItem)


@dataclass(frozen=True, slots=True)
class Sitting(Generic[Q]):
    """A paper and all that happened with it."""

    paper: ExamPaper[Q]
    events: tuple[ExamEvent, ...]


class ExamLog(Protocol[S]):
    """Every event is on the disk when the call returns."""

    def begin(self, paper: ExamPaper[S]) -> None: ...
    def add(self, exam: str, event: ExamEvent) -> None: ...
    def unfinished(self) -> Sitting[S] | None:
        """The newest exam that was begun and not finished or given up."""
        ...

    def finished(self) -> Sequence[Sitting[S]]:
        """Oldest first."""
        ...

    def give_up(self, exam: str) -> None:
        """An exam that will not be finished; it is kept, and not offered again."""
        ...


@dataclass(frozen=True, slots=True)
class ExamDate:
    """What a plan leads to."""

    day: date
    scope: str = ""
    """Path of the part of the library that is examined; empty is all of it."""
    minutes_a_day: float = 0.0
    """What the student wants to spend; 0 is whatever it takes."""


class ExamDates(Protocol):
    """Remembers the exam that is prepared for."""

    def get(self) -> ExamDate | None: ...
    def set(self, exam: ExamDate | None) -> None: ...

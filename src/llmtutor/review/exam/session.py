"""Sitting an exam: answers, a clock, pauses, no feedback. Saved at every step, resumed after any.

Two clocks are arguments: ``at`` is the date and time, kept for the record;
``tick`` is seconds of a clock that never jumps (``time.monotonic``) and measures
the exam. It stands still while a laptop sleeps, so a closed lid costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal

from llmtutor.review.exam.paper import ExamPaper, Q

ExamEventKind = Literal[
    "begin", "open", "beat", "answer", "flag", "unflag", "pause", "resume", "finish"
]


@dataclass(frozen=True, slots=True)
class ExamEvent:
    """One thing that happened in a sitting; a sitting is all of its events and nothing else."""

    kind: ExamEventKind
    at: datetime
    spent: float
    """Seconds of exam time used so far."""
    position: int | None = None
    """Of the question, for an answer or a flag."""
    given: Any = None
    """For an answer, what was given; for ``finish``, the score of each question."""


Save = Callable[[ExamEvent], None]
"""Puts an event on the disk; when it returns, the event is safe."""


class ExamSession(Generic[Q]):
    """One sitting. An event is saved before anything here changes."""

    def __init__(self, paper: ExamPaper[Q], save: Save, past: Iterable[ExamEvent] = ()) -> None:
        """Begin with what is already known of the sitting.

        Args:
            paper: the questions.
            save: called with each new event.
            past: events of a sitting that was interrupted, in order.
        """
        self.paper = paper
        self.answers: dict[int, Any] = {}
        """What was given, by position; a later answer replaces an earlier one."""
        self.flagged: set[int] = set()
        self.position = 0
        self.pauses_taken = 0
        self.interruptions = 0
        """How often the program ended or was killed during the sitting."""
        self.begun = False
        self.paused = False
        self.scores: list[float] | None = None
        """Of each question, once the exam is finished."""
        self._save = save
        self._spent = 0.0
        self._since: float | None = None
        self._paused_at: float | None = None
        for event in past:
            self._apply(event)

    # -- the clock

    def spent(self, tick: float) -> float:
        """Seconds of exam time used."""
        running = max(0.0, tick - self._since) if self._since is not None else 0.0
        return self._spent + running

    def left(self, tick: float) -> float | None:
        """Seconds left; None where there is no limit."""
        if not self.paper.minutes:
            return None
        return max(0.0, self.paper.minutes * 60 - self.spent(tick))

    def is_over(self, tick: float) -> bool:
        """Whether no answer counts any more."""
        return self.finished or self.left(tick) == 0.0

    @property
    def finished(self) -> bool:
        return self.scores is not None

    @property
    def pauses_left(self) -> int:
        return max(0, self.paper.pauses.count - self.pauses_taken)

    def enter(self, at: datetime, tick: float) -> None:
        """Sit down: begin, or go on after the program had ended. The clock starts."""
        if self.finished:
            return
        self._happen("open" if self.begun else "begin", at, tick)
        self._since, self.paused, self._paused_at = tick, False, None

    def beat(self, at: datetime, tick: float) -> None:
        """Save the time used; called now and then, so that a crash gives back no more than that."""
        if self._since is not None:
            self._happen("beat", at, tick)

    def pause(self, at: datetime, tick: float) -> bool:
        """Stop the clock; False where no pause is left. The question must be hidden meanwhile."""
        if self.paused or self._since is None or not self.pauses_left:
            return False
        self._happen("pause", at, tick)
        self._since, self._paused_at = None, tick
        return True

    def resume(self, at: datetime, tick: float) -> None:
        """Start the clock again; a pause that was too long has cost the rest."""
        if not self.paused:
            return
        paused = 0.0 if self._paused_at is None else tick - self._paused_at
        over = max(0.0, paused - self.paper.pauses.minutes * 60)
        self._happen("resume", at, tick, more=over)
        self._since, self._paused_at = tick, None

    # -- the questions

    @property
    def current(self) -> Q:
        return self.paper.questions[self.position]

    def go_to(self, position: int) -> None:
        """Show another question; within bounds."""
        self.position = min(max(position, 0), len(self.paper.questions) - 1)

    def answer(self, given: Any, at: datetime, tick: float) -> bool:
        """Save an answer to the current question; False where time is up or the clock stands."""
        if self._since is None or self.is_over(tick):
            return False
        self._happen("answer", at, tick, self.position, given)
        return True

    def flag(self, at: datetime, tick: float) -> bool:
        """Mark the current question to come back to, or unmark it; the new state."""
        if not self.finished:
            kind: ExamEventKind = "unflag" if self.position in self.flagged else "flag"
            self._happen(kind, at, tick, self.position)
        return self.position in self.flagged

    def unanswered(self) -> list[int]:
        """Positions without an answer."""
        return [n for n in range(len(self.paper.questions)) if self.answers.get(n) is None]

    def finish(self, at: datetime, tick: float, grade: Callable[[Q, Any], float]) -> list[float]:
        """End the exam and grade it; a second call changes nothing.

        Args:
            at: now.
            tick: now, by the clock that never jumps.
            grade: ``(question, given or None)`` → 0 to 1.
        """
        if self.scores is None:
            scores = [
                grade(question, self.answers.get(number))
                for number, question in enumerate(self.paper.questions)
            ]
            self._happen("finish", at, tick, given=scores)
            self._since = None
        return self.scores or []

    # -- events

    def _happen(
        self,
        kind: ExamEventKind,
        at: datetime,
        tick: float,
        position: int | None = None,
        given: Any = None,
        *,
        more: float = 0.0,
    ) -> None:
        limit = self.paper.minutes * 60 or float("inf")
        event = ExamEvent(kind, at, min(self.spent(tick) + more, limit), position, given)
        self._save(event)
        running = self._since is not None
        self._apply(event)
        if running:
            self._since = tick

    def _apply(self, event: ExamEvent) -> None:
        self._spent = event.spent
        if event.kind == "begin":
            self.begun = True
        elif event.kind == "open":
            self.interruptions += 1
        elif event.kind == "answer" and event.position is not None:
            self.answers[event.position] = event.given
            self.position = event.position
        elif event.kind in {"flag", "unflag"} and event.position is not None:
            (self.flagged.add if event.kind == "flag" else self.flagged.discard)(event.position)
        elif event.kind in {"pause", "resume"}:
            self.paused = event.kind == "pause"
            self.pauses_taken += self.paused
        elif event.kind == "finish":
            self.scores = [float(score) for score in event.given]

"""The student's record put together: what Today, Progress and the commands ask it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from llmtutor.errors import UsageError
from llmtutor.library.library import LectureHead, Library
from llmtutor.library.reading import ReadingLog
from llmtutor.review.clock import stamp
from llmtutor.review.deck import Deck
from llmtutor.review.exam.log import ExamDate, ExamDates, ExamLog
from llmtutor.review.exam.report import ExamReport, ExamResult, report, result_of
from llmtutor.review.intake import Intake
from llmtutor.review.notes import cards_in_notes, notes_state
from llmtutor.review.plan import Done, Plan, Strength, ToRead, make_plan
from llmtutor.review.stats import SHOWN_DAYS, Coverage, Statistics, statistics
from llmtutor.review.today import Today, exam_left, weak_topics

WORDS_A_MINUTE = 200
Scores = Callable[[], Mapping[str, tuple[float, int]]]
"""``(mean score, attempts)`` of each topic, from quizzes."""


@dataclass(frozen=True, slots=True)
class Record:
    """Joins cards, exams, reading and quizzes. Reads on every call; holds nothing itself."""

    deck: Deck
    exams: ExamLog[Any]
    dates: ExamDates
    library: Library
    reading: ReadingLog
    scores: Scores
    study_times: Callable[[], Sequence[datetime]]
    done_since: Callable[[datetime], tuple[Collection[str], Mapping[str, int]]]
    """Sections read since a moment, and questions answered by topic."""
    retention: float
    cards_from_notes: str

    def take_notes(self, now: datetime) -> Intake | None:
        """Bring the cards in step with the notes; None, and quick, where they did not change."""
        choice = self.cards_from_notes
        return self.deck.take_notes(
            notes_state(self.library, choice), lambda: cards_in_notes(self.library, choice), now
        )

    def coverage(self) -> list[Coverage]:
        """How far each lecture was read, in teaching order."""
        states = self.reading.states()
        return [
            Coverage(
                lecture.path,
                lecture.title,
                sum(states.get(section.path) == "read" for section in lecture.sections),
                sum(not section.group for section in lecture.sections),
            )
            for lecture in self._lectures()
        ]

    def strengths(self, within: str = "") -> list[Strength]:
        """How each lecture stands, in teaching order."""
        states = self.reading.states()
        sums: dict[str, tuple[float, int]] = {}
        for topic, (mean, count) in self.scores().items():
            lecture = "/".join(topic.split("/")[:2])
            score, total = sums.get(lecture, (0.0, 0))
            sums[lecture] = (score + mean * count, total + count)
        return [
            Strength(
                lecture.path,
                lecture.title,
                sums[lecture.path][0] / sums[lecture.path][1] if lecture.path in sums else None,
                lecture.path in sums or any(s.path in states for s in lecture.sections),
            )
            for lecture in self._lectures()
            if _is_below(lecture.path, within)
        ]

    def unread(self, within: str = "") -> list[ToRead]:
        """Sections that were not read yet, in teaching order."""
        states = self.reading.states()
        return [
            ToRead(section.path, section.title, section.words / WORDS_A_MINUTE, lecture.path)
            for lecture in self._lectures()
            for section in lecture.sections
            if not section.group
            and states.get(section.path) != "read"
            and _is_below(section.path, within)
        ]

    def plan(self, now: datetime) -> Plan | None:
        """The plan to the stored exam date; None where there is none, or it is past."""
        exam = self.dates.get()
        if exam is None or exam.day <= self.deck.days.of(stamp(now)):
            return None
        return self.plan_to(exam, now)

    def plan_to(self, exam: ExamDate, now: datetime) -> Plan:
        """The plan to a date.

        Raises:
            UsageError: the date is not in the coming year.
        """
        today = self.deck.days.of(stamp(now))
        ahead = min(max(1, (exam.day - today).days), 400)
        due = [count for _, count in self.deck.forecast(now, ahead)]
        return make_plan(
            exam.day,
            today,
            self.unread(exam.scope),
            self.strengths(exam.scope),
            due,
            minutes_a_day=exam.minutes_a_day,
            done=self._done_today(exam.scope, today),
        )

    def today(self, now: datetime) -> Today:
        """Everything that Today shows of the record."""
        queue = self.deck.queue(now)
        exam = self.dates.get()
        ahead = exam is not None and exam.day >= self.deck.days.of(stamp(now))
        return Today(
            queue=queue,
            first=self.deck.card(queue.ids[0]).card.front if queue.ids else "",
            cards=self.deck.count(),
            weak=weak_topics(self.strengths()),
            left=exam_left(self.exams.unfinished()),
            exam=exam if ahead else None,
            plan=self.plan(now),
        )

    def results(self) -> list[ExamResult]:
        """Finished exams, oldest first."""
        found = [result_of(sitting.paper, sitting.events) for sitting in self.exams.finished()]
        return [result for result in found if result is not None]

    def exam_report(self, exam: str = "") -> ExamReport:
        """The report of a finished exam; the newest one unless its id is given.

        Raises:
            UsageError: there is no such exam.
        """
        sittings = self.exams.finished()
        wanted = [s for s in sittings if s.paper.id.startswith(exam)] if exam else sittings[-1:]
        if not wanted:
            raise UsageError("there is no such exam", hint="llmtutor exam --results lists them")
        return report(wanted[-1].paper, wanted[-1].events, self.results())

    def statistics(self, now: datetime, days: int = SHOWN_DAYS) -> Statistics:
        """Everything that Progress shows."""
        self.deck.take_tried()
        self.take_notes(now)
        zone = self.deck.days
        return statistics(
            log=self.deck.log(),
            cards=self.deck.cards(),
            goal=self.retention,
            today=zone.of(stamp(now)),
            forecast=self.deck.forecast(now, days),
            exams=self.results(),
            coverage=self.coverage(),
            active=[zone.of(at) for at in self.study_times()],
            days=days,
        )

    def _done_today(self, scope: str, today: date) -> Done:
        read, tried = self.done_since(self.deck.days.start(today))
        words = sum(
            section.words
            for lecture in self._lectures()
            for section in lecture.sections
            if section.path in read and _is_below(section.path, scope)
        )
        answered = sum(count for topic, count in tried.items() if _is_below(topic, scope))
        return Done(words / WORDS_A_MINUTE, answered)

    def _lectures(self) -> list[LectureHead]:
        return [lecture for course in self.library.outline() for lecture in course.lectures]


def _is_below(path: str, within: str) -> bool:
    """Whether a path lies in a scope, or holds it."""
    return not within or f"{path}/".startswith(f"{within}/") or within.startswith(f"{path}/")

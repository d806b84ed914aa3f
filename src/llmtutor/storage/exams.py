"""Exams, at every step of them, and the date that is prepared for, in ``progress.db``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from llmtutor.interchange.question_json import (
    given_from_json,
    given_to_json,
    question_from_value,
    question_to_json,
)
from llmtutor.library.schema import transaction
from llmtutor.quiz.models import Question
from llmtutor.review.exam.log import ExamDate, Sitting
from llmtutor.review.exam.paper import ExamPaper, PauseRules
from llmtutor.review.exam.session import ExamEvent

_DATE = "exam.date"
_GIVEN_UP = "give up"


class StoredExams:
    """Satisfies the review room's ``ExamLog`` for questions of the quiz room."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self, paper: ExamPaper[Question]) -> None:
        stored = {
            "minutes": paper.minutes,
            "pauses": {"count": paper.pauses.count, "minutes": paper.pauses.minutes},
            "questions": [json.loads(question_to_json(item)) for item in paper.questions],
        }
        self._connection.execute(
            "INSERT INTO exam(id, made, scope, paper) VALUES(?,?,?,?)",
            (
                paper.id,
                paper.made.isoformat(),
                paper.scope,
                json.dumps(stored, ensure_ascii=False),
            ),
        )

    def add(self, exam: str, event: ExamEvent) -> None:
        self._connection.execute(
            "INSERT INTO exam_event(exam, kind, at, spent, position, given) VALUES(?,?,?,?,?,?)",
            (
                exam,
                event.kind,
                event.at.isoformat(),
                event.spent,
                event.position,
                given_to_json(event.given),
            ),
        )

    def unfinished(self) -> Sitting[Question] | None:
        row = self._connection.execute(
            "SELECT * FROM exam WHERE NOT EXISTS (SELECT 1 FROM exam_event WHERE exam = exam.id"
            f" AND kind IN ('finish', '{_GIVEN_UP}')) ORDER BY key DESC LIMIT 1"
        ).fetchone()
        return self._sitting(row) if row else None

    def finished(self) -> Sequence[Sitting[Question]]:
        rows = self._connection.execute(
            "SELECT * FROM exam WHERE EXISTS (SELECT 1 FROM exam_event WHERE exam = exam.id"
            " AND kind = 'finish') ORDER BY key"
        ).fetchall()
        return [self._sitting(row) for row in rows]

    def give_up(self, exam: str) -> None:
        with transaction(self._connection):
            last = self._connection.execute(
                "SELECT at, spent FROM exam_event WHERE exam=? ORDER BY key DESC LIMIT 1", (exam,)
            ).fetchone()
            at, spent = (last["at"], last["spent"]) if last else ("", 0.0)
            self._connection.execute(
                "INSERT INTO exam_event(exam, kind, at, spent) VALUES(?,?,?,?)",
                (exam, _GIVEN_UP, at, spent),
            )

    def _sitting(self, row: sqlite3.Row) -> Sitting[Question]:
        stored: dict[str, Any] = json.loads(row["paper"])
        paper = ExamPaper(
            id=row["id"],
            made=datetime.fromisoformat(row["made"]),
            scope=row["scope"],
            questions=tuple(question_from_value(item) for item in stored["questions"]),
            minutes=stored["minutes"],
            pauses=PauseRules(**stored["pauses"]),
        )
        events = self._connection.execute(
            "SELECT * FROM exam_event WHERE exam=? AND kind <> ? ORDER BY key",
            (row["id"], _GIVEN_UP),
        )
        return Sitting(paper, tuple(_event(item) for item in events))


class StoredExamDate:
    """Satisfies the review room's ``ExamDates``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self) -> ExamDate | None:
        row = self._connection.execute("SELECT value FROM state WHERE key=?", (_DATE,)).fetchone()
        if row is None:
            return None
        value = json.loads(row["value"])
        return ExamDate(date.fromisoformat(value["day"]), value["scope"], value["minutes_a_day"])

    def set(self, exam: ExamDate | None) -> None:
        if exam is None:
            self._connection.execute("DELETE FROM state WHERE key=?", (_DATE,))
            return
        value = {
            "day": exam.day.isoformat(),
            "scope": exam.scope,
            "minutes_a_day": exam.minutes_a_day,
        }
        self._connection.execute(
            "INSERT OR REPLACE INTO state(key, value) VALUES(?,?)", (_DATE, json.dumps(value))
        )


def _event(row: sqlite3.Row) -> ExamEvent:
    return ExamEvent(
        kind=row["kind"],
        at=datetime.fromisoformat(row["at"]),
        spent=row["spent"],
        position=row["position"],
        given=given_from_json(row["given"]) if row["given"] else None,
    )

"""What the student said of questions, in ``progress.db``."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from llmtutor.interchange.question_json import question_from_json, question_to_json
from llmtutor.quiz.models import Question
from llmtutor.quiz.remarks import Mark, Remarks


class StoredRemarks:
    """Satisfies the quiz's ``RemarkLog``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def remarks(self) -> Remarks:
        right: dict[str, tuple[str, ...]] = {}
        for row in self._rows("SELECT question, given FROM ruling ORDER BY at, given"):
            right[row["question"]] = (*right.get(row["question"], ()), row["given"])
        marks = self._rows("SELECT question, mark FROM remark")
        edits = self._rows("SELECT question, item FROM edited_item")
        return Remarks(
            marked={row["question"]: row["mark"] for row in marks},
            edited={row["question"]: question_from_json(row["item"]) for row in edits},
            right=right,
        )

    def flagged(self) -> list[Question]:
        rows = self._rows("SELECT item FROM remark WHERE mark = 'flagged' ORDER BY at, question")
        return [question_from_json(row["item"]) for row in rows]

    def mark(self, question: Question, mark: Mark, at: datetime) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO remark(question, mark, at, item) VALUES(?,?,?,?)",
            (question.id, mark, at.isoformat(), question_to_json(question)),
        )

    def unmark(self, question: str) -> None:
        self._connection.execute("DELETE FROM remark WHERE question=?", (question,))

    def edit(self, edited: Question, at: datetime) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO edited_item(question, at, item) VALUES(?,?,?)",
            (edited.id, at.isoformat(), question_to_json(edited)),
        )
        # the student's own words are no longer what was flagged
        self.unmark(edited.id)

    def count_right(self, question: Question, given: str, at: datetime) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO ruling(question, given, at) VALUES(?,?,?)",
            (question.id, given, at.isoformat()),
        )

    def count_wrong(self, question: str, given: str) -> None:
        self._connection.execute(
            "DELETE FROM ruling WHERE question=? AND given=?", (question, given)
        )

    def _rows(self, statement: str) -> list[sqlite3.Row]:
        return self._connection.execute(statement).fetchall()

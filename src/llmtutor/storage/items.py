"""Questions that a model wrote and that passed, in ``progress.db``: they took minutes to make."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from llmtutor.interchange.question_json import question_from_json, question_to_json
from llmtutor.quiz.models import Question


class StoredItems:
    """Satisfies the quiz's ``WrittenItems``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, path: str) -> list[Question]:
        rows = self._connection.execute(
            "SELECT item FROM written_item WHERE path=? ORDER BY at, question", (path,)
        )
        return [question_from_json(row["item"]) for row in rows.fetchall()]

    def keep(self, question: Question, model: str, at: datetime) -> None:
        lecture = question.source.path.rpartition("/")[0]
        self._connection.execute(
            "INSERT OR REPLACE INTO written_item(question, path, at, model, item)"
            " VALUES(?,?,?,?,?)",
            (question.id, lecture, at.isoformat(), model, question_to_json(question)),
        )

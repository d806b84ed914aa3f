"""Answers to quiz questions, in ``progress.db``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from llmtutor.library.schema import transaction
from llmtutor.quiz.models import Attempt, Grade, Question, Source
from llmtutor.storage.hearsay import REGRADED

_BATCH = 500


class StoredAttempts:
    """Satisfies the quiz's ``AttemptLog``.

    The question is kept as it was asked, because the notes it came from may
    have changed or gone by the time it is looked at again.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, attempt: Attempt) -> None:
        question = attempt.question
        item = {"question": asdict(question), "comment": attempt.grade.comment}
        self._connection.execute(
            "INSERT INTO attempt(at, quiz, question, path, item, given, score)"
            " VALUES(?,?,?,?,?,?,?)",
            (
                attempt.at.isoformat(),
                attempt.quiz,
                question.id,
                question.topic,
                json.dumps(item, ensure_ascii=False),
                json.dumps(attempt.given, ensure_ascii=False),
                attempt.grade.score,
            ),
        )

    def regrade(self, attempt: Attempt) -> None:
        """Give the latest attempt at the same question in the same quiz this one's grade."""
        row = self._connection.execute(
            "SELECT key, item FROM attempt WHERE quiz=? AND question=? ORDER BY key DESC LIMIT 1",
            (attempt.quiz, attempt.question.id),
        ).fetchone()
        if row is None:
            return
        item = {**json.loads(row["item"]), "comment": attempt.grade.comment}
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE attempt SET score=?, item=? WHERE key=?",
                (attempt.grade.score, json.dumps(item, ensure_ascii=False), row["key"]),
            )
            self._connection.execute(
                "INSERT INTO state(key, value) VALUES(?, ?)"
                " ON CONFLICT(key) DO UPDATE SET value = value || ' ' || excluded.value",
                (REGRADED, str(row["key"])),
            )

    def of_questions(self, ids: Sequence[str]) -> Mapping[str, Sequence[Attempt]]:
        """The attempts at each question, oldest first; questions never tried are left out."""
        found: dict[str, list[Attempt]] = {}
        for start in range(0, len(ids), _BATCH):
            batch = list(ids[start : start + _BATCH])
            marks = ",".join("?" * len(batch))
            rows = self._connection.execute(
                f"SELECT * FROM attempt WHERE question IN ({marks}) ORDER BY key", batch
            )
            for row in rows:
                found.setdefault(row["question"], []).append(_attempt(row))
        return found

    def mistakes(self) -> Sequence[Question]:
        """Questions whose latest attempt was not right, oldest first."""
        rows = self._connection.execute(
            "SELECT * FROM attempt WHERE score < 1 AND key IN"
            " (SELECT max(key) FROM attempt GROUP BY question) ORDER BY key"
        )
        return [_attempt(row).question for row in rows]

    def score_by_topic(self) -> Mapping[str, tuple[float, int]]:
        """``(mean score, attempts)`` of each topic."""
        rows = self._connection.execute(
            "SELECT path, avg(score) AS mean, count(*) AS attempts FROM attempt GROUP BY path"
        )
        return {row["path"]: (float(row["mean"]), int(row["attempts"])) for row in rows}


def _attempt(row: sqlite3.Row) -> Attempt:
    item: dict[str, Any] = json.loads(row["item"])
    return Attempt(
        at=datetime.fromisoformat(row["at"]),
        quiz=row["quiz"],
        question=_question(item["question"]),
        given=_frozen(json.loads(row["given"])),
        grade=Grade(row["score"], item.get("comment", "")),
    )


def _question(stored: dict[str, Any]) -> Question:
    value = dict(stored)
    value["source"] = Source(**value["source"])
    value["key"] = _frozen(value["key"])
    value["options"] = None if value["options"] is None else tuple(value["options"])
    value["accept"] = tuple(value.get("accept", ()))
    return Question(**value)


def _frozen(value: Any) -> Any:
    """JSON lists as the tuples they were: texts, or pairs of texts."""
    if not isinstance(value, list):
        return value
    return tuple(tuple(part) if isinstance(part, list) else part for part in value)

"""Questions and answers, in ``progress.db``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from llmtutor.tutor.models import Answer, Quote, Timings, Turn, WrittenSentence


class StoredChats:
    """Satisfies the tutor's ``ChatLog``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, turn: Turn) -> None:
        answer = json.dumps(asdict(turn.answer), ensure_ascii=False)
        self._connection.execute(
            "INSERT INTO turn(asked, scope, question, answer) VALUES(?,?,?,?)",
            (turn.asked.isoformat(), turn.scope, turn.answer.question, answer),
        )

    def latest(self, limit: int) -> Sequence[Turn]:
        """The last turns, oldest first."""
        rows = self._connection.execute(
            "SELECT asked, scope, answer FROM turn ORDER BY key DESC LIMIT ?", (limit,)
        ).fetchall()
        return [
            Turn(datetime.fromisoformat(row["asked"]), row["scope"], _answer(row["answer"]))
            for row in reversed(rows)
        ]

    def clear(self) -> None:
        self._connection.execute("DELETE FROM turn")


def _answer(stored: str) -> Answer:
    value: dict[str, Any] = json.loads(stored)
    value["quotes"] = tuple(Quote(**quote) for quote in value["quotes"])
    value["sentences"] = tuple(
        WrittenSentence(**{**sentence, "citations": tuple(sentence["citations"])})
        for sentence in value["sentences"]
    )
    value["timings"] = Timings(**value["timings"])
    return Answer(**value)

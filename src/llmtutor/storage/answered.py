"""Answers to be given again, in ``answers.db``: a cache that may be lost at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from llmtutor.database import connect
from llmtutor.errors import MissingError
from llmtutor.storage.chats import answer_from, answer_to
from llmtutor.tutor.models import Answer

MOST = 2000
"""Answers that are kept; the oldest go first."""
_TABLE = """
CREATE TABLE IF NOT EXISTS answered(
  number INTEGER PRIMARY KEY, key TEXT NOT NULL, answer TEXT NOT NULL) STRICT
"""


class StoredAnswers:
    """Satisfies the tutor's ``AnswerStore``. Whatever goes wrong, nothing is kept, and no more."""

    def __init__(self, file: Path) -> None:
        """Name the file; it is opened when it is first wanted."""
        self._file = file
        self._opened: sqlite3.Connection | None = None

    def kept(self, key: str) -> Sequence[Answer]:
        """Answers under a key, latest first."""
        with suppress(sqlite3.Error, MissingError, ValueError, TypeError, KeyError):
            rows = self._connection.execute(
                "SELECT answer FROM answered WHERE key=? ORDER BY number DESC", (key,)
            ).fetchall()
            return [answer_from(row["answer"]) for row in rows]
        return []

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer."""
        with suppress(sqlite3.Error, MissingError):
            connection = self._connection
            connection.execute(
                "INSERT INTO answered(key, answer) VALUES(?,?)", (key, answer_to(answer))
            )
            connection.execute(
                "DELETE FROM answered WHERE number <= (SELECT max(number) - ? FROM answered)",
                (MOST,),
            )

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            try:
                self._opened = self._open()
            except sqlite3.DatabaseError:  # damaged: a cache is made anew
                self._file.unlink(missing_ok=True)
                self._opened = self._open()
        return self._opened

    def _open(self) -> sqlite3.Connection:
        connection = connect(self._file, durable=False)
        connection.execute(_TABLE)
        connection.execute("CREATE INDEX IF NOT EXISTS answered_key ON answered(key)")
        return connection

"""What review has heard of quizzes and notes, and what is new to it, in ``progress.db``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from llmtutor.interchange.question_card import card_of
from llmtutor.interchange.question_json import question_from_value
from llmtutor.review.store import Tried

REGRADED = "review.regraded"
"""Under this name stand the keys of attempts whose mark was changed, until review hears of it."""
_HEARD, _DISORDERED, _NOTES = "review.heard", "review.disordered", "review.notes"
_ATTEMPT = "attempt:"


class Hearsay:
    """The part of the review room's ``ReviewStore`` that looks beyond its own tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def tried(self) -> Sequence[Tried]:
        rows = self._connection.execute(
            "SELECT key, at, item, score FROM attempt WHERE key > ? ORDER BY key",
            (int(self._recall(_HEARD) or 0),),
        )
        return [tried for row in rows if (tried := _tried(row))]

    def heard(self, upto: str) -> None:
        self._remember(_HEARD, upto.removeprefix(_ATTEMPT))

    def regraded(self) -> Sequence[Tried]:
        keys = self._recall(REGRADED).split()
        if not keys:
            return []
        self._remember(REGRADED, "")
        rows = self._connection.execute(
            f"SELECT key, at, item, score FROM attempt WHERE key IN ({','.join('?' * len(keys))})",
            keys,
        )
        return [tried for row in rows if (tried := _tried(row))]

    def is_disordered(self) -> bool:
        return self._recall(_DISORDERED) == "yes"

    def set_disordered(self, value: bool) -> None:
        self._remember(_DISORDERED, "yes" if value else "")

    def notes_seen(self) -> str:
        return self._recall(_NOTES)

    def set_notes_seen(self, state: str) -> None:
        self._remember(_NOTES, state)

    def _recall(self, key: str) -> str:
        row = self._connection.execute("SELECT value FROM state WHERE key=?", (key,)).fetchone()
        return str(row["value"]) if row else ""

    def _remember(self, key: str, value: str) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO state(key, value) VALUES(?,?)", (key, value)
        )


def _tried(row: sqlite3.Row) -> Tried | None:
    """An attempt as review takes it; None where its question cannot be read any more."""
    try:
        question = question_from_value(json.loads(row["item"])["question"])
    except (ValueError, KeyError, TypeError):
        return None
    at = datetime.fromisoformat(row["at"])
    return Tried(f"{_ATTEMPT}{row['key']}", at, card_of(question), row["score"])

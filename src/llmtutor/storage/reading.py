"""Reading marks and the last position, in ``progress.db``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from llmtutor.library.reading import Position, ReadState

_POSITION = "position"
_SMALL = "app."


class StoredReading:
    """Satisfies the library's ``ReadingLog``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def opened(self, path: str, at: datetime) -> None:
        self._connection.execute(
            "INSERT INTO reading(path, opened) VALUES(?,?) ON CONFLICT DO NOTHING",
            (path, at.isoformat()),
        )

    def finished(self, path: str, at: datetime) -> None:
        self._connection.execute(
            "INSERT INTO reading(path, opened, read) VALUES(?1,?2,?2)"
            " ON CONFLICT(path) DO UPDATE SET read=coalesce(read, ?2)",
            (path, at.isoformat()),
        )

    def states(self) -> Mapping[str, ReadState]:
        rows = self._connection.execute("SELECT path, read FROM reading")
        return {row["path"]: "read" if row["read"] else "opened" for row in rows}

    def position(self) -> Position:
        row = self._connection.execute(
            "SELECT value FROM state WHERE key=?", (_POSITION,)
        ).fetchone()
        stored = json.loads(row["value"]) if row else {}
        return Position(str(stored.get("path", "")), float(stored.get("scroll", 0.0)))

    def remember_position(self, position: Position) -> None:
        value = json.dumps({"path": position.path, "scroll": position.scroll})
        self._connection.execute(
            "INSERT OR REPLACE INTO state(key, value) VALUES(?,?)", (_POSITION, value)
        )

    def recall(self, key: str) -> str:
        row = self._connection.execute(
            "SELECT value FROM state WHERE key=?", (_SMALL + key,)
        ).fetchone()
        return str(row["value"]) if row else ""

    def remember(self, key: str, value: str) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO state(key, value) VALUES(?,?)", (_SMALL + key, value)
        )

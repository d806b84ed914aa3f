"""When the student studied, beside reviews: reading and quizzes, from ``progress.db``."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime


def done_since(
    connection: sqlite3.Connection, moment: datetime
) -> tuple[frozenset[str], Mapping[str, int]]:
    """Paths of sections read since a moment, and questions answered by topic."""
    start = moment.isoformat()
    read = connection.execute("SELECT path FROM reading WHERE read >= ?", (start,))
    tried = connection.execute(
        "SELECT path, count(*) AS count FROM attempt WHERE at >= ? GROUP BY path", (start,)
    )
    return frozenset(row["path"] for row in read), {row["path"]: row["count"] for row in tried}


def study_times(connection: sqlite3.Connection) -> list[datetime]:
    """When each section was opened or finished, and each quiz item tried."""
    rows = connection.execute(
        "SELECT opened AS at FROM reading UNION SELECT read FROM reading WHERE read IS NOT NULL"
        " UNION SELECT at FROM attempt"
    )
    return [datetime.fromisoformat(row["at"]) for row in rows]

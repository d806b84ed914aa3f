"""When the student studied, beside reviews: reading and quizzes, from ``progress.db``."""

from __future__ import annotations

import sqlite3
from datetime import datetime


def study_times(connection: sqlite3.Connection) -> list[datetime]:
    """When each section was opened or finished, and each quiz item tried."""
    rows = connection.execute(
        "SELECT opened AS at FROM reading UNION SELECT read FROM reading WHERE read IS NOT NULL"
        " UNION SELECT at FROM attempt"
    )
    return [datetime.fromisoformat(row["at"]) for row in rows]

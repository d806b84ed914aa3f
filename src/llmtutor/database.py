"""The one place that opens SQLite, with the same care every time."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from llmtutor.errors import MissingError

BUSY_SECONDS = 10.0
SYNCED = {True: "FULL", False: "NORMAL"}
"""How SQLite waits for the disk, where what is written must outlive a power cut and where not."""


def connect(path: Path, *, durable: bool) -> sqlite3.Connection:
    """Open a database that two windows may use at once; a new one is the user's alone.

    Args:
        path: the file; its folder must exist.
        durable: sync at each commit (what the student did) or not (what can be
            rebuilt).

    Raises:
        MissingError: the file cannot be opened here.
        sqlite3.DatabaseError: it is damaged, or no database at all.
    """
    connection = None
    with suppress(OSError):  # SQLite says it better
        if not path.exists():
            path.touch(mode=0o600)  # the files that SQLite puts beside it take the same mode
    try:
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        # Before the journal is begun: its first pages would wait for the disk in SQLite's own way.
        connection.execute(f"PRAGMA synchronous={SYNCED[durable]}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        if not isinstance(error, sqlite3.OperationalError):
            raise
        raise MissingError(
            f"the database cannot be opened ({error})",
            where=path,
            hint="Check that the folder is writable and the disk has space",
        ) from error
    return connection

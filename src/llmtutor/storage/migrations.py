"""The tables of ``progress.db``, one numbered step at a time.

A step that has been released is never edited; a change is a new step. Before a
step runs on a database that holds anything, the file is copied beside it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from llmtutor.database import connect
from llmtutor.errors import MissingError

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE state(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE reading(
      path TEXT PRIMARY KEY, opened TEXT NOT NULL, read TEXT) STRICT;
    CREATE TABLE turn(
      key INTEGER PRIMARY KEY, asked TEXT NOT NULL, scope TEXT NOT NULL,
      question TEXT NOT NULL, answer TEXT NOT NULL) STRICT;
    CREATE TABLE attempt(
      key INTEGER PRIMARY KEY, at TEXT NOT NULL, quiz TEXT NOT NULL, question TEXT NOT NULL,
      path TEXT NOT NULL, item TEXT NOT NULL, given TEXT NOT NULL, score REAL NOT NULL) STRICT;
    CREATE INDEX attempt_of_question ON attempt(question);
    """,
    """
    CREATE TABLE card(
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, meaning TEXT NOT NULL,
      kind TEXT NOT NULL, front TEXT NOT NULL, back TEXT NOT NULL, path TEXT NOT NULL,
      title TEXT NOT NULL, quote TEXT NOT NULL, sibling TEXT NOT NULL, item TEXT NOT NULL,
      origin TEXT NOT NULL, made TEXT NOT NULL, gone TEXT,
      state TEXT NOT NULL, step INTEGER, stability REAL, difficulty REAL, due TEXT,
      last TEXT, last_day TEXT, reps INTEGER NOT NULL, lapses INTEGER NOT NULL,
      suspended INTEGER NOT NULL, buried TEXT) STRICT;
    CREATE INDEX card_meaning ON card(meaning);
    CREATE INDEX card_due ON card(due);
    CREATE INDEX card_new ON card(key) WHERE state = 'new';
    CREATE TABLE review(
      key INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, at TEXT NOT NULL,
      day TEXT NOT NULL, card TEXT NOT NULL, rating INTEGER, seconds REAL,
      retention REAL NOT NULL, origin TEXT NOT NULL, source TEXT UNIQUE,
      undone INTEGER, data TEXT NOT NULL) STRICT;
    CREATE INDEX review_of_card ON review(card);
    CREATE INDEX review_at ON review(at);
    CREATE INDEX review_undone ON review(undone) WHERE undone IS NOT NULL;
    CREATE TABLE exam(
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, made TEXT NOT NULL,
      scope TEXT NOT NULL, paper TEXT NOT NULL) STRICT;
    CREATE TABLE exam_event(
      key INTEGER PRIMARY KEY AUTOINCREMENT, exam TEXT NOT NULL, kind TEXT NOT NULL,
      at TEXT NOT NULL, spent REAL NOT NULL, position INTEGER, given TEXT) STRICT;
    CREATE INDEX exam_event_of_exam ON exam_event(exam);
    """,
    """
    CREATE TABLE remark(
      question TEXT PRIMARY KEY, mark TEXT NOT NULL, at TEXT NOT NULL, item TEXT NOT NULL) STRICT;
    CREATE TABLE edited_item(
      question TEXT PRIMARY KEY, at TEXT NOT NULL, item TEXT NOT NULL) STRICT;
    CREATE TABLE ruling(
      question TEXT NOT NULL, given TEXT NOT NULL, at TEXT NOT NULL,
      PRIMARY KEY(question, given)) STRICT;
    CREATE TABLE written_item(
      question TEXT PRIMARY KEY, path TEXT NOT NULL, at TEXT NOT NULL, model TEXT NOT NULL,
      item TEXT NOT NULL) STRICT;
    CREATE INDEX written_item_path ON written_item(path);
    """,
    """
    CREATE TABLE clarity(
      statement BLOB PRIMARY KEY, clear REAL NOT NULL) STRICT, WITHOUT ROWID;
    """,
    # an adapter that measures on another scale came along
    "DELETE FROM clarity;",
)


def open_progress(file: Path, steps: tuple[str, ...] = STEPS) -> sqlite3.Connection:
    """Open the database and bring it to the newest step.

    Raises:
        MissingError: it cannot be opened, is damaged, or a newer program made it.
    """
    connection = None
    try:
        connection = connect(file, durable=True)
        _migrate(connection, file, steps)
        connection.execute("SELECT count(*) FROM reading").fetchone()
    except (sqlite3.DatabaseError, MissingError) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, MissingError):
            raise
        raise MissingError(
            f"the record of your progress cannot be read ({error})",
            where=file,
            hint="Move the file away to start anew, or put back a copy from 'backups'",
        ) from error
    return connection


def _migrate(connection: sqlite3.Connection, file: Path, steps: tuple[str, ...]) -> None:
    if _version(connection) == len(steps):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # read again under the lock: another window may have been faster
        version = _version(connection)
        if version > len(steps):
            raise MissingError(
                f"a newer llmtutor made this database (step {version}, this one knows"
                f" {len(steps)})",
                where=file,
                hint="Upgrade llmtutor; nothing was changed",
            )
        if 0 < version < len(steps):
            _back_up(file, version)
        for number in range(version, len(steps)):
            for statement in filter(str.strip, steps[number].split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={len(steps)}")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _back_up(file: Path, version: int) -> None:
    folder = file.parent / "backups"
    try:
        folder.mkdir(exist_ok=True)
        with (
            closing(connect(file, durable=True)) as source,
            closing(sqlite3.connect(folder / f"{file.stem}-step{version}.db")) as copy,
        ):
            source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise MissingError(
            f"the record of your progress cannot be copied before it is changed ({error})",
            where=folder,
            hint="Free some space, or move away what is in its place; nothing was changed",
        ) from error


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)

"""The tables of ``index.db``, and opening it whatever state it is in."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from llmtutor.database import connect
from llmtutor.errors import MissingError

VERSION = 2
"""Raised whenever the rows change; an index of another version is made anew."""

_TABLES = """
CREATE TABLE file(path TEXT PRIMARY KEY, signature TEXT NOT NULL, problem TEXT) STRICT;
CREATE TABLE course(
  id TEXT PRIMARY KEY, title TEXT NOT NULL, summary TEXT NOT NULL, origin TEXT NOT NULL,
  folder TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
CREATE TABLE lecture(
  course TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
  aims TEXT NOT NULL, prerequisites TEXT NOT NULL, position INTEGER NOT NULL,
  file TEXT NOT NULL UNIQUE, original TEXT NOT NULL, PRIMARY KEY(course, id)) STRICT;
CREATE TABLE section(
  key INTEGER PRIMARY KEY, course TEXT NOT NULL, lecture TEXT NOT NULL, id TEXT NOT NULL,
  title TEXT NOT NULL, level INTEGER NOT NULL, is_group INTEGER NOT NULL, text TEXT NOT NULL,
  links TEXT NOT NULL, words INTEGER NOT NULL, line INTEGER NOT NULL, topics TEXT NOT NULL,
  position INTEGER NOT NULL, original TEXT NOT NULL, cjk INTEGER NOT NULL,
  UNIQUE(course, lecture, id)) STRICT;
CREATE INDEX section_versions ON section(course, original, id);
CREATE TABLE passage(
  key INTEGER PRIMARY KEY, section INTEGER NOT NULL, id TEXT NOT NULL,
  start INTEGER NOT NULL, stop INTEGER NOT NULL, kind TEXT NOT NULL) STRICT;
CREATE INDEX passage_of_section ON passage(section);
"""


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage on its way into the search tables."""

    key: int
    heading: str
    """Titles from the lecture down to the section."""
    text: str


class PassageIndexer(Protocol):
    """Keeps the search tables in step with the passages; ``search`` provides it."""

    version: int

    def create(self, connection: sqlite3.Connection) -> None: ...
    def add(self, connection: sqlite3.Connection, passages: Iterable[IndexedPassage]) -> None: ...
    def remove(self, connection: sqlite3.Connection, keys: Sequence[int]) -> None: ...
    def learn(self, connection: sqlite3.Connection, things: Iterable[Sequence[str]]) -> None:
        """Remember the names of each thing that the glossaries give."""
        ...

    def finish(self, connection: sqlite3.Connection) -> None: ...


def open_index(file: Path, indexer: PassageIndexer, *, anew: bool = False) -> sqlite3.Connection:
    """Open the database; one that is damaged or of another version is made anew.

    Raises:
        MissingError: the file cannot be opened or created here.
    """
    wanted = VERSION * 1000 + indexer.version
    try:
        with _turn(file):  # two windows that open at once must not both make it
            connection = None if anew else _opened(file, wanted)
            return connection or _made(file, wanted, indexer)
    except (OSError, sqlite3.DatabaseError) as error:
        raise unusable(file, error) from error


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is at fault, or was replaced; nothing in it is precious."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith("SQLITE_CORRUPT") or name in {
        "SQLITE_ERROR",
        "SQLITE_NOTADB",
        "SQLITE_READONLY_DBMOVED",
    }


def unusable(file: Path, error: Exception) -> MissingError:
    """What to say of an index that is sound but cannot be used now."""
    if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        hint = "Another llmtutor is reading the courses; try again in a moment"
    else:
        hint = "Check that the folder is writable and the disk has space"
    return MissingError(f"the index cannot be used ({error})", where=file, hint=hint)


@contextmanager
def _turn(file: Path) -> Iterator[None]:
    with file.with_name(file.name + ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _opened(file: Path, wanted: int) -> sqlite3.Connection | None:
    """The index as it is, if it is of use."""
    connection = None
    try:
        connection = connect(file, durable=False)
        if _version(connection) == wanted:
            connection.execute("SELECT count(*) FROM section").fetchone()
            return connection
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
    if connection:
        connection.close()
    return None


def _made(file: Path, wanted: int, indexer: PassageIndexer) -> sqlite3.Connection:
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    connection = connect(file, durable=False)
    with transaction(connection):
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        indexer.create(connection)
        connection.execute(f"PRAGMA user_version={wanted}")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; waits for another window that is writing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)

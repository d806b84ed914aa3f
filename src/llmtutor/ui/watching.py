"""Noticing, in a thread, that courses changed: files edited, notes imported beside the app."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from llmtutor.errors import TutorError
from llmtutor.library.index import Index
from llmtutor.ui.facts import LibraryChecked


def check_library(index: Index, file: Path, known: int | None) -> LibraryChecked:
    """Bring the index up to date over a connection of its own.

    Args:
        index: the app's own.
        file: of the index.
        known: the inode of the file that the app has open.
    """
    try:
        other = index.again()
        try:
            other.refresh()
        except BaseException:
            other.close()
            raise
    except (sqlite3.Error, OSError, TutorError) as error:
        return LibraryChecked(problem=str(error))
    if known is not None and inode(file) != known:
        return LibraryChecked(replaced=other)
    other.close()
    return LibraryChecked()


def inode(file: Path) -> int | None:
    """Which file lies under a name, so that another in its place is noticed."""
    try:
        return file.stat().st_ino
    except OSError:
        return None


def data_version(index: Index) -> int:
    """A number that changes when another connection has written to the index."""
    (version,) = index.connection.execute("PRAGMA data_version").fetchone()
    return int(version)


def files_problem(index: Index) -> str:
    """What could not be read of the courses; empty where all could."""
    problems = index.problems()
    if not problems:
        return ""
    file, what = problems[0]
    more = f" ({len(problems) - 1} more: llmtutor doctor)" if len(problems) > 1 else ""
    return what if file in what else f"{file}: {what}{more}"

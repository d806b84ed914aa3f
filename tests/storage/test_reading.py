"""What was read, and where the student stopped."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from llmtutor.library.reading import Position
from llmtutor.storage.migrations import open_progress
from llmtutor.storage.reading import StoredReading

FIRST, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC)


def test_nothing_was_read_at_first(record: sqlite3.Connection) -> None:
    reading = StoredReading(record)
    assert reading.states() == {}
    assert reading.position() == Position("", 0.0)


def test_a_section_is_opened_and_then_read(record: sqlite3.Connection) -> None:
    reading = StoredReading(record)
    reading.opened("a/b/c", FIRST)
    assert reading.states() == {"a/b/c": "opened"}
    reading.finished("a/b/c", LATER)
    assert reading.states() == {"a/b/c": "read"}


def test_a_section_that_was_read_stays_so_when_it_is_opened_again(
    record: sqlite3.Connection,
) -> None:
    reading = StoredReading(record)
    reading.finished("a/b/c", FIRST)
    reading.opened("a/b/c", LATER)
    assert reading.states() == {"a/b/c": "read"}


def test_the_first_time_is_the_one_that_is_kept(record: sqlite3.Connection) -> None:
    reading = StoredReading(record)
    for moment in (FIRST, LATER):
        reading.opened("a/b/c", moment)
        reading.finished("a/b/c", moment)
    row = record.execute("SELECT opened, read FROM reading").fetchone()
    assert tuple(row) == (FIRST.isoformat(), FIRST.isoformat())


def test_the_position_survives_a_restart(file: Path) -> None:
    with closing(open_progress(file)) as connection:
        StoredReading(connection).remember_position(Position("a/b/注意", 12.5))
        StoredReading(connection).remember_position(Position("a/b/注意", 13.0))
    with closing(open_progress(file)) as connection:
        assert StoredReading(connection).position() == Position("a/b/注意", 13.0)


def test_small_things_are_remembered_by_name(record: sqlite3.Connection) -> None:
    reading = StoredReading(record)
    assert reading.recall("draft") == ""
    reading.remember("draft", "half a question")
    reading.remember("draft", "half a question more")
    assert reading.recall("draft") == "half a question more"


def test_a_small_thing_of_the_same_name_does_not_touch_the_position(
    record: sqlite3.Connection,
) -> None:
    reading = StoredReading(record)
    reading.remember_position(Position("a/b/c", 1.0))
    reading.remember("position", "mine")
    assert reading.position() == Position("a/b/c", 1.0)


def test_two_windows_write_without_losing_anything(file: Path) -> None:
    with closing(open_progress(file)) as ours, closing(open_progress(file)) as theirs:
        for number in range(20):
            StoredReading(ours).opened(f"ours/{number}", FIRST)
            StoredReading(theirs).finished(f"theirs/{number}", FIRST)
        assert len(StoredReading(ours).states()) == 40

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from llmtutor.review.clock import Days
from llmtutor.review.deck import Deck
from llmtutor.review.models import Card, Limits, meaning_of
from llmtutor.storage.migrations import open_progress
from llmtutor.storage.reviews import StoredReviews

TAIPEI = timezone(timedelta(hours=8))
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday, 12:00 in Taipei."""


def note_card(front: str, back: str, *, path: str = "notes/one/a", sibling: str = "") -> Card:
    meaning = meaning_of("basic", front, back)
    return Card(meaning, meaning, "basic", front, back, path, "A", f"{front}::{back}", sibling)


@pytest.fixture(scope="session")
def empty_progress(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A migrated database as bytes: cheaper to copy than to make."""
    file = tmp_path_factory.mktemp("progress") / "progress.db"
    open_progress(file).close()
    return file.read_bytes()


@pytest.fixture
def connection(tmp_path: Path, empty_progress: bytes) -> Iterator[sqlite3.Connection]:
    file = tmp_path / "progress.db"
    file.write_bytes(empty_progress)
    opened = open_progress(file)
    yield opened
    opened.close()


@pytest.fixture
def store(connection: sqlite3.Connection) -> StoredReviews:
    return StoredReviews(connection)


@pytest.fixture
def make_deck(store: StoredReviews) -> Callable[..., Deck]:
    def make(**options: object) -> Deck:
        values = {"days": Days(TAIPEI), "limits": Limits(), "retention": 0.9, **options}
        return Deck(store, **values)  # type: ignore[arg-type]

    return make


@pytest.fixture
def deck(make_deck: Callable[..., Deck]) -> Deck:
    return make_deck()


def in_memory() -> StoredReviews:
    """A store without a file, for tests that run thousands of days."""
    from llmtutor.storage import migrations

    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    for step in migrations.STEPS:
        connection.executescript(step)
    return StoredReviews(connection)

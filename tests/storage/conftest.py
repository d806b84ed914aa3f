"""A record of what the student did, in a real file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from llmtutor.storage.migrations import open_progress


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


@pytest.fixture
def record(file: Path) -> Iterator[sqlite3.Connection]:
    connection = open_progress(file)
    yield connection
    connection.close()

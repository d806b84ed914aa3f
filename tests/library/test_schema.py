"""``index.db`` is a cache: whatever became of the file, it is made anew."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from llmtutor.errors import MissingError
from llmtutor.library.index import Index
from llmtutor.library.schema import transaction
from llmtutor.search.text_index import TextIndexer

from ..shelf import Shelf, section
from .looking import paths


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    """A shelf whose index was made and closed."""
    for number in range(8):
        shelf.course(f"c{number}", a="".join(section(f"Title {n}", "word " * 90) for n in range(9)))
    shelf.index().close()
    with closing(sqlite3.connect(shelf.file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return shelf


def test_an_index_that_was_deleted_is_made_anew(filled: Shelf) -> None:
    filled.file.unlink()
    assert len(paths(filled.index())) == 72


@pytest.mark.parametrize(
    "data",
    [b"", b"not a database", b"\0" * 8192, b"SQLite format 3\0" * 99],
    ids=["empty", "text", "zeros", "its name alone"],
)
def test_a_file_that_is_no_database_is_made_anew(filled: Shelf, data: bytes) -> None:
    filled.file.write_bytes(data)
    assert len(paths(filled.index())) == 72


def test_a_file_that_was_cut_short_is_made_anew(filled: Shelf) -> None:
    filled.file.write_bytes(filled.file.read_bytes()[:10_000])
    assert len(paths(filled.index())) == 72


def test_damage_that_shows_only_while_reading_is_mended_too(filled: Shelf) -> None:
    data = filled.file.read_bytes()
    half = len(data) // 2 // 4096 * 4096
    filled.file.write_bytes(data[:8192] + b"\xa5" * (half - 8192) + data[half:])
    filled.write("c0/a.md", section("New"))
    index = filled.index()
    assert "c0/a/new" in paths(index)
    assert index.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.parametrize("version", [0, 1, 999, 9999, -1])
def test_an_index_of_another_version_is_made_anew(filled: Shelf, version: int) -> None:
    with closing(sqlite3.connect(filled.file)) as connection:
        connection.execute(f"PRAGMA user_version={version}")
    assert len(paths(filled.index())) == 72


def test_another_version_of_the_search_tables_makes_it_anew(filled: Shelf) -> None:
    class Newer(TextIndexer):
        version = TextIndexer.version + 1

    index = Index(filled.file, [("imported", filled.courses)], Newer())
    assert index.refresh()
    index.close()


def test_a_table_that_is_missing_makes_it_anew(filled: Shelf) -> None:
    with closing(sqlite3.connect(filled.file)) as connection:
        connection.execute("DROP TABLE section")
        connection.commit()
    assert len(paths(filled.index())) == 72


def test_it_can_be_thrown_away_and_read_again_at_will(filled: Shelf) -> None:
    index = filled.index()
    index.rebuild()
    assert len(paths(index)) == 72


def test_a_window_whose_index_was_replaced_goes_on(filled: Shelf) -> None:
    ours, theirs = filled.index(), filled.index()
    theirs.rebuild()
    filled.write("c0/a.md", section("New"))
    assert ours.refresh()
    assert "c0/a/new" in paths(ours)


def test_two_windows_see_what_either_reads(filled: Shelf) -> None:
    ours, theirs = filled.index(), filled.index()
    filled.write("c0/a.md", section("New"))
    assert theirs.refresh()
    assert "c0/a/new" in paths(ours)
    assert not ours.refresh()


def test_a_window_that_waits_in_vain_says_so(
    filled: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("llmtutor.database.BUSY_SECONDS", 0.05)
    ours, theirs = filled.index(), filled.index()
    filled.write("c0/a.md", section("New"))
    with transaction(theirs.connection), pytest.raises(MissingError, match="try again"):
        ours.refresh()
    assert ours.refresh()


def test_what_fails_half_way_leaves_the_old_rows(filled: Shelf) -> None:
    class Failing(TextIndexer):
        def finish(self, connection: sqlite3.Connection) -> None:
            raise RuntimeError("half way")

    index = Index(filled.file, [("imported", filled.courses)], Failing())
    filled.write("c0/a.md", section("New"))
    with pytest.raises(RuntimeError):
        index.refresh()
    assert "c0/a/title-0" in paths(index)
    index.close()


def test_a_folder_in_its_place_is_told(filled: Shelf) -> None:
    filled.file.unlink()
    filled.file.mkdir()
    with pytest.raises(MissingError) as problem:
        filled.open()
    assert problem.value.where == str(filled.file)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        Index(tmp_path / "none" / "index.db", [], TextIndexer())


def test_many_windows_that_start_at_once_all_see_the_library(filled: Shelf) -> None:
    filled.file.unlink()
    code = (
        "import sys; from pathlib import Path; from llmtutor.library.index import Index;"
        "from llmtutor.library.library import Library;"
        "from llmtutor.search.text_index import TextIndexer;"
        "index = Index(Path(sys.argv[1]), [('imported', Path(sys.argv[2]))], TextIndexer());"
        "index.refresh(); print(len(Library(index).sections()))"
    )
    command = [sys.executable, "-c", code, str(filled.file), str(filled.courses)]
    windows = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [window.communicate() for window in windows] == [("72\n", "")] * 4

"""``progress.db`` grows step by step; nothing that the student did is ever lost on the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from llmtutor import database
from llmtutor.errors import MissingError
from llmtutor.storage.migrations import STEPS, open_progress

from ..conftest import SYNCED

NEXT = "CREATE TABLE next(a TEXT) STRICT; INSERT INTO next VALUES('made')"
BROKEN = "CREATE TABLE half(a TEXT); INSERT INTO none VALUES(1)"


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row[0] for row in rows if not row[0].startswith("sqlite_")}


def schema(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return [row[0] for row in rows]


def fill(file: Path, steps: tuple[str, ...] = STEPS) -> None:
    """A database at the last of some steps, with a section that was read."""
    with closing(open_progress(file, steps)) as connection:
        connection.execute("INSERT INTO reading VALUES('a/b/c', '2026-01-01', NULL)")


def read_paths(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("SELECT path FROM reading")]


class TestSteps:
    def test_an_empty_folder_gets_the_newest_database(self, file: Path) -> None:
        with closing(open_progress(file)) as connection:
            assert version(connection) == len(STEPS)
            assert {"state", "reading", "turn", "attempt"} <= tables(connection)

    def test_a_new_database_needs_no_backup(self, file: Path) -> None:
        open_progress(file).close()
        assert not (file.parent / "backups").exists()

    def test_the_oldest_database_becomes_the_newest_and_keeps_its_rows(self, file: Path) -> None:
        fill(file, STEPS[:1])
        with closing(open_progress(file)) as connection:
            assert version(connection) == len(STEPS)
        assert read_paths(file) == ["a/b/c"]

    @pytest.mark.parametrize("start", range(1, len(STEPS) + 1))
    def test_from_any_step_on_the_tables_come_out_the_same(
        self, file: Path, tmp_path: Path, start: int
    ) -> None:
        fill(file, STEPS[:start])
        with (
            closing(open_progress(file)) as grown,
            closing(open_progress(tmp_path / "new.db")) as new,
        ):
            assert schema(grown) == schema(new)

    def test_a_step_runs_once(self, file: Path) -> None:
        for _ in range(2):
            with closing(open_progress(file, (*STEPS, NEXT))) as connection:
                assert connection.execute("SELECT count(*) FROM next").fetchone()[0] == 1

    def test_a_step_that_fails_leaves_all_as_it_was(self, file: Path) -> None:
        fill(file)
        with pytest.raises(MissingError, match="cannot be read"):
            open_progress(file, (*STEPS, BROKEN))
        with closing(open_progress(file)) as connection:
            assert version(connection) == len(STEPS)
            assert "half" not in tables(connection)
        assert read_paths(file) == ["a/b/c"]

    def test_commits_reach_the_disk_and_two_windows_may_read(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(database, "SYNCED", SYNCED)
        with closing(open_progress(file)) as connection:
            pragmas = [
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
            ]
        assert pragmas == ["wal", 2, 1, 0]


class TestBackups:
    def test_before_a_step_the_file_is_copied(self, file: Path) -> None:
        fill(file)
        open_progress(file, (*STEPS, NEXT)).close()
        copy = file.parent / "backups" / f"progress-step{len(STEPS)}.db"
        assert read_paths(copy) == ["a/b/c"]
        with closing(sqlite3.connect(copy)) as connection:
            assert version(connection) == len(STEPS)
            assert "next" not in tables(connection)

    def test_a_copy_put_back_is_a_whole_database(self, file: Path) -> None:
        fill(file)
        open_progress(file, (*STEPS, NEXT)).close()
        copy = file.parent / "backups" / f"progress-step{len(STEPS)}.db"
        with closing(open_progress(copy, (*STEPS, NEXT))) as connection:
            assert "next" in tables(connection)

    def test_where_no_copy_can_be_made_nothing_is_changed(self, file: Path) -> None:
        fill(file)
        (file.parent / "backups").write_text("a file in the way")
        with pytest.raises(MissingError, match="copied") as problem:
            open_progress(file, (*STEPS, NEXT))
        assert "backups" in problem.value.where
        with closing(open_progress(file)) as connection:
            assert version(connection) == len(STEPS)


class TestTrouble:
    def test_a_newer_database_is_refused_kindly_and_not_changed(self, file: Path) -> None:
        fill(file, (*STEPS, NEXT))
        before = file.read_bytes()
        with pytest.raises(MissingError, match="newer llmtutor") as problem:
            open_progress(file)
        assert "Upgrade" in problem.value.hint
        assert problem.value.where == str(file)
        assert file.read_bytes() == before

    @pytest.mark.parametrize(
        "data", [b"not a database" * 99, b"\0" * 4096, b"SQLite format 3\0" + b"\xa5" * 4096]
    )
    def test_a_damaged_file_is_told_and_kept(self, file: Path, data: bytes) -> None:
        file.write_bytes(data)
        with pytest.raises(MissingError) as problem:
            open_progress(file)
        assert problem.value.where == str(file)
        assert "backups" in problem.value.hint
        assert file.read_bytes() == data

    def test_a_database_of_something_else_is_told_and_kept(self, file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE state(x)")
        with pytest.raises(MissingError, match="cannot be read"):
            open_progress(file)
        with closing(sqlite3.connect(file)) as connection:
            assert tables(connection) == {"state"}

    def test_a_folder_in_its_place_is_told(self, file: Path) -> None:
        file.mkdir()
        with pytest.raises(MissingError, match="cannot be opened"):
            open_progress(file)

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(MissingError, match="cannot be opened"):
            open_progress(tmp_path / "none" / "progress.db")


def test_windows_that_start_at_once_migrate_once_and_all_can_write(file: Path) -> None:
    fill(file, STEPS[:1])
    code = (
        "import sys; from pathlib import Path;"
        "from llmtutor.storage.migrations import open_progress;"
        "connection = open_progress(Path(sys.argv[1]));"
        "connection.execute('INSERT INTO reading VALUES(?, ?, NULL)', (sys.argv[2], 'now'))"
    )
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", code, file, name], stderr=subprocess.PIPE, text=True
        )
        for name in "wxyz"
    ]
    assert [window.communicate()[1] for window in windows] == [""] * 4
    assert sorted(read_paths(file)) == ["a/b/c", "w", "x", "y", "z"]
    if len(STEPS) > 1:
        assert read_paths(file.parent / "backups" / "progress-step1.db") == ["a/b/c"]

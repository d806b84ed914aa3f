"""Keeping copies, moving to another computer, leaving no trace."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from llmtutor.errors import InputFileError, MissingError, TutorError, UsageError
from llmtutor.paths import Paths
from llmtutor.storage.backup import back_up
from llmtutor.storage.erase import erase, kept
from llmtutor.storage.migrations import STEPS, open_progress
from llmtutor.storage.restore import restore

NOW = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)


def remembered(paths: Paths) -> list[str]:
    with closing(sqlite3.connect(paths.progress)) as database:
        return [row[0] for row in database.execute("SELECT value FROM state ORDER BY key")]


def remember(paths: Paths, value: str) -> sqlite3.Connection:
    connection = open_progress(paths.progress)
    connection.execute("INSERT OR REPLACE INTO state VALUES('x', ?)", (value,))
    return connection


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths(tmp_path / "mine")
    (paths.courses / "bio").mkdir(parents=True)
    (paths.courses / "bio" / "course.yaml").write_text("id: bio\ntitle: Bio\n")
    (paths.courses / "bio" / "細胞.md").write_text("# Cells\n\nText.\n")
    paths.settings.write_text("review: {new_a_day: 7}\n")
    remember(paths, "old").close()
    return paths


@pytest.fixture
def archive(paths: Paths, tmp_path: Path) -> Path:
    return back_up(paths, tmp_path / "copy.zip", NOW).file


def tree(paths: Paths) -> dict[str, bytes]:
    return {
        str(path.relative_to(paths.home)): path.read_bytes()
        for path in sorted(paths.home.rglob("*"))
        if path.is_file() and "backups" not in path.parts and "progress.db" not in path.name
    }


def test_an_archive_holds_everything_that_would_be_missed(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        assert sorted(opened.namelist()) == sorted(
            ["progress.db", "settings.yaml", "courses/bio/course.yaml", "courses/bio/細胞.md",
             "manifest.json"]
        )  # fmt: skip
        manifest = json.loads(opened.read("manifest.json"))
    assert manifest["made"] == "2026-03-02T04:05:06+00:00"
    assert archive.stat().st_mode & 0o077 == 0, "what one did is nobody else's"


def test_to_another_computer(paths: Paths, archive: Path, tmp_path: Path) -> None:
    other = Paths(tmp_path / "other")
    report = restore(other, archive, NOW)
    assert tree(other) == tree(paths)
    assert remembered(other) == ["old"]
    assert (report.files, report.kept) == (4, None)
    assert sorted(path.name for path in other.home.iterdir()) == [
        "courses", "progress.db", "settings.yaml",
    ]  # fmt: skip


def test_what_an_open_window_writes_is_in_the_copy(paths: Paths, tmp_path: Path) -> None:
    window = remember(paths, "just now")
    report = back_up(paths, tmp_path / "c.zip", NOW)
    window.close()
    other = Paths(tmp_path / "other")
    restore(other, report.file, NOW)
    assert remembered(other) == ["just now"]


def test_nothing_is_written_over_unasked(paths: Paths, archive: Path) -> None:
    remember(paths, "newer").close()
    with pytest.raises(UsageError, match="already"):
        back_up(paths, archive, NOW)
    with pytest.raises(UsageError, match="already"):
        restore(paths, archive, NOW)
    assert remembered(paths) == ["newer"]


def test_replacing_keeps_a_copy_of_what_was_here(paths: Paths, archive: Path) -> None:
    remember(paths, "newer").close()
    (paths.courses / "bio" / "extra.md").write_text("new")
    report = restore(paths, archive, NOW, replace=True)
    assert remembered(paths) == ["old"]
    assert not (paths.courses / "bio" / "extra.md").exists()
    assert report.kept is not None
    restore(paths, report.kept, NOW + timedelta(seconds=1), replace=True)
    assert remembered(paths) == ["newer"]
    assert (paths.courses / "bio" / "extra.md").read_text() == "new"


def test_an_open_window_sees_all_of_the_restored_record(paths: Paths, archive: Path) -> None:
    window = remember(paths, "newer")
    restore(paths, archive, NOW, replace=True)
    assert [row[0] for row in window.execute("SELECT value FROM state")] == ["old"]
    window.execute("INSERT INTO state VALUES('y', 'after')")
    window.close()
    assert remembered(paths) == ["old", "after"]


def test_a_broken_record_can_be_replaced_and_is_kept(paths: Paths, archive: Path) -> None:
    for suffix in ("-wal", "-shm"):
        paths.progress.with_name(f"progress.db{suffix}").unlink(missing_ok=True)
    paths.progress.write_bytes(b"broken" * 1000)
    report = restore(paths, archive, NOW, replace=True)
    assert remembered(paths) == ["old"]
    assert report.kept is not None
    assert (report.kept / "progress.db").read_bytes().startswith(b"broken")


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], None], *, sums: bool) -> Path:
    import hashlib

    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    change(members)
    if sums:
        manifest = json.loads(members["manifest.json"])
        manifest["files"] = {
            name: hashlib.sha256(data).hexdigest()
            for name, data in members.items()
            if name != "manifest.json"
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(archive, "w") as out:
        for name, data in members.items():
            out.writestr(name, data)
    return archive


def _newer_format(members: dict[str, bytes]) -> None:
    members["manifest.json"] = members["manifest.json"].replace(b'"format": 1', b'"format": 99')


BAD = [
    (lambda m: m.pop("manifest.json"), False, "not a backup"),
    (lambda m: m.update({"manifest.json": b"{"}), False, "not a backup"),
    (lambda m: m.update({"manifest.json": b"[]"}), False, "not a backup"),
    (lambda m: m.update({"settings.yaml": b"changed: 1"}), False, "changed or damaged"),
    (lambda m: m.update({"settings.yaml": b"nonsense: {a: 1}"}), True, "settings"),
    (lambda m: m.update({"extra": b"x"}), False, "not those it lists"),
    (lambda m: m.update({"models/x.gguf": b"x"}), True, "does not belong"),
    (lambda m: m.update({"courses/../../evil": b"x"}), True, "leads out"),
    (lambda m: m.update({"progress.db": b"junk" * 3000}), True, "damaged"),
    (lambda m: m.update({"progress.db": m["progress.db"][:5000]}), True, "damaged|not one of"),
    (lambda m: m.update({"progress.db": b""}), True, "not one of|damaged"),
    (_newer_format, False, "newer llmtutor"),
]


@pytest.mark.parametrize(("change", "sums", "match"), BAD)
def test_what_cannot_be_trusted_is_refused_untouched(
    paths: Paths,
    archive: Path,
    change: Callable[[dict[str, bytes]], None],
    sums: bool,
    match: str,
) -> None:
    rewritten(archive, change, sums=sums)
    remember(paths, "newer").close()
    before = tree(paths)
    with pytest.raises(TutorError, match=match):
        restore(paths, archive, NOW, replace=True)
    assert tree(paths) == before
    assert remembered(paths) == ["newer"]
    assert not list(paths.home.glob(".restore-*"))


def test_a_record_with_triggers_is_no_record_of_ours(paths: Paths, archive: Path) -> None:
    def add_trigger(members: dict[str, bytes]) -> None:
        file = paths.home / "t.db"
        file.write_bytes(members["progress.db"])
        with sqlite3.connect(file) as database:
            database.execute("CREATE TRIGGER t AFTER INSERT ON state BEGIN DELETE FROM review; END")
        database.close()
        members["progress.db"] = file.read_bytes()
        file.unlink()

    with pytest.raises(InputFileError, match="not one of"):
        restore(paths, rewritten(archive, add_trigger, sums=True), NOW, replace=True)


def test_a_record_of_a_newer_program_is_refused_kindly(paths: Paths, archive: Path) -> None:
    def newer(members: dict[str, bytes]) -> None:
        file = paths.home / "t.db"
        file.write_bytes(members["progress.db"])
        with sqlite3.connect(file) as database:
            database.execute(f"PRAGMA user_version={len(STEPS) + 1}")
        database.close()
        members["progress.db"] = file.read_bytes()
        file.unlink()

    with pytest.raises(MissingError, match="newer llmtutor"):
        restore(paths, rewritten(archive, newer, sums=True), NOW, replace=True)
    assert remembered(paths) == ["old"]


def test_a_record_of_an_older_program_is_brought_up(paths: Paths, tmp_path: Path) -> None:
    old = Paths(tmp_path / "old")
    old.home.mkdir()
    open_progress(old.progress, STEPS[:1]).close()
    file = back_up(old, tmp_path / "old.zip", NOW).file
    restore(paths, file, NOW, replace=True)
    with sqlite3.connect(paths.progress) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
    assert version == len(STEPS)


def test_links_are_not_followed_into_a_backup(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (paths.courses / "bio" / "link.md").symlink_to(tmp_path / "secret.md")
    file = back_up(paths, tmp_path / "c.zip", NOW).file
    with zipfile.ZipFile(file) as opened:
        assert not any("link" in name for name in opened.namelist())


def test_a_full_disk_leaves_nothing_half(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MissingError, match="No space"):
        back_up(paths, tmp_path / "out" / "c.zip", NOW)
    assert list((tmp_path / "out").iterdir()) == []


def test_nothing_to_keep_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="nothing to back up"):
        back_up(Paths(tmp_path / "none"), tmp_path / "c.zip", NOW)


def test_erasing_takes_everything_of_ours_and_nothing_else(paths: Paths, tmp_path: Path) -> None:
    outside = tmp_path / "models elsewhere"
    outside.mkdir()
    (outside / "big.gguf").write_text("x")
    paths.models.symlink_to(outside)
    paths.index.write_text("x")
    paths.log.parent.mkdir()
    paths.log.write_text("x")
    (paths.home / ".restore-abc").mkdir()
    (paths.home / "thesis.docx").write_text("not ours")
    removed, left = erase(paths)
    assert {item.path.name for item in removed} == {
        "progress.db", "settings.yaml", "courses", "index.db", "models", "logs",
    }  # fmt: skip
    assert [path.name for path in left] == ["thesis.docx"]
    assert list(paths.home.iterdir()) == left
    assert (outside / "big.gguf").exists(), "a link goes, what it points to stays"
    left[0].unlink()
    assert erase(paths) == ([], [])
    assert not paths.home.exists()
    assert erase(paths) == ([], [])


def test_sizes_are_told(paths: Paths) -> None:
    sizes = {item.path.name: item.size for item in kept(paths)}
    assert sizes["settings.yaml"] == 23
    assert sizes["courses"] > 0
    assert sizes["models"] == 0

"""Where things are, and writing whole files or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from llmtutor import atomic, paths
from llmtutor.errors import EXIT_MISSING, MissingError
from llmtutor.paths import HOME_VARIABLE, Paths

from .conftest import ROOT


def test_all_places_lie_in_one_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "mine"))
    here = Paths.from_environment()
    names = ("settings", "progress", "index", "courses", "models", "snapshots", "log", "engine_log")
    assert all(getattr(here, name).is_relative_to(tmp_path / "mine") for name in names)


def test_without_the_variable_it_is_the_platforms_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME_VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere/data")
    assert Paths.from_environment().home.name == "llmtutor"


def test_a_relative_folder_is_made_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, "mine")
    assert Paths.from_environment().home == tmp_path / "mine"


def test_the_home_of_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, "~nobody-by-this-name/llmtutor")
    with pytest.raises(MissingError, match="no such user") as problem:
        Paths.from_environment()
    assert HOME_VARIABLE in problem.value.where


def test_the_folder_is_made_with_all_above_it(tmp_path: Path) -> None:
    Paths(tmp_path / "a" / "b").prepare()
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize("below", ["", "/below"])
def test_a_file_in_the_way_is_told_with_what_to_do(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MissingError) as problem:
        Paths(Path(f"{tmp_path}/file{below}")).prepare()
    assert str(tmp_path / "file") in problem.value.where
    assert HOME_VARIABLE in problem.value.hint
    assert problem.value.exit_code == EXIT_MISSING


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc here")
def test_a_folder_that_takes_no_files_is_told() -> None:
    with pytest.raises(MissingError, match="cannot be written to"):
        Paths(Path("/proc/llmtutor")).prepare()


def test_a_checkout_reads_its_own_files() -> None:
    assert paths.shipped() == ROOT


def test_an_installed_package_reads_what_it_brought(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "site-packages" / "llmtutor"
    package.mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.shipped() == package / "_shipped"


class TestWriting:
    def test_a_file_is_written_with_its_folder(self, tmp_path: Path) -> None:
        atomic.write_text(tmp_path / "new" / "f.txt", "注意")
        assert (tmp_path / "new" / "f.txt").read_text(encoding="utf-8") == "注意"

    def test_a_file_that_is_there_is_replaced(self, tmp_path: Path) -> None:
        for text in ("old", "new"):
            atomic.write_text(tmp_path / "f.txt", text)
        assert (tmp_path / "f.txt").read_text() == "new"
        assert os.listdir(tmp_path) == ["f.txt"]  # noqa: PTH208

    def test_a_crash_leaves_the_old_file_and_nothing_else(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "f.txt").write_text("old")

        def crash(descriptor: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", crash)
        with pytest.raises(KeyboardInterrupt):
            atomic.write_text(tmp_path / "f.txt", "new")
        assert (tmp_path / "f.txt").read_text() == "old"
        assert len(list(tmp_path.iterdir())) == 1

    def test_a_full_disk_is_told_and_nothing_is_changed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        (tmp_path / "f.txt").write_text("old")
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(MissingError, match="No space left") as problem:
            atomic.write_text(tmp_path / "f.txt", "new")
        assert problem.value.where == str(tmp_path / "f.txt")
        assert (tmp_path / "f.txt").read_text() == "old"
        assert len(list(tmp_path.iterdir())) == 1

    def test_a_folder_in_its_place_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "f.txt").mkdir()
        with pytest.raises(MissingError, match="cannot be written"):
            atomic.write_text(tmp_path / "f.txt", "new")
        assert len(list(tmp_path.iterdir())) == 1

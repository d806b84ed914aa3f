"""Getting a model from a server that behaves badly, and onto disks that do."""

from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from llmtutor.engine.download import Progress, get
from llmtutor.engine.sources import HubSource
from llmtutor.errors import MissingError

from .downloads import DATA, entry, left_in
from .hubserver import Server

HUB = HubSource("owner/repo", "model.gguf", verified=True)


def test_a_good_download(server: Server, tmp_path: Path) -> None:
    steps: list[Progress] = []

    path = get(entry(HUB), tmp_path, steps.append)

    assert path.read_bytes() == DATA
    assert left_in(tmp_path) == ["model.gguf"]
    assert server.seen == [("/owner/repo/resolve/main/model.gguf", None)]
    assert [step.done for step in steps if step.stage == "downloading"][-1] == len(DATA)
    assert steps[-1].stage == "checking"


def test_one_that_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(DATA)
    get(entry(HUB), tmp_path)
    assert not server.seen

    (tmp_path / "model.gguf").write_bytes(DATA[:-1])
    get(entry(HUB), tmp_path)
    assert (tmp_path / "model.gguf").read_bytes() == DATA


@pytest.mark.parametrize(
    ("habits", "ranges"),
    [
        (["drops"], [None, "bytes=300000-"]),
        (["drops", "drops", "drops"], [None, "bytes=300000-", "bytes=600000-", "bytes=900000-"]),
        (["drops", "ignores-range"], [None, "bytes=300000-"]),
        (["drops", "wrong-range"], [None, "bytes=300000-", None]),
        (["drops", "416"], [None, "bytes=300000-", None]),
        (["503", "drops-at-once", "429"], [None, None, None, None]),
    ],
)
def test_it_goes_on_where_it_broke_off(
    server: Server, tmp_path: Path, habits: list[str], ranges: list[str | None]
) -> None:
    server.habits = habits

    assert get(entry(HUB), tmp_path).read_bytes() == DATA
    assert [range_ for _, range_ in server.seen] == ranges


@pytest.mark.parametrize(
    ("habits", "said"),
    [
        (["404"], "404"),
        (["403"], "403"),
        (["claims-more"], "it offers 1048583 bytes"),
        (["claims-less"], "it offers 1048569 bytes"),
        (["never-ends"], "more than the 1,048,576 bytes"),
        (["other-file"], "another one, or was damaged"),
        (["drops-at-once"] * 9, "ended after 0 of 1,048,576"),
        (["redirects-to-plain-http"], "not https"),
    ],
)
def test_what_cannot_be_right_is_refused(
    server: Server, tmp_path: Path, habits: list[str], said: str
) -> None:
    server.habits = list(habits)

    with pytest.raises(MissingError) as caught:
        get(entry(HUB), tmp_path)

    assert said in caught.value.what
    assert "Hugging Face (owner/repo)" in caught.value.what
    assert "put model.gguf into" in caught.value.hint
    assert not (tmp_path / "model.gguf").exists()
    server.habits = []
    assert get(entry(HUB), tmp_path).read_bytes() == DATA


def test_stopping_keeps_what_came_for_the_next_time(server: Server, tmp_path: Path) -> None:
    def stop(step: Progress) -> None:
        if step.done > 500_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(entry(HUB), tmp_path, stop)
    assert [name for name in left_in(tmp_path) if not name.endswith(".part")] == []

    get(entry(HUB), tmp_path)
    assert left_in(tmp_path) == ["model.gguf"]
    assert server.seen[1][1] is not None


def test_two_downloads_at_once_do_not_mix(server: Server, tmp_path: Path) -> None:
    def meanwhile(step: Progress) -> None:
        if step.stage == "downloading" and step.done < len(DATA):
            with pytest.raises(MissingError, match="another llmtutor is downloading"):
                get(entry(HUB), tmp_path)

    get(entry(HUB), tmp_path, meanwhile)


def test_only_https_but_for_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.example")
    with pytest.raises(MissingError, match="not https"):
        get(entry(HUB), tmp_path)


def test_the_next_source_is_tried_and_all_reasons_are_kept(server: Server, tmp_path: Path) -> None:
    server.habits = ["404"]
    assert get(entry(replace(HUB, repo="other/repo"), HUB), tmp_path).read_bytes() == DATA

    server.habits = ["404", "403"]
    with pytest.raises(MissingError) as caught:
        get(entry(replace(HUB, repo="a/b"), HUB), tmp_path / "new")
    assert "404" in caught.value.what
    assert "403" in caught.value.what


def test_a_small_disk_is_told_before_anything(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=50_000_000))

    with pytest.raises(MissingError, match="disk is too small"):
        get(entry(HUB), tmp_path)
    assert not server.seen


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "cannot be written to")]
)
def test_a_disk_that_fills_up(server: Server, tmp_path: Path, code: int, said: str) -> None:
    def fail(_: Progress) -> None:
        raise OSError(code, "no")

    with pytest.raises(MissingError) as caught:
        get(entry(HUB), tmp_path, fail)

    assert caught.value.what.startswith(said)
    assert caught.value.where == str(tmp_path)
    assert not (tmp_path / "model.gguf").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MissingError, match="cannot be written to"):
        get(entry(HUB), tmp_path / "file" / "models")


def test_no_source_and_no_file_name(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no place is known"):
        get(entry(), tmp_path)
    with pytest.raises(MissingError, match="does not know which file"):
        get(replace(entry(HUB), file=None), tmp_path)

"""Files of saved states: whole or not there, checked before use, the oldest going first."""

from __future__ import annotations

import ctypes
import json
import os
from pathlib import Path

import pytest

from llmtutor.engine import snapshots
from llmtutor.engine.snapshots import SnapshotStore, State

OWNER = "0123456789abcdef"
GONE = 2**22 + 1
"""No process has this number."""


def state(text: bytes) -> State:
    return (ctypes.c_uint8 * len(text)).from_buffer_copy(text)


def loaded(store: SnapshotStore, key: str, owner: str = OWNER) -> bytes | None:
    with store.load(owner, key) as found:
        return None if found is None else bytes(found)


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "snapshots", most=10_000)


def save(store: SnapshotStore, key: str, size: int = 1000, owner: str = OWNER) -> Path:
    store.save(owner, key, state(key.encode() * (size // len(key))), model="m", tokens=7)
    return store.folder / f"{owner}-{key}.kv"


def test_what_was_saved_comes_back(store: SnapshotStore) -> None:
    path = save(store, "aa")

    assert loaded(store, "aa") == b"aa" * 500
    assert loaded(store, "aa") == b"aa" * 500, "it may be loaded again"
    assert loaded(store, "bb") is None
    assert loaded(store, "aa", owner="f" * 16) is None
    (found,) = store.all()
    assert (found.path, found.model, found.tokens) == (path, "m", 7)
    assert found.size == path.stat().st_size


def test_only_the_user_may_read_them(store: SnapshotStore) -> None:
    path = save(store, "aa")

    assert path.stat().st_mode & 0o077 == 0
    assert store.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:-200] + bytes([data[-200] ^ 1]) + data[-199:],
        lambda data: data.replace(b'"key": "aa"', b'"key": "ab"'),
        lambda data: data.replace(b"snapshot 1", b"snapshot 9"),
        lambda data: b"",
        lambda data: b"\n",
        lambda data: b"[]\n" + data,
        lambda data: os.urandom(2000),
        lambda data: data[: data.index(b"\n") + 1],
    ],
)
def test_a_damaged_one_is_not_loaded_and_goes(store: SnapshotStore, harm: object) -> None:
    path = save(store, "aa")
    path.write_bytes(harm(path.read_bytes()))  # type: ignore[operator]

    assert loaded(SnapshotStore(store.folder, store.most), "aa") is None
    assert not path.exists()
    assert list(store.folder.iterdir()) == []


def test_one_that_was_checked_is_checked_again_once_somebody_touched_it(
    store: SnapshotStore,
) -> None:
    path = save(store, "aa")
    assert loaded(store, "aa") is not None
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    os.utime(path, (1, 1))  # the clock of files is coarse

    assert loaded(store, "aa") is None


def test_the_least_recently_used_goes_first(store: SnapshotStore) -> None:
    paths = {key: save(store, key, 3000) for key in ("aa", "bb", "cc")}
    for age, path in enumerate(paths.values()):
        os.utime(path, (1000 + age, 1000 + age))
    assert loaded(store, "aa")

    save(store, "dd", 3000)

    assert paths["aa"].exists()
    assert not paths["bb"].exists()
    assert [item.path.name[17:19] for item in store.all()][-1] == "cc"


def test_one_that_is_larger_than_all_may_stay_alone(store: SnapshotStore) -> None:
    small = save(store, "aa")
    large = save(store, "bb", 20_000)

    assert large.exists()
    assert not small.exists()


def test_clearing(store: SnapshotStore) -> None:
    mine, other = save(store, "aa"), save(store, "aa", owner="f" * 16)
    (store.folder / "notes.txt").write_text("not ours")

    assert store.clear(keep=OWNER) == 1
    assert mine.exists()
    assert not other.exists()
    assert store.clear() == 1
    assert [path.name for path in store.folder.iterdir()] == ["notes.txt"]
    assert SnapshotStore(store.folder / "none", 1).clear() == 0


def test_what_dead_processes_left_is_removed_and_suspects_are_named(store: SnapshotStore) -> None:
    path = save(store, "aa")
    mine = path.rename(path.with_name(f"{path.name}.trying-{os.getpid()}"))
    bad = path.with_name(f"{path.name}.trying-{GONE}")
    half = path.with_name(f"{path.name}.part-{GONE}")
    bad.write_bytes(b"x")
    half.write_bytes(b"x")

    assert store.remove_leftovers() == [path.name]
    assert mine.exists()
    assert not bad.exists()
    assert not half.exists()


def test_while_it_is_in_use_nobody_else_has_it(store: SnapshotStore) -> None:
    save(store, "aa")
    with store.load(OWNER, "aa") as found:
        assert found is not None
        assert not store.has(OWNER, "aa")
        assert loaded(store, "aa") is None
    assert store.has(OWNER, "aa")


def test_a_full_disk_leaves_nothing(store: SnapshotStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        save(store, "aa")
    assert list(store.folder.iterdir()) == []
    monkeypatch.undo()
    monkeypatch.setattr(snapshots, "_SPARE", 2**62)
    with pytest.raises(OSError, match="nearly full"):
        save(store, "aa")


def test_a_header_says_nothing_of_the_notes(store: SnapshotStore) -> None:
    header = json.loads(save(store, "aa").read_bytes().split(b"\n")[0])

    assert set(header) == {"mark", "key", "length", "model", "tokens", "sha256"}

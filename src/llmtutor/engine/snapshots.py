"""Saved states of the model for sections that were read: files that may vanish at any time.

Native code aborts on a state that was cut short and takes in a damaged one in
silence, so a file says what it is and is checked whole before it gets there.
A state holds the meaning of the notes: the files are the user's alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import mmap
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARK = "llmtutor snapshot 1"
"""Begins each file; the number is the version of the form."""

SUFFIX = ".kv"
_TRYING = ".trying-"
_PART = ".part-"
_MOST_HEADER = 4096
_SPARE = 200_000_000
"""Bytes of the disk that snapshots leave free."""

State = ctypes.Array[ctypes.c_uint8]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One file, as its header describes it."""

    path: Path
    size: int
    """Bytes of the file."""
    used: float
    """When it was last written or loaded, seconds since 1970."""
    model: str
    """Name of the model it was made with."""
    tokens: int


class SnapshotStore:
    """The snapshots in one folder, the least recently used going first.

    Args:
        folder: made when the first file is written.
        most: bytes that all files together may take.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder
        self.most = most
        self._sound: dict[str, tuple[int, int, int]] = {}
        """Files that this process wrote or checked, as they were then: while nobody
        touches them they are not checked again, which is most of the time they take."""

    def all(self) -> list[Snapshot]:
        """Every snapshot there is, the most recently used first."""
        found = []
        for path in self.folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                with path.open("rb") as stream:
                    header = _header(stream.readline(_MOST_HEADER))
                stat = path.stat()
                found.append(
                    Snapshot(path, stat.st_size, stat.st_mtime, header["model"], header["tokens"])
                )
        return sorted(found, key=lambda snapshot: snapshot.used, reverse=True)

    def clear(self, keep: str = "") -> int:
        """Delete all files but those of an owner; returns how many snapshots went."""
        gone = 0
        for path in self.folder.glob("*"):
            if path.name.endswith(SUFFIX) and not (keep and path.name.startswith(keep)):
                gone += _delete(path)
        self.remove_leftovers()
        return gone

    def remove_leftovers(self) -> list[str]:
        """Delete what processes that died left behind.

        Returns:
            Names of snapshots over which an engine died: they are not tried again.
        """
        suspects = []
        for path in self.folder.glob("*"):
            for sign in (_TRYING, _PART):
                name, found, owner = path.name.partition(sign)
                if found and not _alive(owner) and _delete(path) and sign == _TRYING:
                    suspects.append(name)
        return suspects

    def has(self, owner: str, key: str) -> bool:
        return self._path(owner, key).is_file()

    def save(self, owner: str, key: str, state: State, *, model: str, tokens: int) -> None:
        """Write a file whole or not at all, then delete the oldest above the limit.

        Raises:
            OSError: the disk is full, or the folder cannot be written to.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stat = os.statvfs(self.folder)
        if stat.f_bavail * stat.f_frsize < len(state) + _SPARE:
            raise OSError("the disk is nearly full")
        header = {
            "mark": MARK, "key": key, "length": len(state), "model": model, "tokens": tokens,
            "sha256": hashlib.sha256(state).hexdigest(),
        }  # fmt: skip
        target = self._path(owner, key)
        part = target.with_name(f"{target.name}{_PART}{os.getpid()}")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            with os.fdopen(os.open(part, flags, 0o600), "wb") as stream:
                stream.write(json.dumps(header).encode("ascii") + b"\n")
                stream.write(state)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
            self._sound[target.name] = _look(target)
        finally:
            part.unlink(missing_ok=True)
        self._evict(target)

    @contextlib.contextmanager
    def load(self, owner: str, key: str) -> Iterator[State | None]:
        """The state in a file, or None where there is none or it is damaged.

        While it is in use the file bears another name: should the process die
        over it, nobody tries it again.
        """
        path = self._path(owner, key)
        trying = path.with_name(f"{path.name}{_TRYING}{os.getpid()}")
        try:
            path.rename(trying)
        except OSError:
            yield None
            return
        state = None
        try:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                known = self._sound.pop(path.name, None) == _look(trying)
                state = _checked(trying, key, is_sound=known)
            yield state
        finally:
            if state is None:
                _delete(trying)
            else:
                with contextlib.suppress(OSError):
                    os.utime(trying)
                    self._sound[path.name] = _look(trying)
                    trying.rename(path)

    def _path(self, owner: str, key: str) -> Path:
        return self.folder / f"{owner}-{key}{SUFFIX}"

    def _evict(self, newest: Path) -> None:
        total = 0
        for snapshot in self.all():
            total += snapshot.size
            if total > self.most and snapshot.path != newest:
                _delete(snapshot.path)


def _look(path: Path) -> tuple[int, int, int]:
    """What changes when somebody writes to a file."""
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _checked(path: Path, key: str, *, is_sound: bool = False) -> State:
    """Map a file and check it against its header; ValueError says that it is damaged."""
    with path.open("rb") as stream:
        line = stream.readline(_MOST_HEADER)
        header = _header(line)
        length = os.fstat(stream.fileno()).st_size - len(line)
        if header["key"] != key or header["length"] != length or length <= 0:
            raise ValueError("it is not what its header says")
        # Private pages: written to by nobody, and never read twice from the disk.
        pages = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
    state = (ctypes.c_uint8 * length).from_buffer(pages, len(line))
    if not is_sound and hashlib.sha256(state).hexdigest() != header["sha256"]:
        raise ValueError("its checksum is wrong")
    return state


def _header(line: bytes) -> dict[str, Any]:
    header = json.loads(line)
    if not isinstance(header, dict) or header.get("mark") != MARK:
        raise ValueError("it is no snapshot")
    return header


def _delete(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _alive(pid: str) -> bool:
    if not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True

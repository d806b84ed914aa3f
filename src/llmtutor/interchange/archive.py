"""Opening a zip that somebody else made: nothing in it is believed, nothing is unpacked by name."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from llmtutor.errors import InputFileError

CHUNK = 1 << 16
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What Python's zip reader raises on files that somebody damaged."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold."""

    members: int = 50_000
    member_bytes: int = 512 * 1024**2
    """Unpacked, each."""
    total_bytes: int = 2 * 1024**3
    """Unpacked, together."""


class Archive:
    """A zip file whose table of contents was checked."""

    def __init__(self, file: zipfile.ZipFile, where: Path, limits: Limits) -> None:
        self._file = file
        self._where = where
        self._limits = limits
        self.names = frozenset(info.filename for info in file.infolist() if not info.is_dir())

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a member, piece by piece, as long as it keeps to the limits.

        Raises:
            InputFileError: it is damaged, or larger than it says or may be.
        """
        info = self._file.getinfo(name)
        done = 0
        try:
            with self._file.open(info) as stream:
                while piece := stream.read(CHUNK):
                    done += len(piece)
                    if done > min(info.file_size, self._limits.member_bytes):
                        raise refusal("a member is larger than it says", self._where)
                    yield piece
        except (*_BROKEN, OSError) as error:
            raise refusal(f"'{name}' in it is damaged ({error})", self._where) from error

    def read(self, name: str, limit: int) -> bytes:
        """A small member whole.

        Raises:
            InputFileError: it is damaged or larger than ``limit``.
        """
        if self._file.getinfo(name).file_size > limit:
            raise refusal(f"'{name}' in it has more than {limit:,} bytes", self._where)
        return b"".join(self.chunks(name))


@contextmanager
def open_archive(path: Path, limits: Limits = Limits()) -> Iterator[Archive]:
    """Open a zip after checking everything its table of contents says.

    Raises:
        InputFileError: not a zip, too much in it, or made to do harm: paths that
            lead out, links, members that overlap, encrypted or double ones.
    """
    try:
        file = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise refusal(f"not a zip archive ({error})", path) from error
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror or error})", where=path) from error
    with file:
        problem = _problem(file.infolist(), limits)
        if problem:
            raise refusal(problem, path)
        yield Archive(file, path, limits)


def refusal(what: str, where: Path) -> InputFileError:
    """The error for an archive that is not taken."""
    return InputFileError(what, where=where, hint="Nothing was changed")


def _problem(infos: list[zipfile.ZipInfo], limits: Limits) -> str:
    """What is wrong with the table of contents; empty where nothing is."""
    if len(infos) > limits.members:
        return f"it holds {len(infos):,} files; {limits.members:,} are read at most"
    if sum(info.file_size for info in infos) > limits.total_bytes:
        return f"unpacked it would have more than {limits.total_bytes:,} bytes"
    if len({info.filename for info in infos}) < len(infos):
        return "two files in it have one name"
    for info in infos:
        if problem := _member_problem(info, limits):
            return f"'{info.filename}' in it {problem}"
    return _overlap(infos)


def _member_problem(info: zipfile.ZipInfo, limits: Limits) -> str:
    if not is_plain_name(info.filename):
        return "leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if info.compress_type not in _METHODS:
        return "is packed in a way that is not read"
    if info.file_size > limits.member_bytes:
        return f"has more than {limits.member_bytes:,} bytes"
    return ""


def _overlap(infos: list[zipfile.ZipInfo]) -> str:
    """Members that share bytes are how small archives hold petabytes."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return "files in it overlap"
        end = info.header_offset + _LOCAL_HEADER + len(info.filename) + info.compress_size
    return ""


def is_plain_name(name: str) -> bool:
    """Whether a name stays inside the folder it is unpacked into, on every system."""
    path = PurePosixPath(name)
    odd = "\\" in name or "\0" in name or ":" in name
    return bool(path.parts) and not odd and not path.is_absolute() and ".." not in path.parts

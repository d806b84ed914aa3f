"""Reads the header of a GGUF file, trusting nothing in it.

Native code aborts the process on some bad files, so a file comes through here
first: every count and length is held against the size of the file before it
is used, and the data that the tensor table promises must be there.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from operator import length_hint
from pathlib import Path
from typing import BinaryIO

from llmtutor.engine.tensor import Tensor
from llmtutor.errors import InputFileError, MissingError

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MAX_FIELDS = 10_000
MAX_TENSORS = 100_000
MAX_TEXT = 32 * 1024 * 1024
"""Bytes in one string; the longest real ones are chat templates of some 20 KB."""
MAX_TEXTS = 4_000_000
"""Strings in all arrays of a file; the largest vocabularies have half a million."""
MAX_DIMENSIONS = 4
KEPT = 1024
"""Elements of an array that are kept; a vocabulary is only counted."""
DEFAULT_ALIGNMENT = 32

_CHUNK = 1024 * 1024
GET_AGAIN = "Download or copy it again"

_TEXT, _ARRAY = 8, 9
_NUMBERS = {
    0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
}  # fmt: skip

_OTHER_FILES = (
    (b"PK\x03\x04", "is a ZIP archive (a wheel, or PyTorch weights)"),
    (b"version https://git-lfs", "is a Git LFS pointer, not the model itself"),
    (b"<", "is a web page or XML: the download went wrong"),
    (b"ggjt", "is in a format from before GGUF"),
    (b"lmgg", "is in a format from before GGUF"),
    (b"fmgg", "is in a format from before GGUF"),
    (b"tjgg", "is in a format from before GGUF"),
    (b"algg", "is a LoRA adapter in a format from before GGUF"),
)


@dataclass(frozen=True, slots=True)
class ArrayField:
    """An array in the metadata: its length, and its first elements."""

    length: int
    head: tuple[int | float | bool | str, ...]
    """At most ``KEPT`` elements."""


Field = int | float | bool | str | ArrayField


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says about itself."""

    path: Path
    size: int
    """Bytes of the file."""
    version: int
    fields: dict[str, Field]
    tensors: tuple[Tensor, ...]

    @property
    def parameters(self) -> int:
        return sum(tensor.elements for tensor in self.tensors)

    def text(self, key: str) -> str:
        """A string field, or an empty string."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str, default: int = 0) -> int:
        """A whole-number field; of one that is given per layer, the largest."""
        value = self.fields.get(key)
        if isinstance(value, ArrayField):
            return max((item for item in value.head if isinstance(item, int)), default=default)
        return value if isinstance(value, int) else default

    def of_architecture(self, key: str, default: int = 0) -> int:
        """As :meth:`number`, for a key that is prefixed with the architecture."""
        return self.number(f"{self.text('general.architecture')}.{key}", default)


def read_header(path: Path) -> Header:
    """Read and check everything before the weights.

    Raises:
        MissingError: there is no such file.
        InputFileError: it cannot be read, or is no whole GGUF file.
    """
    try:
        if path.is_dir():
            raise InputFileError("is a folder, not a model file", where=path)
        if not path.is_file():
            raise MissingError("there is no such model file", where=path)
        with path.open("rb") as stream:
            return _Reader(path, stream).header()
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror or error})", where=path) from error


class _Reader:
    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self._path = path
        self._stream = stream
        self._size = os.fstat(stream.fileno()).st_size
        self._at = 0
        self._texts = 0

    def header(self) -> Header:
        self._magic()
        version = self._version()
        tensor_count, field_count = self._number("Q"), self._number("Q")
        if field_count > MAX_FIELDS or tensor_count > MAX_TENSORS:
            raise self._bad(f"claims {field_count} fields and {tensor_count} tensors")
        fields: dict[str, Field] = {}
        for _ in range(field_count):
            key = self._text()
            if key in fields:
                raise self._bad(f"the field '{key[:80]}' stands twice")
            fields[key] = self._field()
        tensors = tuple(self._tensor() for _ in range(tensor_count))
        self._check_data(fields, tensors)
        return Header(self._path, self._size, version, fields, tensors)

    def _magic(self) -> None:
        if self._size == 0:
            raise self._bad("is empty", hint=GET_AGAIN)
        magic = self._stream.read(len(MAGIC))
        if magic != MAGIC:
            start = magic + self._stream.read(32)
            for sign, meaning in _OTHER_FILES:
                if start.startswith(sign):
                    raise self._bad(meaning)
            raise self._bad("is not a GGUF model")
        self._at = len(MAGIC)

    def _version(self) -> int:
        version = self._number("I")
        if version in VERSIONS:
            return version
        if int.from_bytes(struct.pack("<I", version), "big") in VERSIONS:
            raise self._bad("was made for big-endian machines", hint="Get the usual variant")
        raise self._bad(f"has GGUF version {version}; this program reads 2 and 3")

    def _field(self) -> Field:
        kind = self._number("I")
        return self._array() if kind == _ARRAY else self._scalar(kind)

    def _scalar(self, kind: int) -> int | float | bool | str:
        if kind == _TEXT:
            return self._text()
        if kind not in _NUMBERS:
            raise self._bad(f"has a field of an unknown kind ({kind})")
        value: int | float | bool = struct.unpack("<" + _NUMBERS[kind], self._take(_width(kind)))[0]
        return value

    def _array(self) -> ArrayField:
        kind, length = self._number("I"), self._number("Q")
        if kind == _TEXT:
            self._texts += length
            if self._texts > MAX_TEXTS:
                raise self._bad(f"claims an array of {length} texts")
            return ArrayField(length, self._text_array(length))
        if kind not in _NUMBERS:
            raise self._bad(f"has an array of an unknown kind ({kind})")
        kept = min(length, KEPT)
        head = struct.unpack(f"<{kept}{_NUMBERS[kind]}", self._take(kept * _width(kind)))
        self._skip((length - kept) * _width(kind))
        return ArrayField(length, head)

    def _text_array(self, length: int) -> tuple[str, ...]:
        """The first texts; passing over the rest is most of the reading time."""
        kept = min(length, KEPT)
        head = tuple(self._text() for _ in range(kept))
        self._skip_texts(length - kept)
        return head

    def _skip_texts(self, count: int) -> None:
        """Hop over strings by their lengths, a large buffer at a time."""
        unpack_from = struct.Struct("<Q").unpack_from
        hops = iter(range(count))
        while True:
            self._stream.seek(self._at)
            buffer, at = self._stream.read(_CHUNK), 0
            try:
                for _ in hops:
                    at += 8 + unpack_from(buffer, at)[0]
            except (struct.error, OverflowError):
                hops = iter(range(length_hint(hops) + 1))
            else:
                return self._skip(at)
            if at == 0:
                raise self._cut()
            self._skip(at)

    def _tensor(self) -> Tensor:
        name, rank = self._text(), self._number("I")
        if rank > MAX_DIMENSIONS:
            raise self._bad(f"the tensor '{name[:80]}' has {rank} dimensions")
        shape = struct.unpack(f"<{rank}Q", self._take(8 * rank))
        return Tensor(name, shape, self._number("I"), self._number("Q"))

    def _check_data(self, fields: dict[str, Field], tensors: tuple[Tensor, ...]) -> None:
        alignment = fields.get("general.alignment", DEFAULT_ALIGNMENT)
        if type(alignment) is not int or alignment <= 0 or alignment & (alignment - 1):
            raise self._bad(f"has an impossible alignment ({alignment})")
        start = -(-self._at // alignment) * alignment
        end = start
        for tensor in tensors:
            if tensor.offset % alignment or (tensor.shape and tensor.shape[0] % tensor.block):
                raise self._bad(f"the tensor '{tensor.name[:80]}' has an impossible place or shape")
            end = max(end, start + tensor.offset + tensor.size)
        if tensors and end > self._size:
            missing = end - self._size
            raise self._bad(
                f"is cut short: {missing:,} of {end:,} bytes are missing", hint=GET_AGAIN
            )

    def _number(self, code: str) -> int:
        value: int = struct.unpack("<" + code, self._take(struct.calcsize(code)))[0]
        return value

    def _text(self) -> str:
        length = self._number("Q")
        if length > MAX_TEXT:
            raise self._cut()
        return self._take(length).decode("utf-8", "replace")

    def _take(self, count: int) -> bytes:
        self._at += count
        if self._at > self._size:
            raise self._cut()
        data = self._stream.read(count)
        if len(data) < count:
            raise self._cut()
        return data

    def _skip(self, count: int) -> None:
        self._at += count
        if self._at > self._size:
            raise self._cut()
        self._stream.seek(self._at)

    def _cut(self) -> InputFileError:
        return self._bad("is damaged or cut short inside its header", hint=GET_AGAIN)

    def _bad(self, what: str, hint: str = "Choose a .gguf model file") -> InputFileError:
        return InputFileError(what, where=self._path, hint=hint)


def _width(kind: int) -> int:
    return struct.calcsize(_NUMBERS[kind])

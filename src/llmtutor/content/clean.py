"""Bytes that somebody saved → text that is safe to show: text is text, never live."""

from __future__ import annotations

import re
from pathlib import Path

from llmtutor.content.models import FileWarnings
from llmtutor.errors import InputFileError

MAX_BYTES = 20_000_000

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # colours, cursor moves
    r"|[\]PX^_][^\x07\x1b\n]{0,4096}(?:\x07|\x1b\\)"  # titles, links, device strings
    r"|[ -/]*[0-~])?"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x1f"
"""Controls that part words, as the line break of a slide does."""
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # all but tab and newline; then the invisible ones
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def read_text(path: Path) -> str:
    """Read a file as text.

    Raises:
        InputFileError: missing, a folder, empty, too large, binary, or not Unicode.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputFileError("this is a folder", where=path, hint="Name the files in it")
        if size > MAX_BYTES:
            raise InputFileError(
                f"the file has {size:,} bytes; notes up to {MAX_BYTES:,} are read",
                where=path,
                hint="Split it, a lecture a file",
            )
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES)  # a device says that it holds nothing, and never ends
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror})", where=path) from error
    if not data.strip():
        raise InputFileError("the file is empty", where=path)
    return _decoded(data, path)


def _decoded(data: bytes, path: Path) -> str:
    encoding = _UTF16.get(data[:2], "utf-8")
    if encoding == "utf-8" and b"\x00" in data[:8192]:
        raise InputFileError(
            "this is not a text file", where=path, hint="Export the notes as Markdown or text"
        )
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputFileError(
            f"byte {error.start} is not {encoding.upper()}",
            where=f"{path}:{line}",
            hint="Save the file as UTF-8 and import it again",
        ) from error


def clean(text: str, warnings: FileWarnings) -> str:
    r"""Make line ends ``\n`` and take out what could steer a terminal.

    Line numbers stay as they were, so that warnings point into the original.
    """
    text = _LINE_ENDS.sub("\n", text)
    if first := _ESCAPES.search(text):
        line = text.count("\n", 0, first.start()) + 1
        text, count = _ESCAPES.subn("", text)
        warnings.add(line, f"{count} terminal escape sequences", "left them out")
    if first := _CONTROLS.search(text):
        line = text.count("\n", 0, first.start()) + 1
        text, count = _CONTROLS.subn(lambda char: " " if char[0] in _SEPARATORS else "", text)
        warnings.add(line, f"{count} invisible control characters", "left them out")
    return text


def one_line(value: object) -> str:
    """A value of somebody's YAML as one line of text: its escapes may hold what files may not."""
    text = _CONTROLS.sub(" ", _ESCAPES.sub("", _LINE_ENDS.sub(" ", str(value))))
    return " ".join(text.split())

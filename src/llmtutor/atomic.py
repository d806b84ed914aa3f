"""Writing files that a person would miss: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from llmtutor.errors import MissingError


def write_text(path: Path, text: str) -> None:
    """Replace a file's content in one step; a crash leaves the old one.

    Raises:
        MissingError: the folder cannot be written to, or the disk is full.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """As :func:`write_text`, for bytes."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise MissingError(
            f"cannot be written ({error.strerror or error})",
            where=path,
            hint="Free some space or make the folder writable; nothing was changed",
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)

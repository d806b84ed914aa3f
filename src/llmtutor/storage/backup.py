"""One archive with everything a student would miss, and putting it back."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from llmtutor import __version__
from llmtutor.errors import MissingError, UsageError
from llmtutor.paths import Paths

MANIFEST = "manifest.json"
FORMAT = 1
PROGRESS, SETTINGS, COURSES = "progress.db", "settings.yaml", "courses"
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was written."""

    file: Path
    files: int
    size: int
    """Bytes of the archive."""


def back_up(paths: Paths, file: Path, now: datetime, *, replace: bool = False) -> BackupReport:
    """Write an archive: whole, or not at all. The app may be open meanwhile.

    Args:
        paths: the data folder.
        file: the archive to write.
        now: noted in it.
        replace: whether a file of that name may be written over.

    Raises:
        UsageError: the file exists and may not be replaced.
        MissingError: there is nothing to keep, or no room for it.
    """
    if file.exists() and not replace:
        raise UsageError("this file exists already", where=file, hint="Choose another name")
    if not paths.progress.exists() and not paths.courses.exists() and not paths.settings.exists():
        raise MissingError("there is nothing to back up yet", where=paths.home)
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            count = _write(paths, stream, now)
            stream.flush()
            os.fsync(stream.fileno())
        _put_in_place(Path(temporary), file, replace=replace)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise MissingError(
            f"the backup cannot be written ({reason})", where=file, hint="Nothing was changed"
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
    return BackupReport(file, count, file.stat().st_size)


def default_name(now: datetime) -> str:
    """A name that sorts by time."""
    return f"llmtutor-{now.astimezone():%Y-%m-%d-%H%M%S}.zip"


def _put_in_place(temporary: Path, file: Path, *, replace: bool) -> None:
    if replace:
        temporary.replace(file)
        return
    # a link fails where somebody was faster; a rename would write over their file
    os.link(temporary, file)


def _write(paths: Paths, stream: object, now: datetime) -> int:
    sums: dict[str, str] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=paths.home) as folder:
            if paths.progress.exists():
                copy = Path(folder) / PROGRESS
                copy_database(paths.progress, copy)
                sums[PROGRESS] = _add(archive, copy, PROGRESS)
        if paths.settings.exists():
            sums[SETTINGS] = _add(archive, paths.settings, SETTINGS)
        for path in _course_files(paths.courses):
            name = f"{COURSES}/{path.relative_to(paths.courses).as_posix()}"
            sums[name] = _add(archive, path, name)
        manifest = {
            "format": FORMAT,
            "program": __version__,
            "made": now.astimezone(UTC).isoformat(timespec="seconds"),
            "files": sums,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return len(sums)


def _course_files(folder: Path) -> Iterator[Path]:
    """Regular files only: a link could lead anywhere."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and path.name != _LOCK:
            yield path


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    """Add a file as it is read once, and return the sha256 of just that."""
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(name, "w") as target:
        while piece := source.read(1 << 20):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def copy_database(source: Path, target: Path) -> None:
    """A whole copy of a database that others may be writing to.

    Raises:
        sqlite3.Error: the source is damaged, or there is no room.
    """
    with (
        closing(sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        # the copy goes into an archive alone, without a log beside it
        new.execute("PRAGMA journal_mode=DELETE")


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path))

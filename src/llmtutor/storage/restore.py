"""Putting an archive back: looked through whole before anything here is touched."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from llmtutor import settings
from llmtutor.errors import InputFileError, MissingError, TutorError, UsageError
from llmtutor.interchange.archive import Archive, open_archive, refusal
from llmtutor.paths import Paths
from llmtutor.storage.backup import (
    COURSES,
    FORMAT,
    MANIFEST,
    PROGRESS,
    SETTINGS,
    back_up,
    default_name,
)
from llmtutor.storage.migrations import STEPS, open_progress

_MANIFEST_BYTES = 8_000_000
_NEEDED = ("state", "reading", "turn", "attempt")


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was put back."""

    made: str
    """When the archive was written, ISO."""
    files: int
    kept: Path | None
    """The archive of what was here before; None where nothing was."""


def restore(paths: Paths, file: Path, now: datetime, *, replace: bool = False) -> RestoreReport:
    """Put an archive's contents in place of what is here.

    What is here is kept in an archive of its own first. Should the program be
    killed half way, running it again with the same archive finishes it.

    Args:
        paths: the data folder.
        file: the archive.
        now: names the archive of what was here.
        replace: whether what is here may be replaced.

    Raises:
        InputFileError: the archive is damaged, or not one of ours.
        UsageError: there is something here, and it may not be replaced.
        MissingError: a newer program made it, or there is no room.
    """
    with open_archive(file) as archive:
        manifest = _manifest(archive, file)
        present = [path for path in _ours(paths) if path.exists()]
        if present and not replace:
            raise UsageError(
                f"there is a record here already ({', '.join(path.name for path in present)})",
                where=paths.home,
                hint="--replace puts the archive in its place, and keeps a copy of what is here",
            )
        paths.prepare()
        try:
            with tempfile.TemporaryDirectory(prefix=".restore-", dir=paths.home) as folder:
                stage = Path(folder)
                _unpack(archive, manifest["files"], stage, file)
                _check(stage, file)
                kept = _keep(paths, now) if present else None
                _put_in_place(stage, paths)
        except OSError as error:
            raise MissingError(
                f"the archive cannot be put back ({error.strerror or error})", where=paths.home
            ) from error
    return RestoreReport(str(manifest["made"]), len(manifest["files"]), kept)


def _ours(paths: Paths) -> tuple[Path, ...]:
    return (paths.progress, paths.settings, paths.courses)


def _manifest(archive: Archive, file: Path) -> dict[str, Any]:
    if MANIFEST not in archive.names:
        raise refusal("not a backup of llmtutor", file)
    try:
        manifest = json.loads(archive.read(MANIFEST, _MANIFEST_BYTES))
        version, files = int(manifest["format"]), dict(manifest["files"])
        str(manifest["made"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refusal("not a backup of llmtutor: its list of files is damaged", file) from error
    if version > FORMAT:
        raise MissingError(
            "a newer llmtutor made this backup",
            where=file,
            hint="Upgrade llmtutor; nothing was changed",
        )
    for name in files:
        if name not in {PROGRESS, SETTINGS} and not name.startswith(f"{COURSES}/"):
            raise refusal(f"'{name}' in it does not belong in a backup", file)
    if archive.names != {*files, MANIFEST}:
        raise refusal("its files are not those it lists", file)
    return manifest  # type: ignore[no-any-return]


def _unpack(archive: Archive, sums: dict[str, str], stage: Path, file: Path) -> None:
    for name, wanted in sums.items():
        target = stage / name
        if not target.resolve().is_relative_to(stage.resolve()):
            raise refusal(f"'{name}' in it leads out of the archive", file)
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("wb") as out:
            for piece in archive.chunks(name):
                digest.update(piece)
                out.write(piece)
        if digest.hexdigest() != wanted:
            raise refusal(f"'{name}' in it was changed or damaged", file)


def _check(stage: Path, file: Path) -> None:
    """Whether everything in the archive can be used, before anything is replaced by it."""
    try:
        if (stage / SETTINGS).exists():
            settings.load(stage / SETTINGS, environment={})
    except InputFileError as error:
        raise refusal(f"the settings in it cannot be used ({error.what})", file) from error
    if not (stage / PROGRESS).exists():
        return
    try:
        with closing(sqlite3.connect(stage / PROGRESS)) as database:
            (state,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            (version,) = database.execute("PRAGMA user_version").fetchone()
            kinds = dict(database.execute("SELECT name, type FROM sqlite_master").fetchall())
    except (sqlite3.Error, UnicodeError) as error:
        raise refusal(f"the record in it is damaged ({error})", file) from error
    if state != "ok":
        raise refusal(f"the record in it is damaged ({state.splitlines()[-1]})", file)
    if version > len(STEPS):
        raise MissingError(
            "a newer llmtutor made the record in it",
            where=file,
            hint="Upgrade llmtutor; nothing was changed",
        )
    if any(kinds.get(name) != "table" for name in _NEEDED) or {"view", "trigger"} & {
        *kinds.values()
    }:
        raise refusal("the record in it is not one of llmtutor", file)
    try:
        open_progress(stage / PROGRESS).close()
    except TutorError as error:
        raise refusal(f"the record in it cannot be used ({error.what})", file) from error


def _keep(paths: Paths, now: datetime) -> Path:
    folder = paths.home / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"before-restore-{default_name(now)}"
    try:
        return back_up(paths, target, now, replace=True).file
    except MissingError:
        # what cannot be read cannot be packed; it is kept as it is
        aside = folder / f"before-restore-{now:%Y%m%dT%H%M%S}"
        for path in (item for item in _ours(paths) if item.exists()):
            aside.mkdir(exist_ok=True)
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, aside / path.name)
        return aside


def _put_in_place(stage: Path, paths: Paths) -> None:
    """Files first, the record last: it is what tells that all is done."""
    for name, path in ((COURSES, paths.courses), (SETTINGS, paths.settings)):
        old = stage / f"old-{name}"
        if path.exists():
            path.rename(old)
        if (stage / name).exists():
            (stage / name).rename(path)
    if (stage / PROGRESS).exists():
        _replace_record(stage / PROGRESS, paths.progress)
    elif paths.progress.exists():
        _remove_record(paths.progress)


def _replace_record(new: Path, live: Path) -> None:
    """Written through SQLite in one transaction, so that another window sees all of it or none."""
    try:
        with (
            closing(sqlite3.connect(new)) as source,
            closing(sqlite3.connect(live, timeout=10)) as target,
        ):
            source.backup(target)
    except sqlite3.DatabaseError:
        # the one here is beyond use; a copy of it was kept
        _remove_record(live)
        new.replace(live)


def _remove_record(live: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        live.with_name(live.name + suffix).unlink(missing_ok=True)

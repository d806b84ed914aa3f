"""Models that the catalogue does not list: a file at an address, a repository by its name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from llmtutor.engine.catalogue import CatalogueEntry
from llmtutor.engine.sources import HubSource, Source, UrlSource
from llmtutor.errors import UsageError

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def entry_elsewhere(name: str, sha256: str = "") -> CatalogueEntry | None:
    """A row for ``https://…/model.gguf`` or ``owner/repository``; None for any other name.

    Raises:
        UsageError: the address names no GGUF file, or the sha256 is none.
    """
    if sha256 and not _SHA256.fullmatch(sha256):
        raise UsageError("a sha256 has 64 digits from 0 to f", where="--sha256")
    if "://" in name:
        file = PurePosixPath(unquote(urlsplit(name).path)).name
        if not file.lower().endswith(".gguf") or not file.isprintable():
            raise UsageError(
                "the address names no .gguf file", where=name, hint="Give the file's own address"
            )
        return _row(file.removesuffix(".gguf"), UrlSource(name), file, sha256.lower())
    if _REPOSITORY.fullmatch(name):
        return _row(name.partition("/")[2], HubSource(name), None, sha256.lower())
    return None


def _row(title: str, source: Source, file: str | None, sha256: str) -> CatalogueEntry:
    return CatalogueEntry(
        id="",
        title=title,
        kind="chat",
        parameters=0,
        licence="see where it comes from",
        languages=(),
        context=0,
        family="",
        sources=(source,),
        file=file,
        sha256=sha256 or None,
    )

"""A model file from a repository on Hugging Face, or on a mirror that ``HF_ENDPOINT`` names.

``huggingface_hub`` says what lies in the repository, and with which sha256; it
knows mirrors, tokens and licences that have to be accepted. The bytes come by
:mod:`llmtutor.engine.download_address`: the library's own download, since its
release 2, starts from nothing after each interruption, and these files are
gigabytes. Without the library a file whose name is known is fetched all the same.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import quote

from llmtutor.engine.download import OnProgress, SourceError, Wanted
from llmtutor.engine.download_address import check_address, fetch_from_address
from llmtutor.engine.sources import HubSource

HUB = "https://huggingface.co"
HUB_VARIABLE = "HF_ENDPOINT"
LIBRARY = "huggingface_hub"
INSTALL = 'python -m pip install "llmtutor[hub]"'

PREFERRED = ("Q4_K_M", "Q4_K", "Q4_0", "Q4_1", "Q4_K_S", "Q5_K_M", "Q5_0", "Q6_K", "Q8_0", "F16")
"""Quantisations, the first that is there being taken: small first, then good."""

_SPLIT = re.compile(r"-\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
_PARTS = re.compile(r"mmproj|imatrix|draft|assistant|lora", re.IGNORECASE)
_TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file as its repository describes it."""

    name: str
    """Path inside the repository."""
    size: int
    """Bytes."""
    sha256: str


def endpoint() -> str:
    """The hub, or the mirror that is to be used instead."""
    return (os.environ.get(HUB_VARIABLE) or HUB).rstrip("/")


def fetch_from_hub(source: HubSource, wanted: Wanted, on_progress: OnProgress) -> Path:
    """Bring the file into ``wanted.part``.

    Raises:
        SourceError: it is not there, is another file, or the network fails.
    """
    path = f"{source.repo}/resolve/{quote(source.revision, safe='')}/{quote(source.file)}"
    address = f"{endpoint()}/{path}"
    check_address(address)
    return fetch_from_address(address, source, wanted, on_progress, _headers())


def choose(source: HubSource, folder: Path, like: str = "") -> HubFile:
    """Choose a file of a repository from its list.

    Args:
        source: the repository.
        folder: for models; what the library keeps goes below it.
        like: the quantisation or a part of the name that is wanted; empty takes
            the usual one.

    Raises:
        SourceError: the library is not installed, the repository cannot be
            listed, or holds no file that can be used.
    """
    files = [file for file in _list(source, folder) if _belongs(file, source)]
    if not files:
        raise SourceError("it holds no model in one GGUF file with a published sha256")
    chosen = _best(files, like)
    if chosen is None:
        names = ", ".join(sorted(Path(file.name).name for file in files)[:12])
        raise SourceError(f"it holds nothing like '{like}'; it has {names}")
    return chosen


def is_installed() -> bool:
    """Whether repositories can be listed."""
    return importlib.util.find_spec(LIBRARY) is not None


def _best(files: Iterable[HubFile], like: str) -> HubFile | None:
    by_size = sorted(files, key=lambda file: file.size)
    wishes = (like,) if like else PREFERRED
    for wish in wishes:
        # Most have it at the end, some at the beginning: q4_0-sheared-llama.gguf
        part = re.compile(rf"(^|[-._/]){re.escape(wish)}[-.]", re.IGNORECASE)
        for file in by_size:
            if part.search(file.name):
                return file
    if like:
        return next((file for file in by_size if like.lower() in file.name.lower()), None)
    return by_size[0]


def _belongs(file: HubFile, source: HubSource) -> bool:
    whole = file.name.lower().endswith(".gguf") and not _SPLIT.search(file.name)
    wanted = not source.match or fnmatchcase(file.name, source.match)
    return whole and wanted and not _PARTS.search(Path(file.name).name) and bool(file.sha256)


def _list(source: HubSource, folder: Path) -> list[HubFile]:
    check_address(endpoint())
    hub = _library(folder)
    try:
        api = hub.HfApi(endpoint=endpoint(), library_name="llmtutor")
        # In one request: the library repeats that for a tree for half a minute, and says so.
        about = api.model_info(
            source.repo, revision=source.revision, files_metadata=True, timeout=_TIMEOUT
        )
    except Exception as error:
        raise SourceError(_complaint(error, source)) from None
    return [
        HubFile(item.rfilename, item.size or 0, item.lfs.sha256 if item.lfs else "")
        for item in about.siblings or ()
    ]


def _complaint(error: Exception, source: HubSource) -> str:
    name = type(error).__name__
    if name == "GatedRepoError":
        return (
            f"its licence has to be accepted first, on {endpoint()}/{source.repo};"
            " then set HF_TOKEN to your token"
        )
    if name == "RepositoryNotFoundError":
        return "there is no such repository, or a token is needed for it (HF_TOKEN)"
    if name == "RevisionNotFoundError":
        return f"it has no revision '{source.revision}'"
    said = (str(error).strip().splitlines() or [name])[0]
    return f"its list cannot be had ({said[:200]})"


def _headers() -> Mapping[str, str]:
    """Who asks, for repositories that are not open to all."""
    token = os.environ.get("HF_TOKEN", "")
    return {"Authorization": f"Bearer {token}"} if token else {}


def _library(folder: Path) -> Any:
    """The library, imported when it is first wanted, keeping to our folder."""
    if not is_installed():
        raise SourceError(f"{LIBRARY} is not installed, which lists its files. Run: {INSTALL}")
    kept = folder / ".hub"
    os.environ.setdefault("HF_HOME", str(kept))
    for name in ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_UPDATE_CHECK"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", str(int(_TIMEOUT)))
    import huggingface_hub

    return huggingface_hub

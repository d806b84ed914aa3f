"""The models that can be got by name, read from ``models/catalogue.yaml``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from llmtutor import paths
from llmtutor.engine.sources import HubSource, Source, UrlSource, WheelSource
from llmtutor.errors import InputFileError, UsageError
from llmtutor.yamlfile import YamlDocument, read_yaml

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"[^/\\\x00-\x1f]+\.gguf")
_REPO = re.compile(r"[\w.-]+/[\w.-]+")
_URL = re.compile(r"https://\S+")
_REQUIREMENT = re.compile(r"[\w.-]+==[\w.]+")


_QUANTISED = 4.85 / 8
"""Bytes of a weight in the usual quantisation, Q4_K_M."""
_BESIDE = 160_000_000
"""Bytes of an interpreter, the native libraries, a vocabulary and buffers, about."""
_CONTEXT = 2048


@dataclass(frozen=True, slots=True)
class ShippedAdapter:
    """A LoRA adapter that comes along, made for exactly the file of its row."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One model."""

    id: str
    title: str
    kind: Literal["chat", "embedding"]
    parameters: int
    licence: str
    languages: tuple[str, ...]
    context: int
    """Tokens it was trained to see at once."""
    family: str
    """Chat template family; ``bert`` and its like for embedding models."""
    sources: tuple[Source, ...]
    verified: bool = False
    """Whether file, size and sha256 are known for certain."""
    adapter: ShippedAdapter | None = None
    file: str | None = None
    size: int | None = None
    sha256: str | None = None
    memory: int | None = None
    """Bytes the engine takes with a context of 2048, measured."""
    kv_bytes: int = 0
    """Of the key-value cache, for each token; 0 for models that keep none."""
    rank: int = 0
    """Among models of its kind that are worth trying today: the higher, the better
    its answers. 0 is a model of its time."""

    @property
    def needs(self) -> int:
        """Bytes of memory with a context of 2048: measured, else about."""
        weights = self.size or int(self.parameters * _QUANTISED)
        return self.memory or weights + self.kv_bytes * min(_CONTEXT, self.context) + _BESIDE

    @property
    def download(self) -> int:
        """Bytes to download: known, else about."""
        return self.size or int(self.parameters * _QUANTISED)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models, in the file's order."""

    entries: tuple[CatalogueEntry, ...]
    default: str
    """Id of the model that answers unless another is chosen."""
    embedding: str
    """Id of the model that finds passages by meaning."""

    def entry(self, name: str) -> CatalogueEntry:
        """The model of that id; ``default`` and ``embedding`` are names too.

        Raises:
            UsageError: there is none; the hint has the nearest id.
        """
        wanted = {"default": self.default, "embedding": self.embedding}.get(name, name)
        known = {entry.id: entry for entry in self.entries}
        if wanted in known:
            return known[wanted]
        near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.4)
        hint = f"Did you mean '{near[0]}'? " if near else ""
        raise UsageError(
            f"the catalogue has no model '{name}'", hint=hint + "llmtutor models list shows all"
        )


def load_catalogue(file: Path | None = None) -> Catalogue:
    """Read the shipped catalogue, or another file of the same form.

    Raises:
        InputFileError: the file is not valid; the error names line and key.
    """
    path = file or paths.shipped() / "models" / "catalogue.yaml"
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _load(path, changed)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> Catalogue:
    """Read once for all who ask: several do while the program starts."""
    document = read_yaml(path)
    root = _Row(document, (), document.value)
    entries = tuple(_entry(_Row(document, key, value)) for key, value in root.rows("models"))
    catalogue = Catalogue(
        entries, root.text("default", required=True), root.text("embedding", required=True)
    )
    root.finish()
    ids = [entry.id for entry in entries]
    for key in ("default", "embedding"):
        if getattr(catalogue, key) not in ids:
            raise InputFileError("names no model of this file", where=document.where(key))
    if len(set(ids)) < len(ids):
        raise InputFileError("two models have the same id", where=document.where("models"))
    return catalogue


def _entry(row: _Row) -> CatalogueEntry:
    kind = row.text("kind", required=True)
    if kind not in {"chat", "embedding"}:
        raise row.wrong("kind", "is neither 'chat' nor 'embedding'")
    entry = CatalogueEntry(
        id=row.text("id", required=True),
        title=row.text("title", required=True),
        kind="chat" if kind == "chat" else "embedding",
        parameters=row.number("parameters", required=True),
        licence=row.text("licence", required=True),
        languages=tuple(row.texts("languages")),
        context=row.number("context", required=True),
        family=row.text("family", required=True),
        sources=tuple(_source(_Row(row.document, *item)) for item in row.rows("sources")),
        verified=row.flag("verified"),
        adapter=_adapter(row),
        file=row.text("file", like=_FILE) or None,
        size=row.number("size") or None,
        sha256=row.text("sha256", like=_SHA256) or None,
        memory=row.number("memory") or None,
        kv_bytes=row.number("kv_bytes"),
        rank=row.number("rank"),
    )
    if entry.verified and not (entry.file and entry.size and entry.sha256):
        raise row.wrong("verified", "needs file, size and sha256")
    row.finish()
    return entry


def _adapter(row: _Row) -> ShippedAdapter | None:
    inner = row.inner("adapter")
    if inner is None:
        return None
    adapter = ShippedAdapter(
        file=inner.text("file", required=True, like=_FILE),
        sha256=inner.text("sha256", required=True, like=_SHA256),
    )
    inner.finish()
    return adapter


def _source(row: _Row) -> Source:
    source: Source
    if "wheel" in row.values:
        source = WheelSource(
            wheel=row.text("wheel", required=True, like=_REQUIREMENT),
            member=row.text("member", required=True),
            verified=row.flag("verified"),
        )
    elif "url" in row.values:
        source = UrlSource(row.text("url", required=True, like=_URL), row.flag("verified"))
    else:
        source = HubSource(
            repo=row.text("repo", required=True, like=_REPO),
            file=row.text("file"),
            revision=row.text("revision") or "main",
            verified=row.flag("verified"),
            match=row.text("match"),
        )
    row.finish()
    return source


class _Row:
    """One mapping of the file, whose values are asked for by kind."""

    def __init__(self, document: YamlDocument, key: tuple[str | int, ...], value: Any) -> None:
        self.document = document
        self._key = key
        if not isinstance(value, dict):
            raise InputFileError("must be 'name: value' lines", where=document.where(*key))
        self.values: Mapping[str, Any] = value
        self._asked: set[str] = set()

    def text(
        self, name: str, *, required: bool = False, like: re.Pattern[str] | None = None
    ) -> str:
        value = self._get(name, str, "a text", required=required)
        if value is None:
            return ""
        if like is not None and not like.fullmatch(value):
            raise self.wrong(name, f"'{value}' is not of the right form")
        return str(value)

    def number(self, name: str, *, required: bool = False) -> int:
        value = self._get(name, int, "a whole number", required=required)
        if value is not None and value <= 0:
            raise self.wrong(name, "must be above 0")
        return value or 0

    def flag(self, name: str) -> bool:
        return bool(self._get(name, bool, "true or false"))

    def texts(self, name: str) -> list[str]:
        return [str(item) for item in self._get(name, list, "a list") or []]

    def rows(self, name: str) -> list[tuple[tuple[str | int, ...], Any]]:
        items = self._get(name, list, "a list") or []
        return [((*self._key, name, index), item) for index, item in enumerate(items)]

    def inner(self, name: str) -> _Row | None:
        """A mapping inside this one."""
        value = self._get(name, dict, "'name: value' lines")
        return None if value is None else _Row(self.document, (*self._key, name), value)

    def finish(self) -> None:
        """Complain about a key that nobody asked for: it is a typing error."""
        for name in self.values:
            if name not in self._asked:
                near = difflib.get_close_matches(name, self._asked, n=1)
                raise self.wrong(name, "unknown key", f"Did you mean '{near[0]}'?" if near else "")

    def wrong(self, name: str, what: str, hint: str = "") -> InputFileError:
        return InputFileError(what, where=self.document.where(*self._key, name), hint=hint)

    def _get(self, name: str, kind: type, called: str, *, required: bool = False) -> Any:
        self._asked.add(name)
        value = self.values.get(name)
        if value is None and required:
            raise self.wrong(name, f"'{name}' is missing")
        if value is not None and type(value) is not kind:
            raise self.wrong(name, f"'{value}' is not {called}")
        return value

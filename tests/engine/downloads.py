"""What the tests download."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from llmtutor.engine.catalogue import CatalogueEntry, load_catalogue
from llmtutor.engine.downloads import RECORD
from llmtutor.engine.sources import Source

DATA = bytes(range(256)) * 4096
"""A megabyte: several chunks."""


def entry(*sources: Source, data: bytes = DATA) -> CatalogueEntry:
    return replace(
        load_catalogue().entry("default"),
        file="model.gguf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        sources=sources,
    )


def left_in(folder: Path) -> list[str]:
    """Names of what lies there, but for the record of what was downloaded."""
    return sorted(path.name for path in folder.iterdir() if path.name != RECORD)

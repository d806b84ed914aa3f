"""What was downloaded into a folder for models: which row of the catalogue each file is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from llmtutor.atomic import write_text
from llmtutor.engine.catalogue import CatalogueEntry
from llmtutor.errors import MissingError

RECORD = "downloads.json"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """One file."""

    id: str
    """Of the row in the catalogue; empty for a model that is not in it."""
    size: int
    """Bytes."""
    sha256: str
    source: str
    """Where it came from."""

    def complete(self, entry: CatalogueEntry, file: str) -> CatalogueEntry:
        """The row with what is known now."""
        return replace(entry, file=file, size=self.size, sha256=self.sha256 or None)


def read(folder: Path) -> dict[str, Downloaded]:
    """Files by name. A record that is not there or damaged is empty: nothing hangs on it."""
    try:
        lines = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {str(name): Downloaded(**line) for name, line in lines.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def note(folder: Path, file: str, downloaded: Downloaded) -> None:
    """Remember a file."""
    _write(folder, {**read(folder), file: downloaded})


def forget(folder: Path, file: str) -> None:
    """Forget a file that was removed."""
    kept = read(folder)
    if kept.pop(file, None):
        _write(folder, kept)


def _write(folder: Path, files: dict[str, Downloaded]) -> None:
    text = json.dumps({name: asdict(item) for name, item in files.items()}, indent=2)
    try:
        write_text(folder / RECORD, text + "\n")
    except MissingError:
        return  # the model is there and works; only its row stays unknown

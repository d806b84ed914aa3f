"""A file of notes → the Markdown that is kept, whatever its format."""

from __future__ import annotations

import re
from pathlib import Path

from llmtutor.content.clean import clean, read_text
from llmtutor.content.importers.markdown import import_markdown
from llmtutor.content.importers.plain import import_plain
from llmtutor.content.models import FileWarnings
from llmtutor.errors import InputFileError

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
PLAIN = frozenset({".txt", ".text", ""})
_HEADING = re.compile(r"^#{1,6}\s+\S", re.MULTILINE)
_SUBHEADING = re.compile(r"^#{2,6}\s+\S", re.MULTILINE)


def import_notes(path: Path, warnings: FileWarnings) -> str:
    """Read a file and make clean Markdown of it; the file itself is not changed.

    Raises:
        InputFileError: unreadable, not text, malformed, or a format that is not read.
    """
    suffix = path.suffix.lower()
    if suffix not in MARKDOWN | PLAIN:
        raise InputFileError(
            f"notes of the kind '{suffix}' are not read",
            where=path,
            hint="Save them as Markdown (.md) or plain text (.txt)",
        )
    text = clean(read_text(path), warnings)
    if suffix in PLAIN and not _is_markdown(text):
        return import_plain(text, warnings)
    return import_markdown(text, str(path), warnings)


def _is_markdown(text: str) -> bool:
    """Whether a ``.txt`` is Markdown after all; lone ``# …`` lines may be comments in code."""
    return (
        bool(_SUBHEADING.search(text))
        or text.lstrip().startswith("# ")
        or (text.startswith("---\n") and bool(_HEADING.search(text)))
    )

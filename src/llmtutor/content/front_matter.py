"""The YAML between two ``---`` lines at the top of a Markdown file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from llmtutor.content.clean import one_line
from llmtutor.errors import InputFileError
from llmtutor.yamlfile import YamlDocument, parse_yaml

_OPEN = re.compile(r"\A---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\w\-\"']+\s*:")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says, and where the body starts."""

    document: YamlDocument
    values: dict[str, Any]
    body_start: int
    """Offset of the first character after the closing line."""
    body_line: int
    """1-based line of the file on which the body starts."""

    def text(self, key: str, default: str = "") -> str:
        """A value as one line of text; numbers and dates are written out."""
        value = self.values.get(key)
        if value is None:
            return default
        if isinstance(value, dict | list):
            raise InputFileError(f"'{key}' must be a text", where=self.document.where(key))
        return one_line(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A value as a list of texts; a single text is a list of one."""
        value = self.values.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in items):
            raise InputFileError(f"'{key}' must be a list of texts", where=self.document.where(key))
        return tuple(one_line(item) for item in items)


def read_front_matter(text: str, source: str) -> FrontMatter:
    """Split a Markdown file into front matter and body.

    A ``---`` on the first line that no ``key:`` follows is a slide break, not
    front matter.

    Raises:
        InputFileError: the front matter is never closed or is not a YAML mapping.
    """
    empty = YamlDocument(source, None, {})
    opening = _OPEN.match(text)
    if opening is None or not _KEY.match(text, opening.end()):
        return FrontMatter(empty, {}, 0, 1)
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        raise InputFileError(
            "the front matter that starts here has no closing '---' line",
            where=f"{source}:1",
            hint="Close it, or put a blank line first if it is a slide break",
        )
    document = parse_yaml(text[opening.end() : closing.start()], source=source, first_line=2)
    if not isinstance(document.value, dict):
        raise InputFileError(
            "the front matter is not a list of 'key: value' lines", where=f"{source}:2"
        )
    body = min(closing.end() + 1, len(text))
    return FrontMatter(document, document.value, body, text.count("\n", 0, body) + 1)

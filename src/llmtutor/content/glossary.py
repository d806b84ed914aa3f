"""The terms of a course in its languages: ``glossary.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmtutor.content.clean import one_line
from llmtutor.content.models import GLOSSARY_FILE
from llmtutor.errors import InputFileError
from llmtutor.yamlfile import YamlDocument, read_yaml

_REQUIRED = ("term", "zh-Hant", "means", "section")
_KEYS = (*_REQUIRED, "also", "zh-Hans", "also-zh", "zh-Hant-means")


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term, its names, and where it is taught."""

    term: str
    also: tuple[str, ...]
    """Other English names."""
    chinese: tuple[str, ...]
    """Traditional, Simplified where it differs, and others in use."""
    means: str
    """One sentence."""
    chinese_means: str
    """The same in Traditional Chinese; empty where it is not translated."""
    section: str
    """``lecture/section``."""
    line: int
    """Of the file."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, in either language."""
        return (self.term, *self.also, *self.chinese)


def read_glossary(folder: Path) -> tuple[GlossaryTerm, ...]:
    """The terms of a course; none where it has no glossary.

    Raises:
        InputFileError: unreadable, or a value is missing, wrong or unknown.
    """
    file = folder / GLOSSARY_FILE
    if not file.is_file():
        return ()
    document = read_yaml(file)
    items = document.value or []
    if not isinstance(items, list):
        raise InputFileError("a glossary is a list of terms", where=document.where())
    return tuple(_term(document, number, item) for number, item in enumerate(items))


def _term(document: YamlDocument, number: int, item: Any) -> GlossaryTerm:
    if not isinstance(item, dict):
        where = document.where(number)
        raise InputFileError("a term is a list of 'key: value' lines", where=where)
    for key in item:
        if key not in _KEYS:
            hint = f"Known keys: {', '.join(_KEYS)}"
            raise InputFileError("unknown key", where=document.where(number, str(key)), hint=hint)
    for key in _REQUIRED:
        if not item.get(key):
            raise InputFileError(f"'{key}' is missing", where=document.where(number, key))
    also, also_chinese = (_texts(document, number, item, key) for key in ("also", "also-zh"))
    chinese = [item["zh-Hant"], item.get("zh-Hans") or "", *also_chinese]
    return GlossaryTerm(
        term=one_line(item["term"]),
        also=also,
        chinese=tuple(dict.fromkeys(one_line(name) for name in chinese if name)),
        means=one_line(item["means"]),
        chinese_means=one_line(item.get("zh-Hant-means") or ""),
        section=one_line(item["section"]),
        line=document.lines.get((number,), 1),
    )


def _texts(document: YamlDocument, number: int, item: dict[str, Any], key: str) -> tuple[str, ...]:
    value = item.get(key) or []
    if not isinstance(value, list):
        raise InputFileError(f"'{key}' must be a list", where=document.where(number, key))
    return tuple(one_line(name) for name in value)

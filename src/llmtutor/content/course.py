"""A folder with ``course.yaml`` and Markdown: what it says, before its lectures are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmtutor.content.clean import one_line
from llmtutor.content.identity import slug
from llmtutor.content.models import COURSE_FILE
from llmtutor.errors import InputFileError
from llmtutor.yamlfile import YamlDocument, read_yaml

_KEYS = {"id", "title", "summary", "languages", "knowledge_date", "lectures", "sources"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A checked ``course.yaml``."""

    folder: Path
    id: str
    title: str
    summary: str
    languages: tuple[str, ...]
    """Of the text, then of its translations; empty where the course does not say."""
    lectures: tuple[Path, ...]
    """Markdown files in teaching order, all inside ``folder``."""
    sources: dict[str, str]
    """For imported notes: the file each lecture was read from, by lecture name."""


def read_course_file(folder: Path) -> CourseFile:
    """Read and check ``course.yaml``; without a list of lectures, take all files by name.

    Raises:
        InputFileError: unreadable, a wrong key or value, or a lecture outside the folder.
    """
    document = read_yaml(folder / COURSE_FILE)
    value = document.value or {}
    if not isinstance(value, dict):
        raise InputFileError("a course is a list of 'key: value' lines", where=document.where())
    for key in value:
        if key not in _KEYS:
            hint = f"Known keys: {', '.join(sorted(_KEYS))}"
            raise InputFileError("unknown key", where=document.where(key), hint=hint)
    languages = _languages(value.get("languages"), document)
    names = value.get("lectures")
    if names is None:
        stems = sorted(path.stem for path in folder.glob("*.md"))
        names = [stem for stem in stems if Path(stem).suffix[1:] not in languages[1:]]
    if not isinstance(names, list):
        raise InputFileError("'lectures' must be a list", where=document.where("lectures"))
    return CourseFile(
        folder=folder,
        id=slug(str(value.get("id") or folder.name)),
        title=one_line(value.get("title") or folder.name),
        summary=one_line(value.get("summary") or ""),
        languages=languages,
        lectures=tuple(_lecture(folder, name, i, document) for i, name in enumerate(names)),
        sources=_sources(value.get("sources"), document),
    )


def _languages(value: Any, document: YamlDocument) -> tuple[str, ...]:
    names = [] if value is None else value
    if not isinstance(names, list) or not all(_LANGUAGE.fullmatch(str(name)) for name in names):
        raise InputFileError(
            "'languages' must be a list of language codes",
            where=document.where("languages"),
            hint="As in [en, zh-Hant]",
        )
    return tuple(str(name) for name in names)


def _sources(value: Any, document: YamlDocument) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputFileError("'sources' must be 'lecture: file'", where=document.where("sources"))
    return {str(name): str(file) for name, file in value.items()}


def _lecture(folder: Path, name: Any, index: int, document: YamlDocument) -> Path:
    where = document.where("lectures", index)
    path = folder / f"{name}.md"
    if not isinstance(name, str) or not name or _is_outside(path, folder):
        raise InputFileError(
            f"'{name}' is not the name of a file in this folder",
            where=where,
            hint="Give file names without .md",
        )
    if not path.is_file():
        raise InputFileError(f"there is no {path.name} in {folder}", where=where)
    return path


def _is_outside(path: Path, folder: Path) -> bool:
    """Whether a path leads out of a folder, or nowhere at all."""
    try:
        path.stat()
        return path.parent != folder or path.resolve().parent != folder.resolve()
    except FileNotFoundError:
        return path.parent != folder
    except (OSError, ValueError):  # too long, a null character, a link to itself
        return True

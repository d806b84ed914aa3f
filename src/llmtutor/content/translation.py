"""A course in another language: ``<language>.yaml`` and ``<lecture>.<language>.md``.

The YAML gives the titles, summaries and aims of the lectures. A lecture that is
translated in full has a Markdown file too, with the same section ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmtutor.content.clean import clean, one_line, read_text
from llmtutor.content.lecture import read_lecture
from llmtutor.content.models import FileWarnings, Lecture
from llmtutor.errors import InputFileError
from llmtutor.yamlfile import YamlDocument, read_yaml

_COURSE_KEYS = {"title", "summary", "lectures"}
_LECTURE_KEYS = {"title", "summary", "aims", "prerequisites", "section_titles"}


@dataclass(frozen=True, slots=True)
class LectureWords:
    """What a lecture is about, in another language; empty where it is not translated."""

    title: str = ""
    summary: str = ""
    aims: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    section_titles: Mapping[str, str] = field(default_factory=dict)
    """By section id."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The outline of a course in another language."""

    title: str
    summary: str
    lectures: Mapping[str, LectureWords]
    """By the name of the lecture's file."""


def outline_file(folder: Path, language: str) -> Path:
    """Where the titles of a course in a language lie."""
    return folder / f"{language}.yaml"


def lecture_file(lecture: Path, language: str) -> Path:
    """Where a lecture's text in a language lies."""
    return lecture.with_name(f"{lecture.stem}.{language}.md")


def read_translation(folder: Path, language: str) -> Translation:
    """Read the titles, summaries and aims of a course in a language.

    Raises:
        InputFileError: unreadable, or a value is wrong or unknown.
    """
    document = read_yaml(outline_file(folder, language))
    value = _mapping(document, document.value, _COURSE_KEYS)
    lectures = value.get("lectures") or {}
    if not isinstance(lectures, dict):
        where = document.where("lectures")
        raise InputFileError("'lectures' must be 'lecture: …' lines", where=where)
    return Translation(
        title=one_line(value.get("title") or ""),
        summary=one_line(value.get("summary") or ""),
        lectures={str(name): _words(document, str(name), it) for name, it in lectures.items()},
    )


def read_translated(lecture: Path, language: str) -> Lecture | None:
    """A lecture in a language; None where it is not translated in full.

    Raises:
        InputFileError: the translation cannot be read.
    """
    file = lecture_file(lecture, language)
    if not file.is_file():
        return None
    text = clean(read_text(file), FileWarnings(str(file)))
    return read_lecture(text, source=str(file), fallback_title=lecture.stem).lecture


def _mapping(document: YamlDocument, value: Any, known: set[str], *where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputFileError("this must be 'key: value' lines", where=document.where(*where))
    for key in value:
        if key not in known:
            hint = f"Known keys: {', '.join(sorted(known))}"
            raise InputFileError("unknown key", where=document.where(*where, str(key)), hint=hint)
    return value


def _words(document: YamlDocument, lecture: str, value: Any) -> LectureWords:
    place = ("lectures", lecture)
    words = _mapping(document, value, _LECTURE_KEYS, *place)
    titles = words.get("section_titles") or {}
    lists = {key: words.get(key) or [] for key in ("aims", "prerequisites")}
    wrong = [key for key, items in lists.items() if not isinstance(items, list)]
    if wrong or not isinstance(titles, dict):
        key = wrong[0] if wrong else "section_titles"
        raise InputFileError(f"'{key}' has another form", where=document.where(*place, key))
    return LectureWords(
        title=one_line(words.get("title") or ""),
        summary=one_line(words.get("summary") or ""),
        aims=tuple(one_line(item) for item in lists["aims"]),
        prerequisites=tuple(one_line(item) for item in lists["prerequisites"]),
        section_titles={str(name): one_line(title) for name, title in titles.items()},
    )

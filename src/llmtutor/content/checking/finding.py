"""What a rule found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from llmtutor.content.models import Lecture, Section

CLOSING = frozenset({"introduction", "summary", "key-terms"})
"""Ids of sections that frame a lecture and have rules of their own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a course does not keep a rule."""

    file: str
    line: int
    rule: str
    what: str
    advice: bool = False
    """Worth a look, but no reason to refuse the course."""


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """What must be mended before what is advice; then by file and line."""
    return sorted(found, key=lambda one: (one.advice, one.file, one.line))


@dataclass(frozen=True, slots=True)
class CheckedLecture:
    """A lecture with the text it was read from."""

    path: Path
    text: str
    lecture: Lecture

    def line_of(self, section: Section, offset: int = 0) -> int:
        """The line of the file on which an offset of a section stands."""
        place = self.text.find(section.text) if section.text else -1
        if place < 0:
            return section.line
        return self.text.count("\n", 0, place + offset) + 1

    def finding(self, section: Section, rule: str, what: str, offset: int = 0) -> Finding:
        """A finding in a section."""
        line = self.line_of(section, offset) if offset else section.line
        return Finding(str(self.path), line, rule, what)


def readable(lecture: CheckedLecture) -> Sequence[Section]:
    """Sections with text, the closing lists left out."""
    return [
        section
        for section in lecture.lecture.sections
        if not section.group and section.id not in CLOSING
    ]

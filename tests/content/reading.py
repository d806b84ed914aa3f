"""Short ways to read a piece of notes in a test."""

from __future__ import annotations

from llmtutor.content.importers.markdown import import_markdown
from llmtutor.content.importers.plain import import_plain
from llmtutor.content.lecture import read_lecture
from llmtutor.content.models import FileWarning, FileWarnings, Lecture, Section

FILE = "notes.md"


def lecture(markdown: str, fallback_title: str = "notes") -> Lecture:
    return read_lecture(markdown, source=FILE, fallback_title=fallback_title).lecture


def sections(markdown: str) -> tuple[Section, ...]:
    return lecture(markdown).sections


def titles(markdown: str) -> list[str]:
    return [section.title for section in sections(markdown)]


def only_section(markdown: str) -> Section:
    (section,) = sections(markdown)
    return section


def warnings_of(markdown: str) -> list[FileWarning]:
    return list(read_lecture(markdown, source=FILE, fallback_title="notes").warnings)


def mended(markdown: str) -> str:
    """Markdown as the importer keeps it."""
    return import_markdown(markdown, FILE, FileWarnings(FILE))


def mending(markdown: str) -> list[tuple[int, str]]:
    """What the importer said: ``(line, what)``."""
    warnings = FileWarnings(FILE)
    import_markdown(markdown, FILE, warnings)
    return [(item.line, item.what) for item in warnings.items]


def marked_up(text: str) -> str:
    """Plain text as the importer keeps it."""
    return import_plain(text, FileWarnings("notes.txt"))

"""The cards that the student wrote into their notes, read from the library."""

from __future__ import annotations

import hashlib

from llmtutor.errors import UsageError
from llmtutor.library.library import Library, Scope
from llmtutor.review.models import Card
from llmtutor.review.syntax.reading import cards_in_lecture


def notes_state(library: Library, choice: str) -> str:
    """A name for what the notes hold now; another one as soon as any file changes.

    Args:
        library: the courses.
        choice: which cards are wanted, the setting ``review.cards_from_notes``.
    """
    rows = library.connection.execute("SELECT path, signature FROM file ORDER BY path")
    lines = [choice, *(f"{row['path']} {row['signature']}" for row in rows)]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def cards_in_notes(library: Library, choice: str) -> list[Card]:
    """All cards in imported notes; courses that come with the program hold none.

    Args:
        library: the courses.
        choice: ``all``, ``tagged`` or ``off``.
    """
    if choice == "off":
        return []
    return [
        card
        for course in library.outline()
        if course.origin == "imported"
        for lecture in course.lectures
        for card in cards_in_lecture(
            _sections(library, Scope(course.id, lecture.id)), only_tagged=choice == "tagged"
        )
    ]


def text_of(library: Library, path: str) -> str | None:
    """The text of a section; None where it is no longer there."""
    try:
        return library.section(path).text
    except UsageError:
        return None


def _sections(library: Library, scope: Scope) -> list[tuple[str, str, str]]:
    sections = [(path, library.section(path)) for path in library.sections(scope)]
    return [(path, section.title, section.text) for path, section in sections]

"""The library in another language, as far as its courses are translated.

Only what is shown changes: paths, passages and questions stay those of the text
that was written first, so nothing that was read or answered is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from llmtutor.errors import TutorError
from llmtutor.library.library import CourseHead, LectureHead, Library

if TYPE_CHECKING:
    from llmtutor.content.models import Lecture, Section
    from llmtutor.content.translation import LectureWords, Translation

T = TypeVar("T")


class Languages:
    """Reads translations when they are wanted, and again once their files have changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._outlines: dict[Path, tuple[int, Translation]] = {}
        self._lectures: dict[Path, tuple[int, Lecture]] = {}
        self.problem = ""
        """What was wrong with a translation that could not be read."""

    def known(self) -> list[str]:
        """Languages that some course is translated into."""
        from llmtutor.content.course import read_course_file

        found: dict[str, None] = {}
        for row in self._library.connection.execute("SELECT folder FROM course ORDER BY position"):
            try:
                course = read_course_file(Path(row["folder"]))
            except TutorError:
                continue  # the index says what is wrong with it
            found.update(dict.fromkeys(course.languages[1:]))
        return list(found)

    def outline(self, language: str) -> tuple[CourseHead, ...]:
        """The outline of the library, its titles and aims in a language where there are any."""
        heads = self._library.outline()
        return tuple(self._course(head, language) for head in heads) if language else heads

    def section(self, path: str, language: str) -> Section | None:
        """A section's text in a language; None where it is not translated."""
        course, _, rest = path.partition("/")
        lecture, _, name = rest.partition("/")
        row = self._library.connection.execute(
            "SELECT file FROM lecture WHERE course=? AND id=?", (course, lecture)
        ).fetchone()
        if not language or row is None:
            return None
        from llmtutor.content.translation import lecture_file, read_translated

        source = Path(row["file"])
        file = lecture_file(source, language)
        found = self._kept(self._lectures, file, lambda: read_translated(source, language))
        sections = found.sections if found else ()
        return next((section for section in sections if section.id == name), None)

    def _course(self, head: CourseHead, language: str) -> CourseHead:
        from llmtutor.content.translation import LectureWords, outline_file, read_translation

        row = self._library.connection.execute(
            "SELECT folder FROM course WHERE id=?", (head.id,)
        ).fetchone()
        folder = Path(row["folder"]) if row else Path()
        file = outline_file(folder, language)
        words = self._kept(self._outlines, file, lambda: read_translation(folder, language))
        if row is None or words is None:
            return head
        return replace(
            head,
            title=words.title or head.title,
            summary=words.summary or head.summary,
            lectures=tuple(
                _lecture(one, words.lectures.get(one.id, LectureWords())) for one in head.lectures
            ),
        )

    def _kept(
        self, kept: dict[Path, tuple[int, T]], file: Path, read: Callable[[], T | None]
    ) -> T | None:
        """What a file says, read again when it has changed; None where there is none."""
        try:
            stamp = file.stat().st_mtime_ns
        except OSError:
            return None
        if file not in kept or kept[file][0] != stamp:
            try:
                value = read()
            except TutorError as error:
                self.problem = str(error)
                return None
            if value is None:
                return None
            kept[file] = (stamp, value)
        return kept[file][1]


def _lecture(head: LectureHead, words: LectureWords) -> LectureHead:
    return replace(
        head,
        title=words.title or head.title,
        summary=words.summary or head.summary,
        aims=words.aims or head.aims,
        prerequisites=words.prerequisites or head.prerequisites,
        sections=tuple(
            replace(section, title=words.section_titles.get(section.id) or section.title)
            for section in head.sections
        ),
    )

"""Reading what is in the library: outlines, sections, and finding a place by its path."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from llmtutor.content.models import Link, Passage, Section, section_path
from llmtutor.errors import UsageError
from llmtutor.library.index import Index


@dataclass(frozen=True, slots=True)
class SectionHead:
    """A section in an outline, without its text."""

    id: str
    title: str
    level: int
    group: bool
    words: int
    links: int
    path: str


@dataclass(frozen=True, slots=True)
class LectureHead:
    """A lecture with its sections."""

    id: str
    title: str
    summary: str
    aims: tuple[str, ...]
    prerequisites: tuple[str, ...]
    sections: tuple[SectionHead, ...]
    path: str

    @property
    def words(self) -> int:
        return sum(section.words for section in self.sections)


@dataclass(frozen=True, slots=True)
class CourseHead:
    """A course with its lectures."""

    id: str
    title: str
    summary: str
    origin: str
    """``shipped`` or ``imported``."""
    lectures: tuple[LectureHead, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the library: everything, a course, a lecture or one section."""

    course: str = ""
    lecture: str = ""
    section: str = ""

    @property
    def path(self) -> str:
        return "/".join(part for part in (self.course, self.lecture, self.section) if part)

    def where(self) -> tuple[str, list[str]]:
        """An SQL condition on columns of ``section``, and its values.

        A lecture's translations are part of it.
        """
        pairs = [
            (part, value)
            for part, value in (
                ("section.course = ?", self.course),
                ("? IN (section.lecture, section.original)", self.lecture),
                ("section.id = ?", self.section),
            )
            if value
        ]
        condition = " AND ".join(part for part, _ in pairs) or "1"
        return condition, [value for _, value in pairs]


EVERYTHING = Scope()


class Library:
    """What the rest of the program reads. Every call is one or two short queries."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @property
    def connection(self) -> sqlite3.Connection:
        return self._index.connection

    def another_connection(self) -> sqlite3.Connection:
        """To the same index, for another thread; whoever asks closes it."""
        return self._index.again().connection

    def outline(self, scope: Scope = EVERYTHING) -> tuple[CourseHead, ...]:
        """Courses, lectures and section heads in teaching order.

        Translations are left out, but for one that the scope names.
        """
        condition, values = scope.where()
        rows = self.connection.execute(
            "SELECT section.course, section.lecture, section.id, section.title, level, is_group,"
            " words, json_array_length(links) AS links FROM section"
            " JOIN lecture ON lecture.course = section.course AND lecture.id = section.lecture"
            f" WHERE {condition} AND section.lecture IN (section.original, ?)"
            " ORDER BY section.position",
            [*values, scope.lecture],
        )
        heads: dict[tuple[str, str], list[SectionHead]] = {}
        for row in rows:
            heads.setdefault((row["course"], row["lecture"]), []).append(_head(row))
        courses = self.connection.execute("SELECT * FROM course ORDER BY position")
        return tuple(
            CourseHead(row["id"], row["title"], row["summary"], row["origin"], lectures)
            for row in courses.fetchall()
            if not scope.course or row["id"] == scope.course
            for lectures in [self._lectures(row["id"], scope, heads)]
        )

    def _lectures(
        self, course: str, scope: Scope, heads: dict[tuple[str, str], list[SectionHead]]
    ) -> tuple[LectureHead, ...]:
        rows = self.connection.execute(
            "SELECT * FROM lecture WHERE course=? AND id IN (original, ?) ORDER BY position",
            (course, scope.lecture),
        )
        return tuple(
            LectureHead(
                id=row["id"],
                title=row["title"],
                summary=row["summary"],
                aims=tuple(json.loads(row["aims"])),
                prerequisites=tuple(json.loads(row["prerequisites"])),
                sections=tuple(heads.get((course, row["id"]), ())),
                path=f"{course}/{row['id']}",
            )
            for row in rows
            if not scope.lecture or row["id"] == scope.lecture
        )

    def section(self, path: str) -> Section:
        """A section with text, passages and links.

        Raises:
            UsageError: there is no such section.
        """
        row = self.connection.execute(
            "SELECT * FROM section WHERE course=? AND lecture=? AND id=?", _three(path)
        ).fetchone()
        if row is None:
            raise UsageError(f"there is no section '{path}'", hint=_OUTLINE)
        passages = self.connection.execute(
            "SELECT id, start, stop, kind FROM passage WHERE section=? ORDER BY start",
            (row["key"],),
        )
        return Section(
            id=row["id"],
            title=row["title"],
            level=row["level"],
            group=bool(row["is_group"]),
            text=row["text"],
            passages=tuple(Passage(p["id"], p["start"], p["stop"], p["kind"]) for p in passages),
            links=tuple(Link(**link) for link in json.loads(row["links"])),
            words=row["words"],
            line=row["line"],
            topics=tuple(json.loads(row["topics"])),
        )

    def file_of(self, path: str) -> str:
        """The file that holds a section's lecture; empty where there is none."""
        row = self.connection.execute(
            "SELECT file FROM lecture WHERE course=? AND id=?", _three(path)[:2]
        ).fetchone()
        return str(row["file"]) if row else ""

    def resolve(self, path: str) -> Scope:
        """The part of the library a path names; a prefix of each id is enough.

        ``course/lecture/section``, or a lecture or section alone where its
        name is unambiguous.

        Raises:
            UsageError: no such place, or several.
        """
        parts = [part for part in path.strip().strip("/").casefold().split("/") if part]
        if not parts:
            return EVERYTHING
        found: list[Scope] = []
        possible = len(parts) <= 3 and len(path) <= _LONGEST and path.isprintable()
        for start in range(4 - len(parts)) if possible else ():
            found = self._matching([""] * start + parts)
            if found:
                break
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(f"nothing in the library is called '{path}'", hint=_OUTLINE)
        names = ", ".join(scope.path for scope in found[:5])
        raise UsageError(f"'{path}' could be {names}", hint="Give more of the path")

    def _matching(self, parts: Sequence[str]) -> list[Scope]:
        """Scopes whose ids start with ``parts``; in each part an exact id beats longer ones."""
        columns = ("course", "lecture", "id")[: len(parts)]
        condition = " AND ".join(f"{column} GLOB ?" for column in columns)
        rows = self.connection.execute(
            f"SELECT DISTINCT {', '.join(columns)} FROM section"
            f" WHERE {condition} AND lecture IN (original, ?)",  # a translation by its full id
            [*map(_glob, parts), "".join(parts[1:2])],
        )
        scopes = [Scope(*row) for row in rows]
        for place, part in enumerate(parts):
            exact = [scope for scope in scopes if part and scope.path.split("/")[place] == part]
            scopes = exact or scopes
        return scopes

    def sections(self, scope: Scope = EVERYTHING) -> list[str]:
        """Paths of the sections that can be read, in teaching order."""
        return [
            section.path
            for course in self.outline(scope)
            for lecture in course.lectures
            for section in lecture.sections
            if not section.group
        ]


_LONGEST = 1_000
"""Characters of a path; three ids are far shorter."""
_OUTLINE = "llmtutor outline lists what there is"


def _head(row: sqlite3.Row) -> SectionHead:
    return SectionHead(
        id=row["id"],
        title=row["title"],
        level=row["level"],
        group=bool(row["is_group"]),
        words=row["words"],
        links=row["links"],
        path=section_path(row["course"], row["lecture"], row["id"]),
    )


def _three(path: str) -> tuple[str, str, str]:
    course, _, rest = path.partition("/")
    lecture, _, section = rest.partition("/")
    return course, lecture, section


def _glob(prefix: str) -> str:
    """A GLOB pattern for ids that start with ``prefix``, its own wildcards made plain."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in prefix) + "*"

"""``index.db`` follows the course folders: what changed on disk is read again, nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from llmtutor.content.models import (
    COURSE_FILE,
    GLOSSARY_FILE,
    FileWarnings,
    Lecture,
    version_id,
)
from llmtutor.errors import InputFileError, TutorError
from llmtutor.library.rows import Version, remove_lecture, store_lecture
from llmtutor.library.schema import PassageIndexer, is_damage, open_index, transaction, unusable

if TYPE_CHECKING:
    from llmtutor.content.course import CourseFile

Progress = Callable[[int, int], None]
"""Told ``(lectures read, lectures to read)``."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file that is to be in the index."""

    course: CourseFile
    path: Path
    original: Path
    """The file of the lecture that it translates; its own where it is the original."""
    language: str


def _wanted(course: CourseFile) -> Iterator[_Wanted]:
    """The lectures of a course, each before its translations."""
    from llmtutor.content.translation import lecture_file

    first = course.languages[0] if course.languages else ""
    for path in course.lectures:
        yield _Wanted(course, path, path, first)
        for language in course.languages[1:]:
            if (file := lecture_file(path, language)).is_file():
                yield _Wanted(course, file, path, language)


class Index:
    """The index database and the folders of courses it follows."""

    def __init__(
        self, file: Path, folders: Sequence[tuple[str, Path]], indexer: PassageIndexer
    ) -> None:
        """Open or create the database; :meth:`refresh` fills it.

        Args:
            file: where the database lies.
            folders: ``(origin, folder that holds course folders)``, in the order shown.
            indexer: keeps the search tables in step.
        """
        self._file = file
        self._folders = folders
        self._indexer = indexer
        self.connection = open_index(file, indexer)

    def again(self) -> Index:
        """The same index over a connection of its own, for another thread."""
        return Index(self._file, self._folders, self._indexer)

    def close(self) -> None:
        self.connection.close()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Throw the index away and read every course again."""
        self.connection.close()
        self.connection = open_index(self._file, self._indexer, anew=True)
        self._refresh(progress)

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read what changed on disk since the last time; True if anything did.

        A file that cannot be read keeps its last good rows and is listed by
        :meth:`problems`; it never keeps the others from being read. An index
        that turns out to be damaged is made anew.

        Raises:
            MissingError: the index cannot be written to.
        """
        try:
            return self._refresh(progress)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise unusable(self._file, error) from error
        self.rebuild(progress)
        return True

    def _refresh(self, progress: Progress | None) -> bool:
        if self._signatures() == self._known():
            return False
        with transaction(self.connection):
            now, known = self._signatures(), self._known()
            failed = {path for path, _ in self.problems()}
            problems: dict[str, str] = {}
            courses = self._store_courses(problems)
            wanted = [item for course in courses for item in _wanted(course)]
            self._remove_lectures({str(item.path) for item in wanted}, problems)
            stored = self._stored()

            def is_current(item: _Wanted) -> bool:
                """Whether a lecture's rows are what its file says; its course's file may differ."""
                files = {str(item.path), str(item.original)}
                same = all(now.get(file) == known.get(file) for file in files)
                there = stored.get(str(item.path)) == item.course.id
                return same and there and not failed & {*files, str(item.path.parent / COURSE_FILE)}

            changed = [item for item in wanted if not is_current(item)]
            self._store_lectures(changed, problems, progress)
            self._order(courses)
            self._learn(courses, problems)
            self._indexer.finish(self.connection)
            self._store_files(now, known, problems)
        return True

    def problems(self) -> list[tuple[str, str]]:
        """Files that could not be read: ``(file, message)``."""
        query = "SELECT path, problem FROM file WHERE problem IS NOT NULL ORDER BY path"
        return [(row["path"], row["problem"]) for row in self.connection.execute(query)]

    def _signatures(self) -> dict[str, str]:
        """Every course and lecture file on disk with its size and time of change."""
        found = {}
        for _, folder in self._course_folders():
            named = (folder / COURSE_FILE, folder / GLOSSARY_FILE)
            for path in (*named, *sorted(folder.glob("*.md"))):
                try:
                    stat = path.stat()
                except OSError:
                    continue
                found[str(path)] = f"{stat.st_size}-{stat.st_mtime_ns}"
        return found

    def _course_folders(self) -> Iterator[tuple[str, Path]]:
        for origin, parent in self._folders:
            for folder in sorted(parent.iterdir()) if parent.is_dir() else ():
                if (folder / COURSE_FILE).is_file():
                    yield origin, folder

    def _known(self) -> dict[str, str]:
        rows = self.connection.execute("SELECT path, signature FROM file")
        return {row["path"]: row["signature"] for row in rows}

    def _stored(self) -> dict[str, str]:
        """The course that each lecture file's rows belong to."""
        rows = self.connection.execute("SELECT file, course FROM lecture")
        return {row["file"]: row["course"] for row in rows}

    def _store_courses(self, problems: dict[str, str]) -> list[CourseFile]:
        """Read every ``course.yaml``; courses that are gone are forgotten."""
        from llmtutor.content.course import read_course_file

        kept: dict[str, CourseFile] = {}
        unreadable: set[str] = set()
        for position, (origin, folder) in enumerate(self._course_folders()):
            try:
                course = read_course_file(folder)
                if course.id in kept:
                    where = folder / COURSE_FILE
                    raise InputFileError(f"another course has the id '{course.id}'", where=where)
            except TutorError as error:
                problems[str(folder / COURSE_FILE)] = str(error)
                unreadable.add(str(folder))
                continue
            kept[course.id] = course
            self.connection.execute(
                "INSERT OR REPLACE INTO course VALUES(?,?,?,?,?,?)",
                (course.id, course.title, course.summary, origin, str(folder), position),
            )
        for row in self.connection.execute("SELECT id, folder FROM course").fetchall():
            if row["id"] not in kept and row["folder"] not in unreadable:
                self.connection.execute("DELETE FROM course WHERE id=?", (row["id"],))
        return list(kept.values())

    def _remove_lectures(self, wanted: set[str], problems: dict[str, str]) -> None:
        rows = self.connection.execute("SELECT course, id, file FROM lecture").fetchall()
        unreadable = {str(Path(path).parent) for path in problems}
        for row in rows:
            if row["file"] not in wanted and str(Path(row["file"]).parent) not in unreadable:
                remove_lecture(self.connection, self._indexer, row["course"], row["id"])

    def _store_lectures(
        self,
        changed: Sequence[_Wanted],
        problems: dict[str, str],
        progress: Progress | None,
    ) -> None:
        waiting = {str(item.path) for item in changed}
        for number, item in enumerate(changed):
            if progress:
                progress(number, len(changed))
            waiting.discard(str(item.path))
            try:
                self._store_lecture(item, waiting)
            except TutorError as error:
                problems[str(item.path)] = str(error)
        if progress:
            progress(len(changed), len(changed))

    def _store_lecture(self, item: _Wanted, waiting: set[str]) -> None:
        """Read a lecture; the rows of files that wait to be read again may make room for it."""
        from llmtutor.content.clean import clean, read_text
        from llmtutor.content.lecture import read_lecture

        path, course = item.path, item.course.id
        text = clean(read_text(path), FileWarnings(str(path)))
        lecture = read_lecture(text, source=str(path), fallback_title=path.stem).lecture
        original = lecture.id
        if path != item.original:
            lecture, original = self._as_version(item, lecture)
            if not original:
                return
        values = (course, lecture.id)
        query = "SELECT file FROM lecture WHERE course=? AND id=?"
        holder = self.connection.execute(query, values).fetchone()
        if holder and holder["file"] not in {str(path), *waiting}:
            raise InputFileError(
                f"the lecture id '{lecture.id}' is taken by {Path(holder['file']).name}",
                where=path,
                hint="Give it an 'id:' of its own in the front matter",
            )
        query = "SELECT course, id FROM lecture WHERE file=? OR (course=? AND id=?)"
        for row in self.connection.execute(query, (str(path), *values)).fetchall():
            remove_lecture(self.connection, self._indexer, row["course"], row["id"])
        version = Version(original, item.language)
        store_lecture(self.connection, self._indexer, course, lecture, str(path), version)

    def _as_version(self, item: _Wanted, lecture: Lecture) -> tuple[Lecture, str]:
        """A translation under an id of its own, and the original's id.

        The id is empty where the original could not be read; what the original lacks is left out.
        """
        rows = self.connection.execute(
            "SELECT section.lecture, section.id FROM lecture JOIN section"
            " ON section.course = lecture.course AND section.lecture = lecture.id WHERE file=?",
            (str(item.original),),
        ).fetchall()
        original = rows[0]["lecture"] if rows else ""
        known = {row["id"] for row in rows}
        sections = tuple(section for section in lecture.sections if section.id in known)
        return replace(lecture, id=version_id(original, item.language), sections=sections), original

    def _learn(self, courses: Sequence[CourseFile], problems: dict[str, str]) -> None:
        """Read every glossary: its names find in one language what is said in the other."""
        from llmtutor.content.glossary import read_glossary

        things: list[tuple[str, ...]] = []
        for course in courses:
            try:
                things += [term.names for term in read_glossary(course.folder)]
            except TutorError as error:
                problems[str(course.folder / GLOSSARY_FILE)] = str(error)
        self._indexer.learn(self.connection, things)

    def _order(self, courses: Sequence[CourseFile]) -> None:
        for course in courses:
            self.connection.executemany(
                "UPDATE lecture SET position=? WHERE file=?",
                [(position, str(path)) for position, path in enumerate(course.lectures)],
            )

    def _store_files(
        self, now: dict[str, str], known: dict[str, str], problems: dict[str, str]
    ) -> None:
        """Remember what was seen; a file with a problem is tried again once anything changes."""
        for path in known.keys() - now.keys():
            self.connection.execute("DELETE FROM file WHERE path=?", (path,))
        for path, signature in now.items():
            self.connection.execute(
                "INSERT OR REPLACE INTO file VALUES(?,?,?)",
                (path, signature, problems.get(path)),
            )

"""``index.db`` follows the course folders: what changed on disk is read again, nothing else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from llmtutor.content.models import COURSE_FILE, GLOSSARY_FILE, FileWarnings, Lecture, Section
from llmtutor.errors import InputFileError, TutorError
from llmtutor.library.schema import (
    IndexedPassage,
    PassageIndexer,
    is_damage,
    open_index,
    transaction,
    unusable,
)

if TYPE_CHECKING:
    from llmtutor.content.course import CourseFile

Progress = Callable[[int, int], None]
"""Told ``(lectures read, lectures to read)``."""


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
            wanted = [(course, path) for course in courses for path in course.lectures]
            self._remove_lectures({str(path) for _, path in wanted}, problems)
            stored = self._stored()

            def is_current(course: CourseFile, path: Path) -> bool:
                """Whether a lecture's rows are what its file says; its course's file may differ."""
                file = str(path)
                same = now.get(file) == known.get(file) and stored.get(file) == course.id
                return same and not failed & {file, str(path.parent / COURSE_FILE)}

            changed = [item for item in wanted if not is_current(*item)]
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
                self._remove_lecture(row["course"], row["id"])

    def _remove_lecture(self, course: str, lecture: str) -> None:
        where = "section IN (SELECT key FROM section WHERE course=? AND lecture=?)"
        select = f"SELECT key FROM passage WHERE {where}"
        keys = [row["key"] for row in self.connection.execute(select, (course, lecture))]
        self._indexer.remove(self.connection, keys)
        self.connection.execute(f"DELETE FROM passage WHERE {where}", (course, lecture))
        self.connection.execute(
            "DELETE FROM section WHERE course=? AND lecture=?", (course, lecture)
        )
        self.connection.execute("DELETE FROM lecture WHERE course=? AND id=?", (course, lecture))

    def _store_lectures(
        self,
        changed: Sequence[tuple[CourseFile, Path]],
        problems: dict[str, str],
        progress: Progress | None,
    ) -> None:
        waiting = {str(path) for _, path in changed}
        for number, (course, path) in enumerate(changed):
            if progress:
                progress(number, len(changed))
            waiting.discard(str(path))
            try:
                self._store_lecture(course, path, waiting)
            except TutorError as error:
                problems[str(path)] = str(error)
        if progress:
            progress(len(changed), len(changed))

    def _store_lecture(self, course: CourseFile, path: Path, waiting: set[str]) -> None:
        """Read a lecture; the rows of files that wait to be read again may make room for it."""
        from llmtutor.content.clean import clean, read_text
        from llmtutor.content.lecture import read_lecture

        text = clean(read_text(path), FileWarnings(str(path)))
        lecture = read_lecture(text, source=str(path), fallback_title=path.stem).lecture
        values = (course.id, lecture.id)
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
            self._remove_lecture(row["course"], row["id"])
        self.connection.execute(
            "INSERT INTO lecture VALUES(?,?,?,?,?,?,0,?)",
            (
                *values,
                lecture.title,
                lecture.summary,
                json.dumps(lecture.aims),
                json.dumps(lecture.prerequisites),
                str(path),
            ),
        )
        for position, section in enumerate(lecture.sections):
            self._store_section(course.id, lecture, section, position)

    def _store_section(
        self, course: str, lecture: Lecture, section: Section, position: int
    ) -> None:
        cursor = self.connection.execute(
            "INSERT INTO section(course, lecture, id, title, level, is_group, text, links, words,"
            " line, topics, position) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                course,
                lecture.id,
                section.id,
                section.title,
                section.level,
                section.group,
                section.text,
                json.dumps([asdict(link) for link in section.links], ensure_ascii=False),
                section.words,
                section.line,
                json.dumps(section.topics),
                position,
            ),
        )
        heading = f"{lecture.title} › {section.title}"
        indexed = []
        for passage in section.passages:
            row = self.connection.execute(
                "INSERT INTO passage(section, id, start, stop, kind) VALUES(?,?,?,?,?)",
                (cursor.lastrowid, passage.id, passage.start, passage.end, passage.kind),
            )
            text = section.text[passage.start : passage.end]
            indexed.append(IndexedPassage(row.lastrowid or 0, heading, text))
        self._indexer.add(self.connection, indexed)

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

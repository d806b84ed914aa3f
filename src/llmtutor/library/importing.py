"""Taking notes in: read first, all of them; then write; the original is never changed."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from llmtutor.atomic import write_text
from llmtutor.content.clean import one_line
from llmtutor.content.course import CourseFile, read_course_file
from llmtutor.content.identity import slug, unique
from llmtutor.content.importers.notes import import_notes
from llmtutor.content.lecture import read_lecture
from llmtutor.content.models import COURSE_FILE, FileWarning, FileWarnings, Lecture
from llmtutor.errors import InputFileError, MissingError, UsageError
from llmtutor.yamlfile import read_yaml

DEFAULT_COURSE = "My notes"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    course: str
    """Id."""
    folder: Path
    """Where the course is kept, or would be."""
    lectures: int
    sections: int
    """Sections to read; headings that only hold others are not counted."""
    warnings: tuple[FileWarning, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A file of notes that was read and is ready to be kept."""

    source: Path
    markdown: str
    lecture: Lecture


def import_files(
    files: Sequence[Path],
    courses: Path,
    *,
    title: str = DEFAULT_COURSE,
    taken: frozenset[str] = frozenset(),
    dry_run: bool = False,
) -> ImportReport:
    """Import notes into a course, made if it is not there; a file imported before is replaced.

    Args:
        files: the notes, a lecture each.
        courses: the folder of imported courses.
        title: of the course.
        taken: ids of courses that are not imported ones.
        dry_run: read and report, write nothing.

    Raises:
        InputFileError: a file cannot be read; then nothing at all is written.
        UsageError: no file was named, or the course is one that is shipped.
        MissingError: the folder cannot be written to.
    """
    if not files:
        raise UsageError("no file was named")
    title = one_line(title.encode("utf-8", "replace").decode())
    if slug(title) in taken:
        raise UsageError(f"'{title}' is a course that comes with llmtutor", hint="Choose a name")
    folder = courses / slug(title)
    warnings: list[FileWarning] = []
    read = [_read(path, warnings) for path in dict.fromkeys(files)]
    if dry_run:
        existing = _existing(folder)
        course = existing.id if existing else folder.name
    else:
        with _lock(courses):
            course = _keep(folder, title, read)
    return ImportReport(
        course=course,
        folder=folder,
        lectures=len(read),
        sections=sum(not section.group for item in read for section in item.lecture.sections),
        warnings=tuple(warnings),
    )


def _read(path: Path, warnings: list[FileWarning]) -> _Read:
    found = FileWarnings(str(path))
    markdown = import_notes(path, found)
    result = read_lecture(markdown, source=str(path), fallback_title=path.stem)
    if not result.lecture.sections:
        raise InputFileError("there is nothing to read in this file", where=path)
    warnings += [*found.items, *result.warnings]
    return _Read(path.resolve(), markdown, result.lecture)


def _keep(folder: Path, title: str, read: Sequence[_Read]) -> str:
    """Write the notes and the course's file; returns the course's id.

    What the student wrote into ``course.yaml`` stays, and so does every file
    that did not come from the very notes that are imported again.
    """
    existing = _existing(folder)
    values = read_yaml(folder / COURSE_FILE).value or {} if existing else {}
    names = [path.stem for path in existing.lectures] if existing else []
    # a name that is no lecture of the course could lead out of its folder
    before = existing.sources if existing else {}
    sources = {name: before[name] for name in names if name in before}
    for item in read:
        source = _written(item.source)
        known = [name for name, file in sources.items() if file == source]
        here = {path.stem for path in folder.glob("*.md")}
        name = known[0] if known else unique(slug(item.source.stem), {*names, *here})
        write_text(folder / f"{name}.md", item.markdown)
        sources[name] = source
        if name not in names:
            names.append(name)
    course = existing.id if existing else folder.name
    values = {"id": course, "title": title, **values, "lectures": names, "sources": sources}
    write_text(folder / COURSE_FILE, yaml.safe_dump(values, allow_unicode=True, sort_keys=False))
    return course


def _written(path: Path) -> str:
    """A path as YAML can hold it: a name on disk need not be Unicode."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _existing(folder: Path) -> CourseFile | None:
    return read_course_file(folder) if (folder / COURSE_FILE).is_file() else None


@contextmanager
def _lock(courses: Path) -> Iterator[None]:
    """Two imports at once take turns."""
    try:
        courses.mkdir(parents=True, exist_ok=True, mode=0o700)
        stream = (courses / ".lock").open("w")
    except OSError as error:
        raise MissingError(
            f"cannot be written to ({error.strerror})",
            where=courses,
            hint="Make the folder writable, or set LLMTUTOR_HOME to one that is",
        ) from error
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield

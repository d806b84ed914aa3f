"""Whether a course's author wrote enough questions, and whether each passes the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from llmtutor.content.checking.finding import CLOSING, Finding
from llmtutor.content.course import read_course_file
from llmtutor.errors import TutorError
from llmtutor.library.index import Index
from llmtutor.library.library import LectureHead, Library
from llmtutor.quiz.authored import Written, questions_file, read_written
from llmtutor.quiz.lecture_quiz import LectureQuiz
from llmtutor.quiz.selection import facts
from llmtutor.search.text_index import TextIndexer

QUESTIONS_A_SECTION = 3
"""Author's questions that ask different things."""


def check_questions(folder: Path) -> list[Finding]:
    """Every question that the gate refuses, and every section and aim that has too few.

    The course is indexed in a folder of its own, so that the gate's search sees it alone.

    Raises:
        InputFileError: ``course.yaml`` cannot be read.
    """
    course = read_course_file(folder)
    with TemporaryDirectory(prefix="course-check-") as place:
        courses = Path(place) / "courses"
        courses.mkdir()
        (courses / "course").symlink_to(folder.resolve(), target_is_directory=True)
        index = Index(Path(place) / "index.db", [("checked", courses)], TextIndexer())
        try:
            index.refresh()
            library = Library(index)
            heads = [head for one in library.outline() for head in one.lectures]
            files = {path.stem: path for path in course.lectures}
            return [
                finding
                for head in heads
                for finding in _lecture(library, head, _file(library, head.path, files))
            ]
        finally:
            index.close()


def _file(library: Library, path: str, files: dict[str, Path]) -> Path:
    """The lecture's Markdown file as the caller named it."""
    course, _, lecture = path.partition("/")
    row = library.connection.execute(
        "SELECT file FROM lecture WHERE course=? AND id=?", (course, lecture)
    ).fetchone()
    return files[Path(row["file"]).stem]


def _lecture(library: Library, head: LectureHead, lecture: Path) -> Iterator[Finding]:
    file = questions_file(lecture)
    if not file.is_file():
        what = f"there is no {file.name} with questions"
        yield Finding(str(lecture), 1, "questions", what, advice=True)
        return
    quiz = LectureQuiz(library, head.path, head.title)
    try:
        written = read_written(file, {one.section.id: one for one in quiz.notes.sections})
    except TutorError as error:
        yield Finding(str(file), 1, "question", str(error))
        return
    passed = []
    for one in written:
        if rejection := quiz.rejection(one.question):
            what = f"“{one.question.stem[:60]}”: {rejection.rule}: {rejection.reason}"
            yield Finding(str(file), one.line, "question", what)
        else:
            passed.append(one)
    yield from _enough(file, head, passed)
    yield from _aims(file, head, passed)


def _enough(file: Path, head: LectureHead, passed: Sequence[Written]) -> Iterator[Finding]:
    """Three questions a section; two that ask the same count once."""
    asked = Counter(fact.path for fact in facts(one.question for one in passed))
    for section in head.sections:
        found = asked[section.path]
        if not section.group and section.id not in CLOSING and found < QUESTIONS_A_SECTION:
            what = f"{found} questions on '{section.id}' that differ, not {QUESTIONS_A_SECTION}"
            yield Finding(str(file), 1, "questions", what)


def _aims(file: Path, head: LectureHead, passed: Sequence[Written]) -> Iterator[Finding]:
    count = len(head.aims)
    for one in passed:
        if one.aim > count:
            what = f"there is no aim {one.aim}, the lecture has {count}"
            yield Finding(str(file), one.line, "aim", what)
    covered = {one.aim for one in passed}
    for number, aim in enumerate(head.aims, start=1):
        if number not in covered:
            yield Finding(str(file), 1, "aim", f"no question tests aim {number}: {aim}")

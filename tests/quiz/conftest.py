from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from llmtutor.content.lecture import read_lecture
from llmtutor.content.models import FileWarnings, section_path
from llmtutor.library.importing import import_files
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import read_section
from llmtutor.search.text_index import TextIndexer

NOTES = Path(__file__).parent / "notes"
Read = Callable[[str], LectureNotes]


def read_notes(markdown: str, title: str = "Notes") -> LectureNotes:
    """Markdown as a lecture's notes, with no library behind it."""
    text = markdown if markdown.lstrip().startswith("#") else f"## Part\n\n{markdown}"
    lecture = read_lecture(text, source="notes.md", fallback_title=title).lecture
    sections = [
        read_section(section_path("course", lecture.id, section.id), section)
        for section in lecture.sections
        if not section.group
    ]
    return LectureNotes(f"course/{lecture.id}", lecture.title, sections)


@pytest.fixture
def read() -> Read:
    return read_notes


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """All invented notes, one lecture each, in one course."""
    folder = tmp_path_factory.mktemp("quiz")
    import_files(sorted(NOTES.iterdir()), folder / "courses", title="Invented")
    index = Index(folder / "index.db", [("imported", folder / "courses")], TextIndexer())
    index.refresh()
    return Library(index)


@pytest.fixture(scope="session")
def quizzes(library: Library) -> QuizMaker:
    return QuizMaker(library)


@pytest.fixture
def context(read: Read) -> Callable[[str], GateContext]:
    return lambda markdown: GateContext(read(markdown))


@pytest.fixture
def warnings() -> FileWarnings:
    return FileWarnings("notes.md")

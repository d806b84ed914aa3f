"""``course.yaml``: what it may say, and that it never leads out of its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmtutor.content.course import CourseFile, read_course_file
from llmtutor.content.models import COURSE_FILE
from llmtutor.errors import InputFileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course folder with two lectures, and a secret beside it."""
    made = tmp_path / "My Course"
    made.mkdir()
    for name in ("a", "b"):
        (made / f"{name}.md").write_text("## One\n\ntext\n")
    (tmp_path / "secret.md").write_text("secret")
    return made


def course(folder: Path, yaml: str) -> CourseFile:
    (folder / COURSE_FILE).write_text(yaml, encoding="utf-8")
    return read_course_file(folder)


def refused(folder: Path, yaml: str) -> InputFileError:
    with pytest.raises(InputFileError) as problem:
        course(folder, yaml)
    return problem.value


def test_all_that_it_says_is_read(folder: Path) -> None:
    made = course(folder, "id: LLM\ntitle: A  title\nsummary: Short.\nlectures: [b, a]\n")
    assert (made.id, made.title, made.summary) == ("llm", "A title", "Short.")
    assert [path.name for path in made.lectures] == ["b.md", "a.md"]


@pytest.mark.parametrize("yaml", ["", "# nothing\n", "title:\n"])
def test_what_it_does_not_say_comes_from_the_folder(folder: Path, yaml: str) -> None:
    made = course(folder, yaml)
    assert (made.id, made.title) == ("my-course", "My Course")
    assert [path.name for path in made.lectures] == ["a.md", "b.md"]


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "/etc/passwd",
        "../My Course/../secret",
        "sub/a",
        '""',
        "1",
        "[a]",
        '"a\\0"',
        "~",
    ],
)
def test_a_lecture_outside_the_folder_is_refused_with_its_line(folder: Path, name: str) -> None:
    problem = refused(folder, f"title: T\nlectures:\n  - a\n  - {name}\n")
    assert problem.where == f"{folder / COURSE_FILE}:4: lectures.1"
    assert "in this folder" in str(problem)


def test_a_link_that_leads_outside_is_refused(folder: Path) -> None:
    (folder / "link.md").symlink_to(folder.parent / "secret.md")
    assert "in this folder" in str(refused(folder, "lectures: [a, link]"))
    assert "in this folder" in str(refused(folder, "title: T"))


def test_a_link_to_itself_is_refused(folder: Path) -> None:
    (folder / "loop.md").symlink_to(folder / "loop.md")
    assert "in this folder" in str(refused(folder, "lectures: [loop]"))


def test_a_name_too_long_for_a_file_is_refused(folder: Path) -> None:
    assert "in this folder" in str(refused(folder, f"lectures: [{'a' * 400}]"))


def test_a_link_inside_the_folder_is_a_lecture(folder: Path) -> None:
    (folder / "link.md").symlink_to(folder / "a.md")
    assert [path.name for path in course(folder, "lectures: [link]").lectures] == ["link.md"]


def test_a_course_folder_may_itself_be_a_link(folder: Path) -> None:
    link = folder.parent / "linked"
    link.symlink_to(folder)
    assert len(course(link, "title: T").lectures) == 2


def test_a_lecture_that_is_not_there_is_told_with_its_line(folder: Path) -> None:
    problem = refused(folder, "lectures:\n  - a\n  - none\n")
    assert problem.where.endswith(f"{COURSE_FILE}:3: lectures.1")
    assert "none.md" in str(problem)


@pytest.mark.parametrize(
    ("yaml", "where"),
    [
        ("title: T\nauthor: me\n", ":2: author"),
        ("title: T\nlectures: a\n", ":2: lectures"),
        ("title: T\nsources: [a]\n", ":2: sources"),
        ("- a\n", ":1"),
    ],
)
def test_a_wrong_key_or_value_is_told_with_file_and_line(
    folder: Path, yaml: str, where: str
) -> None:
    assert refused(folder, yaml).where.endswith(COURSE_FILE + where)


def test_a_title_cannot_steer_the_terminal(folder: Path) -> None:
    assert course(folder, 'title: "a\\e[31mb\\x9bc"\nid: "x\\e[2J"').title == "ab"

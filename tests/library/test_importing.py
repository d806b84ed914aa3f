"""Taking notes in: all or nothing, and the original is never changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmtutor.errors import InputFileError, MissingError, UsageError
from llmtutor.library.importing import ImportReport, import_files

from ..shelf import Shelf, section
from .looking import paths


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder for notes of the student's own."""
    folder = tmp_path / "my files"
    folder.mkdir()
    return folder


def note(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or section("One"), encoding="utf-8")
    return path


def take(
    shelf: Shelf, *files: Path, title: str = "My notes", dry_run: bool = False
) -> ImportReport:
    return import_files(files, shelf.courses, title=title, dry_run=dry_run)


def kept(shelf: Shelf) -> dict[str, str]:
    """Every file below the courses with its text."""
    return {
        str(path.relative_to(shelf.courses)): path.read_text(encoding="utf-8")
        for path in sorted(shelf.courses.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def course_file(shelf: Shelf, name: str = "my-notes") -> dict[str, object]:
    value = yaml.safe_load((shelf.courses / name / "course.yaml").read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


class TestImporting:
    def test_files_become_lectures_of_a_course(self, shelf: Shelf, notes: Path) -> None:
        report = take(shelf, note(notes, "Week 1.md"), note(notes, "week2.txt", "Just words."))
        assert (report.course, report.lectures, report.sections) == ("my-notes", 2, 2)
        assert paths(shelf.index()) == ["my-notes/week-1/one", "my-notes/week2/week2"]

    def test_the_course_takes_the_name_that_is_given(self, shelf: Shelf, notes: Path) -> None:
        assert take(shelf, note(notes, "a.md"), title="機器學習 I").course == "機器學習-i"
        assert course_file(shelf, "機器學習-i")["title"] == "機器學習 I"

    def test_the_original_is_not_changed(self, shelf: Shelf, notes: Path) -> None:
        path = note(notes, "a.md", "##One\n<b>x</b>\x1b[31m\r\n")
        before = path.read_bytes()
        take(shelf, path)
        assert path.read_bytes() == before

    def test_what_is_kept_is_readable_markdown(self, shelf: Shelf, notes: Path) -> None:
        take(shelf, note(notes, "a.md", "##One\n<b>x</b>\x1b[31m\r\n"))
        assert kept(shelf)["my-notes/a.md"] == "## One\n**x**\n"

    def test_a_second_import_adds_to_the_course(self, shelf: Shelf, notes: Path) -> None:
        take(shelf, note(notes, "a.md"))
        take(shelf, note(notes, "b.md"))
        assert course_file(shelf)["lectures"] == ["a", "b"]

    def test_equal_names_from_two_folders_are_two_lectures(self, shelf: Shelf, notes: Path) -> None:
        take(shelf, note(notes, "x/a.md", section("X")), note(notes, "y/a.md", section("Y")))
        assert paths(shelf.index()) == ["my-notes/a/x", "my-notes/a-2/y"]

    def test_a_file_named_twice_is_one_lecture(self, shelf: Shelf, notes: Path) -> None:
        path = note(notes, "a.md")
        assert take(shelf, path, path).lectures == 1

    def test_what_was_decided_is_told_with_file_and_line(self, shelf: Shelf, notes: Path) -> None:
        path = note(notes, "a.md", "## A\n\n[x]()\n")
        ((warning),) = take(shelf, path).warnings
        assert (warning.file, warning.line) == (str(path), 3)


class TestAgain:
    def test_a_file_imported_again_replaces_itself(self, shelf: Shelf, notes: Path) -> None:
        path = note(notes, "a.md", section("Old"))
        take(shelf, path, note(notes, "b.md"))
        path.write_text(section("New"))
        take(shelf, path)
        assert course_file(shelf)["lectures"] == ["a", "b"]
        assert paths(shelf.index()) == ["my-notes/a/new", "my-notes/b/one"]

    def test_the_same_file_by_another_way_is_the_same(self, shelf: Shelf, notes: Path) -> None:
        path = note(notes, "x/a.md")
        take(shelf, path)
        take(shelf, notes / "x" / ".." / "x" / "a.md")
        assert course_file(shelf)["lectures"] == ["a"]

    def test_a_file_of_the_students_own_in_the_folder_is_not_overwritten(
        self, shelf: Shelf, notes: Path
    ) -> None:
        shelf.course("my-notes", "lectures: []\n", a=section("Mine"))
        take(shelf, note(notes, "a.md"))
        assert kept(shelf)["my-notes/a.md"] == section("Mine")
        assert course_file(shelf)["lectures"] == ["a-2"]

    def test_what_the_student_wrote_into_the_course_file_stays(
        self, shelf: Shelf, notes: Path
    ) -> None:
        shelf.course("my-notes", "id: mine\ntitle: My title\nsummary: Short.\nlanguages: [en]\n")
        report = take(shelf, note(notes, "a.md"))
        assert report.course == "mine"
        written = course_file(shelf)
        assert written | {"sources": 0} == {
            "id": "mine",
            "title": "My title",
            "summary": "Short.",
            "languages": ["en"],
            "lectures": ["a"],
            "sources": 0,
        }

    def test_a_source_in_a_strange_course_file_leads_nowhere(
        self, shelf: Shelf, notes: Path
    ) -> None:
        path = note(notes, "a.md")
        outside = note(shelf.folder, "outside.md", "precious")
        shelf.course("my-notes", f'lectures: []\nsources: {{"../../outside": "{path}"}}\n')
        take(shelf, path)
        assert outside.read_text() == "precious"
        assert course_file(shelf)["sources"] == {"a": str(path)}


class TestAllOrNothing:
    def test_one_bad_file_and_nothing_is_written(self, shelf: Shelf, notes: Path) -> None:
        bad = note(notes, "b.md", "---\ntitle: [\n---\n")
        with pytest.raises(InputFileError) as problem:
            take(shelf, note(notes, "a.md"), bad)
        assert str(bad) in problem.value.where
        assert kept(shelf) == {}

    @pytest.mark.parametrize("data", [b"", b"\xff\xff", b"a\0b", b"---\n\n---\n", b"<!-- c -->"])
    def test_a_file_with_nothing_to_read_is_refused(
        self, shelf: Shelf, notes: Path, data: bytes
    ) -> None:
        path = note(notes, "a.md")
        path.write_bytes(data)
        with pytest.raises(InputFileError):
            take(shelf, path)
        assert kept(shelf) == {}

    def test_a_missing_file_and_a_folder_are_refused(self, shelf: Shelf, notes: Path) -> None:
        for path in (notes / "none.md", notes):
            with pytest.raises(InputFileError):
                take(shelf, path)

    def test_no_file_at_all_is_wrong_use(self, shelf: Shelf) -> None:
        with pytest.raises(UsageError, match="no file"):
            take(shelf)

    def test_a_broken_course_file_is_told_and_kept(self, shelf: Shelf, notes: Path) -> None:
        shelf.course("my-notes", "title: [")
        with pytest.raises(InputFileError, match="YAML"):
            take(shelf, note(notes, "a.md"))
        assert kept(shelf) == {"my-notes/course.yaml": "title: ["}

    def test_the_name_of_a_shipped_course_is_refused(self, shelf: Shelf, notes: Path) -> None:
        with pytest.raises(UsageError, match="comes with llmtutor"):
            import_files(
                [note(notes, "a.md")], shelf.courses, title="LLM", taken=frozenset({"llm"})
            )
        assert kept(shelf) == {}

    def test_a_folder_that_cannot_be_made_is_told(self, shelf: Shelf, notes: Path) -> None:
        (shelf.folder / "file").touch()
        with pytest.raises(MissingError, match="cannot be written"):
            import_files([note(notes, "a.md")], shelf.folder / "file" / "courses")


class TestDryRun:
    def test_it_tells_the_same_and_writes_nothing(self, shelf: Shelf, notes: Path) -> None:
        path = note(notes, "a.md", "## A\n\n[x]()\n")
        tried = take(shelf, path, dry_run=True)
        assert list(shelf.courses.iterdir()) == []
        assert tried == take(shelf, path)

    def test_it_makes_no_folder(self, shelf: Shelf, notes: Path) -> None:
        import_files([note(notes, "a.md")], shelf.folder / "none", dry_run=True)
        assert not (shelf.folder / "none").exists()

    def test_it_refuses_what_an_import_refuses(self, shelf: Shelf, notes: Path) -> None:
        with pytest.raises(InputFileError):
            take(shelf, note(notes, "a.md", "---\na: [\n---\n"), dry_run=True)


HOSTILE = ["../a.md", "..", "a\x1b[31m.md", "-rf.md", "a\nb.md", "CON.md", ".md", "a" * 200 + ".md"]


class TestHostileNames:
    @pytest.mark.parametrize("name", [name for name in HOSTILE if "/" not in name and name != ".."])
    def test_a_strange_file_name_becomes_a_plain_one(
        self, shelf: Shelf, notes: Path, name: str
    ) -> None:
        take(shelf, note(notes, name if name != ".md" else "md.md"))
        (lecture,) = (file for file in kept(shelf) if file.endswith(".md"))
        assert lecture.isprintable()
        assert Path(lecture).parent == Path("my-notes")
        assert len(paths(shelf.index())) == 1

    def test_a_name_that_is_not_unicode_can_be_imported_twice(
        self, shelf: Shelf, notes: Path
    ) -> None:
        path = Path(os.fsdecode(os.fsencode(notes) + b"/caf\xe9.md"))
        try:
            path.write_text(section("One"))
        except OSError:
            pytest.skip("this file system takes Unicode names only")
        for _ in range(2):
            take(shelf, path)
        assert len(paths(shelf.index())) == 1

    @pytest.mark.parametrize("title", ["../../x", "/etc", ".", "a\x1b[2Jb", "\udcff", "a\0b", "-"])
    def test_a_strange_title_stays_inside(self, shelf: Shelf, notes: Path, title: str) -> None:
        take(shelf, note(notes, "a.md"), title=title)
        (folder,) = (path for path in shelf.courses.iterdir() if path.is_dir())
        assert folder.parent == shelf.courses
        assert str(course_file(shelf, folder.name)["title"]).isprintable()

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
    @given(
        name=st.text(
            st.characters(exclude_characters="/\0", exclude_categories=["Cs"]),
            min_size=1,
            max_size=40,
        )
    )
    def test_a_file_of_any_name_is_known_again(self, shelf: Shelf, notes: Path, name: str) -> None:
        path = note(notes, f"{name}.md")
        lectures = []
        for _ in range(2):
            report = take(shelf, path, title=f"Course {name}")
            lectures.append(course_file(shelf, report.folder.name)["lectures"])
        assert lectures[0] == lectures[1]


def test_two_imports_at_once_keep_both_files(shelf: Shelf, notes: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from llmtutor.library.importing import import_files;"
        "import_files([Path(name) for name in sys.argv[2:]], Path(sys.argv[1]))"
    )
    parts = [[note(notes, f"{part}{n}.md") for n in range(5)] for part in "abc"]
    running = [
        subprocess.Popen([sys.executable, "-c", code, shelf.courses, *files]) for files in parts
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    names = [file.stem for files in parts for file in files]
    assert sorted(course_file(shelf)["lectures"]) == sorted(names)  # type: ignore[call-overload]
    assert len(paths(shelf.index())) == 15

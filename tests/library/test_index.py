"""The index follows the folders of courses: what changed is read again, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.search.text_index import TextIndexer

from ..shelf import Shelf, section
from .looking import paths, rows

BROKEN = "---\ntitle: [never closed\n---\n\n## A\n\ntext\n"


def texts(index: Index) -> dict[str, str]:
    library = Library(index)
    return {path: library.section(path).text for path in library.sections()}


def bodies(index: Index) -> int:
    """Passages in the search tables."""
    (count,) = index.connection.execute("SELECT count(*) FROM passage_text").fetchone()
    return int(count)


class TestFirstTime:
    def test_every_section_of_every_course_is_read(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("First") + section("Second"))
        shelf.course("two", b=section("Third"))
        assert paths(shelf.index()) == ["one/a/first", "one/a/second", "two/b/third"]

    def test_lectures_stand_in_the_order_of_the_course(self, shelf: Shelf) -> None:
        shelf.course("one", "lectures: [z, a]", a=section("A"), z=section("Z"))
        assert paths(shelf.index()) == ["one/z/z", "one/a/a"]

    def test_an_empty_library_is_no_error(self, shelf: Shelf) -> None:
        assert paths(shelf.index()) == []

    def test_a_folder_that_is_not_there_is_no_error(self, shelf: Shelf) -> None:
        index = Index(shelf.file, [("imported", shelf.folder / "none")], TextIndexer())
        assert not index.refresh()
        index.close()

    def test_a_folder_without_a_course_file_is_no_course(self, shelf: Shelf) -> None:
        shelf.write("notes/a.md", section("A"))
        shelf.write("a.md", section("A"))
        assert paths(shelf.index()) == []

    def test_progress_is_told_from_none_to_all(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A"), b=section("B"))
        told: list[tuple[int, int]] = []
        shelf.open().refresh(lambda done, total: told.append((done, total)))
        assert told == [(0, 2), (1, 2), (2, 2)]


class TestLater:
    def test_nothing_is_read_where_nothing_changed(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A"))
        before = rows(shelf.index())
        later = shelf.open()
        assert not later.refresh()
        assert rows(later) == before

    def test_only_the_rows_of_a_changed_file_change(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A"), b=section("B"))
        shelf.course("two", c=section("C"))
        before = rows(shelf.index())
        shelf.write("one/a.md", section("A", "New words.") + section("More"))
        after = rows(shelf.index())
        assert {name for name in after if after[name] != before.get(name)} == {"one/a"}

    def test_the_search_tables_follow(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A", "zebra") + section("B"))
        index = shelf.index()
        assert bodies(index) == 2
        shelf.write("one/a.md", section("A", "giraffe"))
        index.refresh()
        assert bodies(index) == 1
        match = "SELECT count(*) FROM passage_text WHERE passage_text MATCH ?"
        assert index.connection.execute(match, ("giraffe",)).fetchone()[0] == 1
        assert index.connection.execute(match, ("zebra",)).fetchone()[0] == 0

    def test_a_file_touched_with_the_same_size_is_read(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A", "cat"))
        shelf.index()
        shelf.write("one/a.md", section("A", "dog"))
        assert texts(shelf.index()) == {"one/a/a": "dog"}

    def test_a_lecture_that_is_gone_goes(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A"), b=section("B"))
        index = shelf.index()
        (shelf.courses / "one" / "b.md").unlink()
        assert index.refresh()
        assert paths(index) == ["one/a/a"]
        assert bodies(index) == 1

    def test_a_course_that_is_gone_goes(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A"))
        shelf.course("two", b=section("B"))
        index = shelf.index()
        for path in (shelf.courses / "one").iterdir():
            path.unlink()
        index.refresh()
        assert [course.id for course in Library(index).outline()] == ["two"]
        assert paths(index) == ["two/b/b"]

    def test_a_new_order_of_lectures_reads_no_lecture_again(self, shelf: Shelf) -> None:
        shelf.course("one", "lectures: [a, b]", a=section("A"), b=section("B"))
        before = rows(shelf.index())
        shelf.write("one/course.yaml", "lectures: [b, a]\n")
        index = shelf.index()
        assert paths(index) == ["one/b/b", "one/a/a"]
        assert rows(index) == before

    def test_a_file_that_lay_there_is_read_once_it_is_listed(self, shelf: Shelf) -> None:
        shelf.course("one", "lectures: [a]", a=section("A"), b=section("B"))
        assert paths(shelf.index()) == ["one/a/a"]
        shelf.write("one/course.yaml", "lectures: [a, b]\n")
        assert paths(shelf.index()) == ["one/a/a", "one/b/b"]

    def test_a_lecture_taken_off_the_list_and_put_back_is_read_again(self, shelf: Shelf) -> None:
        shelf.course("one", "lectures: [a, b]", a=section("A"), b=section("B"))
        for listed in ("[a]", "[a, b]"):
            shelf.write("one/course.yaml", f"lectures: {listed}\n")
            index = shelf.index()
        assert paths(index) == ["one/a/a", "one/b/b"]

    def test_a_course_that_changes_its_id_takes_its_lectures_along(self, shelf: Shelf) -> None:
        shelf.course("one", "id: old\n", a=section("A"))
        shelf.index()
        shelf.write("one/course.yaml", "id: renamed\n")
        assert paths(shelf.index()) == ["renamed/a/a"]


class TestBrokenFiles:
    def test_a_broken_lecture_keeps_its_last_good_text_and_is_listed(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A", "Good words."), b=section("B"))
        index = shelf.index()
        broken = shelf.write("one/a.md", BROKEN)
        index.refresh()
        assert texts(index)["one/a/a"] == "Good words."
        ((file, message),) = index.problems()
        assert file == str(broken)
        assert f"{broken}:3" in message

    def test_a_broken_lecture_does_not_keep_the_others_from_being_read(self, shelf: Shelf) -> None:
        shelf.course("one", a=BROKEN, b=section("B"))
        assert paths(shelf.index()) == ["one/b/b"]

    def test_a_lecture_that_is_mended_is_read_and_no_longer_listed(self, shelf: Shelf) -> None:
        shelf.course("one", a=BROKEN)
        index = shelf.index()
        shelf.write("one/a.md", section("A"))
        index.refresh()
        assert paths(index) == ["one/a/a"]
        assert index.problems() == []

    def test_a_problem_is_still_listed_after_a_restart(self, shelf: Shelf) -> None:
        shelf.course("one", a=BROKEN)
        shelf.index()
        later = shelf.open()
        assert not later.refresh()
        assert len(later.problems()) == 1

    @pytest.mark.parametrize(
        "data", [b"", b"\xff\xfe\xff", b"a\x00b"], ids=["empty", "half", "null"]
    )
    def test_a_file_that_is_no_text_is_listed(self, shelf: Shelf, data: bytes) -> None:
        shelf.course("one", a=section("A"))
        index = shelf.index()
        (shelf.courses / "one" / "a.md").write_bytes(data)
        index.refresh()
        assert len(index.problems()) == 1
        assert paths(index) == ["one/a/a"]

    def test_a_broken_course_file_keeps_the_course_and_is_listed(self, shelf: Shelf) -> None:
        shelf.course("one", "title: Kept\n", a=section("A"))
        index = shelf.index()
        shelf.write("one/course.yaml", "title: [")
        index.refresh()
        assert [course.title for course in Library(index).outline()] == ["Kept"]
        assert paths(index) == ["one/a/a"]
        assert [Path(file).name for file, _ in index.problems()] == ["course.yaml"]

    def test_a_lecture_edited_while_its_course_was_broken_is_read_once_it_is_mended(
        self, shelf: Shelf
    ) -> None:
        shelf.course("one", a=section("A", "old"))
        index = shelf.index()
        shelf.write("one/course.yaml", "title: [")
        shelf.write("one/a.md", section("A", "new"))
        index.refresh()
        shelf.write("one/course.yaml", "title: One\n")
        index.refresh()
        assert texts(index) == {"one/a/a": "new"}
        assert index.problems() == []

    def test_a_course_file_that_leads_outside_shows_nothing_of_there(self, shelf: Shelf) -> None:
        (shelf.folder / "secret.md").write_text(section("Secret"))
        shelf.course("one", "lectures: [../../secret]")
        shelf.course("two")
        (shelf.courses / "two" / "link.md").symlink_to(shelf.folder / "secret.md")
        index = shelf.index()
        assert paths(index) == []
        assert len(index.problems()) == 2

    def test_hostile_lines_of_a_course_file_end_nothing(self, shelf: Shelf) -> None:
        shelf.course("ok", a=section("A"))
        for number, name in enumerate(['"a\\0b"', "x" * 300, "[" * 5000, "*x"]):
            shelf.course(f"bad{number}", f"lectures: [{name}]")
        index = shelf.index()
        assert paths(index) == ["ok/a/a"]
        assert len(index.problems()) == 4


class TestEqualNames:
    SAME = "---\nid: same\n---\n\n"

    def test_the_second_lecture_of_an_id_is_listed_and_the_first_stays(self, shelf: Shelf) -> None:
        shelf.course("one", a=self.SAME + section("A"), b=self.SAME + section("B"))
        index = shelf.index()
        assert paths(index) == ["one/same/a"]
        ((file, message),) = index.problems()
        assert Path(file).name == "b.md"
        assert "taken by a.md" in message
        assert "Give it an 'id:' of its own" in message

    def test_it_is_shown_once_the_other_gives_the_id_up(self, shelf: Shelf) -> None:
        shelf.course("one", a=self.SAME + section("A"), b=self.SAME + section("B"))
        index = shelf.index()
        shelf.write("one/a.md", section("A"))
        index.refresh()
        assert paths(index) == ["one/a/a", "one/same/b"]
        assert index.problems() == []

    def test_a_lecture_that_takes_anothers_id_keeps_its_last_good_text(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A"), b=section("B"))
        index = shelf.index()
        shelf.write("one/b.md", "---\nid: a\n---\n\n" + section("B", "new"))
        index.refresh()
        assert paths(index) == ["one/a/a", "one/b/b"]
        assert len(index.problems()) == 1

    def test_two_lectures_may_change_places(self, shelf: Shelf) -> None:
        shelf.course(
            "one", a="---\nid: x\n---\n" + section("A"), b="---\nid: y\n---\n" + section("B")
        )
        index = shelf.index()
        shelf.write("one/a.md", "---\nid: y\n---\n" + section("A"))
        shelf.write("one/b.md", "---\nid: x\n---\n" + section("B"))
        index.refresh()
        assert paths(index) == ["one/y/a", "one/x/b"]
        assert index.problems() == []

    def test_a_lecture_file_may_be_renamed(self, shelf: Shelf) -> None:
        shelf.course("one", a=self.SAME + section("A"))
        index = shelf.index()
        (shelf.courses / "one" / "a.md").rename(shelf.courses / "one" / "b.md")
        index.refresh()
        assert paths(index) == ["one/same/a"]

    def test_the_second_course_of_an_id_is_listed_and_the_first_stays(self, shelf: Shelf) -> None:
        shelf.course("one", "id: same\n", a=section("A"))
        shelf.course("two", "id: same\n", b=section("B"))
        index = shelf.index()
        assert paths(index) == ["same/a/a"]
        assert "another course" in index.problems()[0][1]

    def test_it_is_shown_once_the_first_is_gone(self, shelf: Shelf) -> None:
        shelf.course("one", "id: same\n", a=section("A"))
        shelf.course("two", "id: same\n", b=section("B"))
        index = shelf.index()
        (shelf.courses / "one" / "course.yaml").unlink()
        index.refresh()
        assert paths(index) == ["same/b/b"]
        assert index.problems() == []

"""Reading what is in the library, and finding a place by its path."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmtutor.errors import UsageError
from llmtutor.library.library import EVERYTHING, Library, Scope

from ..shelf import Shelf, section


@pytest.fixture
def library(shelf: Shelf) -> Library:
    """Two courses with lectures of equal and of similar names."""
    shelf.course(
        "llm",
        "title: Large Language Models\nlectures: [rag, transformer]\n",
        rag=section("Chunks") + section("Summary"),
        transformer="---\ntitle: The Transformer\nsummary: Short.\naims: [one, two]\n"
        "prerequisites: [python]\n---\n\n## Part\n\n### Attention\n\nSee [it](https://a.org).\n\n"
        "### Self-Attention\n\ntext\n\n## Summary\n\ntext\n",
    )
    shelf.course("llm-notes", rag=section("Chunks") + section("My own"))
    return shelf.library()


def refused(library: Library, path: str) -> UsageError:
    with pytest.raises(UsageError) as problem:
        library.resolve(path)
    return problem.value


class TestOutline:
    def test_courses_lectures_and_sections_stand_in_teaching_order(self, library: Library) -> None:
        first, second = library.outline()
        assert (first.id, first.title, first.origin) == ("llm", "Large Language Models", "imported")
        assert [lecture.id for lecture in first.lectures] == ["rag", "transformer"]
        assert [s.title for s in first.lectures[0].sections] == ["Chunks", "Summary"]
        assert second.id == "llm-notes"

    def test_a_lecture_tells_what_its_front_matter_says(self, library: Library) -> None:
        lecture = library.outline()[0].lectures[1]
        assert (lecture.title, lecture.summary) == ("The Transformer", "Short.")
        assert (lecture.aims, lecture.prerequisites) == (("one", "two"), ("python",))

    def test_a_section_tells_its_level_its_links_and_whether_it_is_a_group(
        self, library: Library
    ) -> None:
        heads = library.outline()[0].lectures[1].sections
        assert [(h.title, h.level, h.group, h.links) for h in heads] == [
            ("Part", 1, True, 0),
            ("Attention", 2, False, 1),
            ("Self-Attention", 2, False, 0),
            ("Summary", 1, False, 0),
        ]

    def test_a_scope_shows_its_part_alone(self, library: Library) -> None:
        (course,) = library.outline(Scope("llm", "rag", "summary"))
        assert [lecture.id for lecture in course.lectures] == ["rag"]
        assert [s.id for s in course.lectures[0].sections] == ["summary"]

    def test_sections_to_read_leave_out_groups(self, library: Library) -> None:
        assert library.sections(Scope("llm", "transformer")) == [
            "llm/transformer/attention",
            "llm/transformer/self-attention",
            "llm/transformer/summary",
        ]


class TestSection:
    def test_a_section_comes_back_with_all_it_has(self, library: Library) -> None:
        found = library.section("llm/transformer/attention")
        assert (found.title, found.level, found.text) == (
            "Attention",
            2,
            "See [it](https://a.org).",
        )
        assert [link.url for link in found.links] == ["https://a.org"]
        (passage,) = found.passages
        assert found.text[passage.start : passage.end] == found.text

    @pytest.mark.parametrize("path", ["", "llm", "llm/rag", "llm/rag/none", "a/b/c/d", "//"])
    def test_a_path_that_names_no_section_is_refused(self, library: Library, path: str) -> None:
        with pytest.raises(UsageError, match="no section"):
            library.section(path)


class TestResolving:
    @pytest.mark.parametrize("path", ["", "/", "  "])
    def test_nothing_named_is_everything(self, library: Library, path: str) -> None:
        assert library.resolve(path) == EVERYTHING

    @pytest.mark.parametrize(
        ("path", "found"),
        [
            ("llm", "llm"),
            ("llm-n", "llm-notes"),
            ("llm/rag", "llm/rag"),
            ("llm/rag/summary", "llm/rag/summary"),
            ("llm/tr", "llm/transformer"),
            ("llm/tr/att", "llm/transformer/attention"),
            ("transformer", "llm/transformer"),
            ("trans/self", "llm/transformer/self-attention"),
            ("self-attention", "llm/transformer/self-attention"),
            ("attention", "llm/transformer/attention"),
            ("my-own", "llm-notes/rag/my-own"),
            ("LLM/RAG", "llm/rag"),
            ("/llm/rag/", "llm/rag"),
            (" llm ", "llm"),
            ("llm/transformer/part", "llm/transformer/part"),
        ],
    )
    def test_a_prefix_is_enough_and_a_whole_name_beats_a_longer_one(
        self, library: Library, path: str, found: str
    ) -> None:
        assert library.resolve(path).path == found

    def test_every_path_that_is_shown_is_understood(self, library: Library) -> None:
        for course in library.outline():
            for lecture in course.lectures:
                for head in lecture.sections:
                    assert library.resolve(head.path).path == head.path

    @pytest.mark.parametrize("path", ["rag", "summary", "chunks", "l", "rag/chunks"])
    def test_a_name_that_could_be_several_is_told_with_all_of_them(
        self, library: Library, path: str
    ) -> None:
        problem = refused(library, path)
        assert "could be" in problem.what
        assert problem.hint == "Give more of the path"

    def test_places_that_it_could_be_are_named(self, library: Library) -> None:
        assert "llm/rag, llm-notes/rag" in refused(library, "rag").what

    @pytest.mark.parametrize(
        "path", ["none", "llm/none", "llm/rag/none", "a/b/c/d", "ll*", "l[l]m", "?"]
    )
    def test_a_name_that_is_nothing_is_told_with_what_to_do(
        self, library: Library, path: str
    ) -> None:
        problem = refused(library, path)
        assert "nothing in the library" in problem.what
        assert "llmtutor outline" in problem.hint

    @pytest.mark.parametrize(
        "path", ["x" * 100_000, "a\x00b", "\ud800", "*" * 900, "a\nb"], ids=len
    )
    def test_a_hostile_path_is_nothing_too(self, library: Library, path: str) -> None:
        assert "nothing in the library" in refused(library, path).what

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(path=st.text(max_size=30) | st.text(alphabet="lmrag/-*?[]' \"%_", max_size=12))
    def test_any_path_is_a_place_or_refused(self, library: Library, path: str) -> None:
        try:
            scope = library.resolve(path)
        except UsageError:
            return
        assert library.outline(scope)

"""Two real files of notes: cut as a careful reader would, and without losing a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from llmtutor.content.importers.notes import import_notes
from llmtutor.content.lecture import ReadLecture, read_lecture
from llmtutor.content.models import FileWarnings

pytestmark = pytest.mark.shared
_EXPECTED = re.compile(r"^- `(\d+) (G?)(\d) ?G?\S*` (.+?)(?: - _.*_)?$", re.MULTILINE)

Find = Callable[[str], Path]


def read(path: Path) -> ReadLecture:
    warnings = FileWarnings(str(path))
    markdown = import_notes(path, warnings)
    read = read_lecture(markdown, source=str(path), fallback_title=path.stem)
    return ReadLecture(read.lecture, (*warnings.items, *read.warnings))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


class TestSlides:
    """``lecture-llm-en.md``: Markdown slides with pasted HTML and a page template."""

    @pytest.fixture
    def found(self, shared: Find) -> ReadLecture:
        return read(shared("notes/lecture-llm-en.md"))

    @pytest.fixture
    def expected(self, shared: Find) -> list[tuple[int, int, bool, str]]:
        """``(line, level, is group, title)`` of each section, as a careful reader cut them."""
        text = shared("notes/expected_sections.md").read_text(encoding="utf-8")
        part = text[text.index("## lecture-llm-en.md") : text.index("## readme-dump-llm.txt")]
        return [
            (int(line), int(level), bool(group), title)
            for line, group, level, title in _EXPECTED.findall(part)
        ]

    def test_there_are_eighteen_sections_and_one_group(self, found: ReadLecture) -> None:
        groups = [section.group for section in found.lecture.sections]
        assert (groups.count(False), groups.count(True)) == (18, 1)

    def test_titles_levels_and_lines_are_the_expected_ones(
        self, found: ReadLecture, expected: list[tuple[int, int, bool, str]]
    ) -> None:
        assert [(s.line, s.level, s.group, s.title) for s in found.lecture.sections] == expected

    def test_title_and_description_are_those_of_the_file(self, found: ReadLecture) -> None:
        assert found.lecture.title == "Large Language Models"
        assert found.lecture.summary == "Introduction to Large Language Models."

    def test_the_slide_without_a_title_is_told(self, found: ReadLecture) -> None:
        assert [w.line for w in found.warnings if w.what == "a slide without a title"] == [29]

    def test_every_address_of_the_file_is_a_link_of_a_section(
        self, found: ReadLecture, shared: Find
    ) -> None:
        text = shared("notes/lecture-llm-en.md").read_text(encoding="utf-8")
        wanted = {
            url.rstrip(".,")
            for url in re.findall(r"https?://[^\s()<>\"'\]]+[^\s()<>\"'\].,]", text)
        }
        given = {link.url for section in found.lecture.sections for link in section.links}
        assert {url for url in wanted if not any(url in link for link in given)} == set()


PAGE_STARTS, PAGE_ENDS = 26, 792
"""Lines of the file; before and after them stand the buttons and counts of a code host."""


class TestPage:
    """``readme-dump-llm.txt``: a web page saved as plain text, without any markup."""

    @pytest.fixture
    def found(self, shared: Find) -> ReadLecture:
        return read(shared("notes/readme-dump-llm.txt"))

    def test_every_word_of_every_line_is_kept_in_order(
        self, found: ReadLecture, shared: Find
    ) -> None:
        text = shared("notes/readme-dump-llm.txt").read_text(encoding="utf-8")
        lecture = found.lecture
        shown = words("\n".join(f"{s.title}\n{s.text}" for s in lecture.sections))
        position, missing = 0, []
        for number, line in enumerate(text.splitlines(), start=1):
            if number < PAGE_STARTS or number >= PAGE_ENDS:
                continue
            for word in words(line):
                try:
                    position = shown.index(word, position) + 1
                except ValueError:
                    missing.append((number, word))
        assert missing == []

    def test_the_page_of_the_code_host_around_it_is_left_out_and_told(
        self, found: ReadLecture
    ) -> None:
        told = [w.line for w in found.warnings if w.what == "a code host's page around the text"]
        shown = "\n".join(f"{s.title}\n{s.text}" for s in found.lecture.sections)
        assert told == [1, PAGE_ENDS]
        assert found.lecture.sections[-1].title == "March 2023"
        assert not re.search(r"Folders and files|No packages published|\bForks\b", shown)

    def test_no_section_is_empty(self, found: ReadLecture) -> None:
        empty = [s.title for s in found.lecture.sections if not s.group and not s.text.strip()]
        assert empty == []

    def test_it_is_cut_into_sections_and_not_read_as_one(self, found: ReadLecture) -> None:
        assert len(found.lecture.sections) > 60

    def test_comments_in_its_code_are_no_headings(self, found: ReadLecture) -> None:
        titles = {section.title for section in found.lecture.sections}
        assert not {title for title in titles if title.startswith(("#", "import", "from "))}

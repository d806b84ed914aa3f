"""A lecture's translation is indexed beside it, and found once: in the script of the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmtutor.content.models import original_path
from llmtutor.errors import UsageError
from llmtutor.library.library import EVERYTHING, Library, Scope
from llmtutor.search.evidence import find_evidence
from llmtutor.search.sections import find_sections

from ..shelf import Shelf, section
from .looking import rows

COURSE = "title: Waters\nlanguages: [en, zh-Hant]\nlectures: [pumps, rivers]\n"
PUMP = "A **pump** (幫浦) lifts water. The pump of this town is called Max."
CHINESE_PUMP = "**幫浦**（pump）把水往高處送。這個城鎮的幫浦名叫 Max。"
CHINESE = "---\nid: pumps\n---\n\n## 幫浦\n<!-- id: pump -->\n\n" + CHINESE_PUMP + "\n"
TRANSLATED = "waters/pumps.zh-hant/pump"


@pytest.fixture
def waters(shelf: Shelf) -> Shelf:
    """One lecture in two languages, one in English alone."""
    shelf.course("waters", COURSE, pumps=section("Pump", PUMP), rivers=section("River"))
    shelf.write("waters/pumps.zh-Hant.md", CHINESE)
    return shelf


def found(library: Library, question: str, scope: Scope = EVERYTHING) -> list[str]:
    return [hit.path for hit in find_sections(library.connection, question, scope)]


def test_a_chinese_question_finds_the_chinese_words_verbatim(waters: Shelf) -> None:
    library = waters.library()
    best = find_evidence(library.connection, "幫浦把水送到哪裡？").sentences[0]

    assert best.path == TRANSLATED
    assert library.section(best.path).text[best.start : best.end] == best.text
    assert "把水往高處送" in best.text


@pytest.mark.parametrize("question", ["pump", "What is the pump of this town called?", "Max"])
def test_an_english_question_finds_the_english_words_alone(waters: Shelf, question: str) -> None:
    assert found(waters.library(), question) == ["waters/pumps/pump"]


def test_a_chinese_question_finds_a_section_once(waters: Shelf) -> None:
    assert found(waters.library(), "城鎮的幫浦") == [TRANSLATED]


def test_what_is_not_translated_is_found_in_its_own_words(waters: Shelf) -> None:
    waters.write(
        "waters/glossary.yaml",
        "- term: river\n  zh-Hant: 河流\n  means: Water.\n  section: rivers/river\n",
    )
    assert found(waters.library(), "河流") == ["waters/rivers/river"]


@pytest.mark.parametrize(
    "scope",
    [Scope("waters"), Scope("waters", "pumps"), Scope("waters", "pumps", "pump")],
)
def test_a_translation_is_part_of_its_lecture(waters: Shelf, scope: Scope) -> None:
    assert found(waters.library(), "城鎮的幫浦", scope) == [TRANSLATED]


def test_no_other_lecture_holds_it(waters: Shelf) -> None:
    assert found(waters.library(), "城鎮的幫浦", Scope("waters", "rivers")) == []


class TestTheOutline:
    def test_a_translation_is_no_lecture_of_its_own(self, waters: Shelf) -> None:
        library = waters.library()
        assert library.sections() == ["waters/pumps/pump", "waters/rivers/river"]
        (course,) = library.outline()
        assert [lecture.id for lecture in course.lectures] == ["pumps", "rivers"]

    def test_it_is_shown_by_its_full_path(self, waters: Shelf) -> None:
        library = waters.library()
        scope = library.resolve(TRANSLATED)
        assert library.sections(scope) == [TRANSLATED]
        assert library.section(TRANSLATED).title == "幫浦"

    def test_a_prefix_means_the_original(self, waters: Shelf) -> None:
        library = waters.library()
        assert library.resolve("waters/pum").path == "waters/pumps"
        with pytest.raises(UsageError):
            library.resolve("waters/pumps.zh")

    def test_its_path_leads_to_the_original(self) -> None:
        assert original_path(TRANSLATED) == "waters/pumps/pump"
        for path in ("", "waters", "waters/pumps", "waters/pumps/pump"):
            assert original_path(path) == path


class TestLater:
    def test_a_changed_translation_changes_its_own_rows_alone(self, waters: Shelf) -> None:
        before = rows(waters.index())
        waters.write("waters/pumps.zh-Hant.md", CHINESE.replace("Max", "Moritz"))
        index = waters.index()
        after = rows(index)
        assert {name for name in after if after[name] != before[name]} == {"waters/pumps.zh-hant"}
        assert "Moritz" in Library(index).section(TRANSLATED).text

    def test_it_follows_its_original_to_another_id(self, waters: Shelf) -> None:
        waters.index()
        waters.write("waters/pumps.md", "---\nid: engines\n---\n\n" + section("Pump", PUMP))
        assert found(waters.library(), "城鎮的幫浦") == ["waters/engines.zh-hant/pump"]

    @pytest.mark.parametrize("how", ["file", "course"])
    def test_it_goes_with_its_file_or_its_language(self, waters: Shelf, how: str) -> None:
        waters.index()
        file: Path = waters.courses / "waters" / "pumps.zh-Hant.md"
        if how == "file":
            file.unlink()
        else:
            waters.write("waters/course.yaml", COURSE.replace(", zh-Hant", ""))
        library = waters.library()
        assert found(library, "城鎮的幫浦") == ["waters/pumps/pump"]  # which names it in brackets
        assert "waters/pumps.zh-hant" not in rows(waters.index())

    def test_a_broken_translation_leaves_the_lecture_alone(self, waters: Shelf) -> None:
        waters.write("waters/pumps.zh-Hant.md", "---\ntitle: [never closed\n---\n\n## A\n\nx\n")
        index = waters.index()
        assert [Path(path).name for path, _ in index.problems()] == ["pumps.zh-Hant.md"]
        assert found(Library(index), "pump") == ["waters/pumps/pump"]

    def test_a_section_that_the_original_lacks_is_left_out(self, waters: Shelf) -> None:
        waters.write(
            "waters/pumps.zh-Hant.md", CHINESE + "\n## 水壩\n<!-- id: dam -->\n\n水壩擋水。\n"
        )
        assert not any("dam" in path for path in found(waters.library(), "水壩擋水"))

"""The library in another language, as far as it is translated."""

from __future__ import annotations

import pytest

from llmtutor.library.languages import Languages
from llmtutor.library.library import Library

from ..shelf import Shelf, section

WORDS = """
title: 課程
lectures:
  a:
    title: 第一講
    summary: 摘要
    aims: [目標]
    section_titles: {one: 其一}
"""
LECTURE = "---\ntitle: A\nsummary: S\naims: [aim]\n---\n\n" + section("One") + section("Two")


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("languages"))
    shelf.course("c", "title: C\nlanguages: [en, zh-Hant]\n", a=LECTURE)
    shelf.write("c/zh-Hant.yaml", WORDS)
    shelf.write("c/a.zh-Hant.md", "## 其一\n<!-- id: one -->\n\n這是中文。\n")
    return shelf


@pytest.fixture
def languages(shelf: Shelf) -> Languages:
    return Languages(shelf.library())


def test_titles_and_aims_are_those_of_the_language(languages: Languages) -> None:
    (course,) = languages.outline("zh-Hant")
    (lecture,) = course.lectures
    assert (course.title, lecture.title, lecture.summary) == ("課程", "第一講", "摘要")
    assert lecture.aims == ("目標",)


def test_what_is_not_translated_stays_as_it_was_written(languages: Languages) -> None:
    (course,) = languages.outline("zh-Hant")
    assert [one.title for one in course.lectures[0].sections] == ["其一", "Two"]
    assert languages.section("c/a/two", "zh-Hant") is None


def test_paths_stay_the_same(languages: Languages) -> None:
    own, theirs = languages.outline(""), languages.outline("zh-Hant")
    assert [one.path for one in own[0].lectures[0].sections] == [
        one.path for one in theirs[0].lectures[0].sections
    ]


def test_a_section_is_shown_in_the_language(languages: Languages) -> None:
    section = languages.section("c/a/one", "zh-Hant")
    assert section is not None
    assert section.text == "這是中文。"


def test_a_translated_file_is_no_lecture_of_its_own(shelf: Shelf) -> None:
    assert Library(shelf.index()).sections() == ["c/a/one", "c/a/two"]


def test_languages_are_those_that_a_course_names(languages: Languages) -> None:
    assert languages.known() == ["zh-Hant"]


def test_a_translation_that_changed_is_read_again(shelf: Shelf, languages: Languages) -> None:
    languages.section("c/a/one", "zh-Hant")
    shelf.write("c/a.zh-Hant.md", "## 其一\n<!-- id: one -->\n\n新的。\n")
    section = languages.section("c/a/one", "zh-Hant")
    assert section is not None
    assert section.text == "新的。"


def test_a_broken_translation_leaves_the_text_as_written(
    shelf: Shelf, languages: Languages
) -> None:
    shelf.write("c/zh-Hant.yaml", "titel: x\n")
    (course,) = languages.outline("zh-Hant")
    assert course.title == "C"
    assert "unknown key" in languages.problem

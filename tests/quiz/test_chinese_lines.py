"""Chinese statements: their own signs, their subject, their label, a line without its full stop."""

from __future__ import annotations

import pytest

from llmtutor.quiz.notes.chinese import is_definite, is_sentence, leaning
from llmtutor.quiz.notes.chinese_subjects import has_subject
from llmtutor.quiz.notes.reference import readings
from llmtutor.quiz.notes.script import with_wide_signs
from tests.quiz.conftest import Read


def said(read: Read, markdown: str) -> list[str]:
    return [one.text for one in readings(read(markdown).sections[-1])]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("617年,柏山起兵;王退。", "617年，柏山起兵；王退。"),
        ("共 1,200 人,分 3:1 兩組", "共 1,200 人，分 3:1 兩組"),
        ("用 FCFS,SJF 調度:慢", "用 FCFS,SJF 調度：慢"),
    ],
)
def test_narrow_signs_between_chinese_are_read_as_wide_ones(typed: str, shown: str) -> None:
    assert with_wide_signs(typed) == shown


@pytest.mark.parametrize(
    "text",
    [
        "青石河位於柏山東側，流入鏡湖。",
        "柏山由砂岩構成。",
        "Redis 採用單執行緒模型。",
        "韋林845年入京，建書院。",
    ],
)
def test_a_verb_behind_a_name_shows_what_a_sentence_is_about(text: str) -> None:
    assert has_subject(text, "青石河很長。青石河以北是柏山。柏山很高。韋林。")


@pytest.mark.parametrize(
    "text",
    [
        "原因是分配的頁框太少。",
        "缺點是耗電，每度三元。",
        "流域面積約一百八十萬平方公里。",
        "老師一開始先講地勢。",
        "理論基礎是鄰近原理。",
        "青石河在一九八零年的氾濫就是例子。",
        "重用韋林等人。",
        "第一家公司是韋林在柏山創立的。",
        "西北部是青石河的平原。",
        "隨著青石河的氾濫，擴大到柏山。",
        "學校在柏山，是韋林建的。",
        "青石軍於10月18日攻入柏山。",
    ],
)
def test_a_part_of_what_was_named_before_is_no_subject(text: str) -> None:
    assert not has_subject(
        text, "原因、原因、原因、缺點、缺點、缺點、理論基礎、理論基礎。" + text * 3
    )


@pytest.mark.parametrize(
    "text", ["并发指多个事件交替发生。", "日本从630年起派出使者。", "均田制始于北魏。"]
)
def test_a_word_that_begins_like_a_connective_does_not_lean(text: str) -> None:
    assert leaning(text) == ""


@pytest.mark.parametrize("text", ["并且很快。", "日后再议此事。", "田賦特別重，所謂重賦。"])
def test_a_connective_still_leans(text: str) -> None:
    assert leaning(text)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("- **LKU**：淘汰最久未用的頁，開銷大。", "LKU淘汰最久未用的頁，開銷大。"),
        ("- 陰性植物的補償點比陽性植物低", "陰性植物的補償點比陽性植物低。"),
        ("- 柏山群：位於鏡湖以北，由六座山組成", "柏山群位於鏡湖以北，由六座山組成。"),
        ("- 柏山(2010 年改名)負責監測地震活動", "柏山(2010 年改名)負責監測地震活動。"),
    ],
)
def test_a_label_is_the_subject_of_what_lacks_one(read: Read, line: str, meant: str) -> None:
    assert said(read, line) == [meant]


@pytest.mark.parametrize(
    "line",
    [
        "- 弱點：不能說出動力從何而來。",
        "- 就緒：時間片用完後排隊等候。",
        "- 枯水期用機械挖掘或抽出泥沙",
        "- [ ] 柏山由砂岩構成的報告要交",
        "- 光 → 熱，由葉片放出來的能量",
        "- 青石：能引起山崩的岩石。",
    ],
)
def test_what_is_no_sentence_stays_as_it_was_written(read: Read, line: str) -> None:
    assert said(read, line) == [line.removeprefix("- ")]


def test_it_is_named_where_the_sentence_before_says_what_it_is(read: Read) -> None:
    notes = read("柏山系統是管理水源的軟體。它有四個部分。")
    statement = list(readings(notes.sections[0]))[-1]
    assert statement.text == "柏山系統有四個部分。"
    assert statement.verbatim == "柏山系統是管理水源的軟體。它有四個部分。"
    assert said(read, "柏山系統管理水源。它有四個部分。")[-1] == "它有四個部分。"


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("韋林645年回城，帶回657部書。", True),
        ("韋林645年回城，帶回657部書，譯出75部、1,335卷。", False),
        ("：一次只許一人使用的資源。", True),
        ("柏山：一次只許一人使用的資源。", False),
    ],
)
def test_a_statement_holds_few_figures_and_no_label(text: str, one: bool) -> None:
    assert is_definite(text) is one


def test_a_name_and_a_year_say_nothing() -> None:
    assert not is_sentence("青石帝國大學 1928。")
    assert is_sentence("青石帝國大學成立於 1928。")


@pytest.mark.parametrize(
    "text",
    [
        "韋林則是畫派的支柱。",
        "上游落差大，水流湍急。",
        "要點是先儲存後使用。",
        "柏山是最徹底的一位。",
    ],
)
def test_what_its_other_half_stood_before_leans(text: str) -> None:
    assert leaning(text)


@pytest.mark.parametrize("text", ["法則是人訂的規定。", "柏山是島上最高的一座。"])
def test_what_has_its_other_half_stands(text: str) -> None:
    assert not leaning(text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("青石—白石（硬）的兩種名稱。", False),
        ("韋林《青石集》1921。", False),
        ("北方方言，三起三落。", False),
        ("1954 年青石大學校長大選。", False),
        ("「青石文學」是泛稱。", True),
        ("青石河全長約六千公里。", True),
        ("樣本數越大，檢定力越高。", True),
    ],
)
def test_a_sentence_has_a_predicate(text: str, whole: bool) -> None:
    assert is_sentence(text) == whole

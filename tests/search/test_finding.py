"""Finding sections: the right one first, in the right part, whatever is typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmtutor.library.library import EVERYTHING, Library, Scope
from llmtutor.search.sections import SectionHit, find_sections

from ..shelf import Shelf, section

ZH = "自注意力讓每個詞看見其他的詞。模型把注意力分數除以維度的平方根。"
SIMPLIFIED = "梯度下降法沿着损失函数的负梯度更新参数。"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Notes on a few subjects, in English, Traditional and Simplified Chinese."""
    shelf = Shelf(tmp_path_factory.mktemp("notes"))
    shelf.course(
        "llm",
        attention=section("Self-Attention", "Each word looks at the others. Scores are scaled.")
        + section("Key dimension", "The key dimension is 64.")
        + section("Café models", "Naïve models drink coffee.\n\n```\nzebra = 1\n```"),
        cooking=section("Soup", "Boil water with salt. Attention to the heat!")
        + section("Bread", "Knead the dough and bake it."),
    )
    shelf.course("zh", a=section("自注意力", ZH), b=section("梯度下降", SIMPLIFIED))
    return shelf.library()


def find(
    library: Library, query: str, scope: Scope = EVERYTHING, limit: int = 10
) -> list[SectionHit]:
    return find_sections(library.connection, query, scope, limit=limit)


def titles(library: Library, query: str, scope: Scope = EVERYTHING) -> list[str]:
    return [hit.title for hit in find(library, query, scope)]


class TestOrder:
    @pytest.mark.parametrize(
        ("query", "first"),
        [
            ("self-attention", "Self-Attention"),
            ("key dimension", "Key dimension"),
            ("baking bread", "Bread"),
            ("cafe", "Café models"),
            ("NAIVE", "Café models"),
            ("自注意力", "自注意力"),
            ("自注意力是什么", "自注意力"),
            ("损失函数", "梯度下降"),
            ("損失函數", "梯度下降"),
        ],
    )
    def test_the_section_on_the_subject_comes_first(
        self, library: Library, query: str, first: str
    ) -> None:
        assert titles(library, query)[0] == first

    def test_scores_fall(self, library: Library) -> None:
        scores = [hit.score for hit in find(library, "attention scores of words")]
        assert scores == sorted(scores, reverse=True)

    def test_each_section_is_named_once_and_no_more_than_asked(self, library: Library) -> None:
        hits = find(library, "attention models water dough key", limit=2)
        assert len({hit.path for hit in hits}) == len(hits) == 2

    def test_what_stands_nowhere_is_not_found(self, library: Library) -> None:
        assert find(library, "xylophone") == []

    def test_code_can_be_found(self, library: Library) -> None:
        assert titles(library, "zebra") == ["Café models"]


class TestScope:
    def test_only_the_part_that_is_named_is_searched(self, library: Library) -> None:
        assert titles(library, "attention", Scope("llm", "cooking")) == ["Soup"]
        assert titles(library, "dough", Scope("llm", "cooking", "bread")) == ["Bread"]
        assert titles(library, "dough", Scope("llm", "cooking", "soup")) == []
        assert titles(library, "dough", Scope("zh")) == []

    def test_a_part_that_is_not_there_holds_nothing(self, library: Library) -> None:
        assert titles(library, "attention", Scope("none")) == []


class TestPhrases:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ('"key dimension"', ["Key dimension"]),
            ('"dimension key"', []),
            ('"KEY  DIMENSION"', ["Key dimension"]),
            ("“looks at the others”", ["Self-Attention"]),
            ("「其他的詞」", ["自注意力"]),
            ("「其他的词」", ["自注意力"]),
            ("「詞的其他」", []),
            ('"负梯度"', ["梯度下降"]),
            ('"boil water" attention', ["Soup"]),
        ],
    )
    def test_words_in_quotation_marks_must_stand_so(
        self, library: Library, query: str, found: list[str]
    ) -> None:
        assert titles(library, query) == found


class TestSnippets:
    def test_a_snippet_is_one_line_of_the_section_without_markup(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A", "See [the **key**\nnotes](https://x.org) here."))
        (hit,) = find(shelf.library(), "key")
        assert hit.snippet == "See the key notes here."

    def test_a_long_sentence_is_cut_around_the_words(self, shelf: Shelf) -> None:
        shelf.course("one", a=section("A", f"{'before ' * 60}the zebra {'after ' * 60}"))
        (hit,) = find(shelf.library(), "zebra")
        assert "zebra" in hit.snippet
        assert len(hit.snippet) <= 170
        assert hit.snippet[0] == hit.snippet[-1] == "…"

    @pytest.mark.parametrize("query", ["attention scores", "注意力", "naive", "key dimension"])
    def test_marks_stand_on_words_of_the_query(self, library: Library, query: str) -> None:
        hit = find(library, query)[0]
        assert hit.marks
        for start, end in hit.marks:
            assert 0 <= start < end <= len(hit.snippet)

    def test_an_offset_leads_to_the_passage(self, library: Library) -> None:
        for hit in find(library, "models drink coffee"):
            assert 0 <= hit.start <= len(library.section(hit.path).text)


HOSTILE = [
    "",
    " ",
    '"',
    '"""',
    "'; DROP TABLE passage; --",
    "NEAR(a b, 3)",
    "a AND OR NOT",
    "heading : attention",
    "{heading body} : x",
    "atten*",
    "^attention",
    "-attention +key",
    "(((",
    '"*"',
    '"?" "!" "…"',
    "\x00",
    'a\x00b "c\x00d"',
    "🙂 👩‍👩‍👧",
    "\u202eattention",
    "%_[]?*",
    "「」",
    "」「",
    "\x1b[31m",
    '"a" ' * 300,
    "x" * 100_000,
    "the " * 25_000,
    "注" * 50_000,
    '"' * 50_001,
    "word" + " word2" * 5_000,
]


class TestAnyQuery:
    @pytest.mark.parametrize("query", HOSTILE, ids=[repr(query[:12]) for query in HOSTILE])
    def test_a_hostile_query_is_only_text(self, library: Library, query: str) -> None:
        started = time.process_time()
        for hit in find(library, query):
            assert hit.snippet
        assert time.process_time() - started < 5

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        query=st.text(st.characters(exclude_categories=["Cs"]))
        | st.lists(
            st.sampled_from(
                'attention;key;注意力;词;";「;」;*;NEAR(;AND;OR;NOT;(;);:;^;-;+;{;};,; ;\x00'.split(
                    ";"
                )
            )
        ).map(" ".join)
    )
    def test_any_query_is_safe(self, library: Library, query: str) -> None:
        for hit in find(library, query):
            assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)

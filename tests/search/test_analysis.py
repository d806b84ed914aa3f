"""Text as search sees it: stems, folded letters, Chinese by characters and pairs."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.search.analysis import (
    MAX_QUERY,
    fold,
    is_cjk,
    phrases,
    query_terms,
    segment,
    stem,
    term_set,
    terms_of,
)


def wanted(query: str) -> list[str]:
    return [term.text for term in query_terms(query)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("attention", "Attentions"),
        ("tokenize", "tokenizing"),
        ("model", "MODELS"),
        ("café", "cafe"),
        ("naïve", "naive"),
        ("ＧＰＴ", "gpt"),
        ("ﬁne", "fine"),
        ("注意力機制", "注意力机制"),
        ("語言模型", "语言模型"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    assert term_set(one) == term_set(other)


@pytest.mark.parametrize(("one", "other"), [("policy", "police"), ("cat", "cut"), ("注", "意")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert not term_set(one) & term_set(other)


@pytest.fixture(scope="module")
def in_index() -> Iterator[Callable[[Iterable[str]], dict[str, str]]]:
    """The term that SQLite keeps for each of some words."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='porter unicode61 remove_diacritics 2')"
        )
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab('t', 'instance')")

        def kept(words: Iterable[str]) -> dict[str, str]:
            listed = list(words)
            connection.execute("DELETE FROM t")
            connection.executemany("INSERT INTO t(rowid, x) VALUES(?,?)", enumerate(listed))
            rows = connection.execute("SELECT doc, term FROM v")
            return {listed[number]: term for number, term in rows}

        yield kept


ENDINGS = """ational tional enci anci izer logi bli alli entli eli ousli ization ation ator alism
    iveness fulness ousness aliti iviti biliti ical ness icate iciti ful ative alize al ance ence
    er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize ed ing eed s es ies sses y
    ly ility e ll""".split()


def test_a_stem_is_the_one_that_the_index_makes(
    in_index: Callable[[Iterable[str]], dict[str, str]],
) -> None:
    """A word that is stemmed otherwise here than there would seem to stand nowhere."""
    rng = random.Random(1)
    known = """relational biology geology doubly impossibly trekking 1980s 3rd skies dying logical
        psychology hopefulness straße größen ångströms as is us""".split()
    made = [
        "".join(rng.choices("aeiouybstlnkrz", k=rng.randint(1, 6))) + rng.choice(ENDINGS)
        for _ in range(4000)
    ]
    terms = in_index([*known, *made])
    assert {word: stem(fold(word)) for word in terms} == terms


def test_chinese_is_taken_by_characters_and_pairs() -> None:
    assert terms_of("注意力") == ["注", "意", "力", "注意", "意力"]
    assert segment("the 注意 here").split() == ["the", "注", "意", "注意", "here"]


def test_mixed_scripts_are_cut_where_they_meet() -> None:
    assert terms_of("BERT模型") == ["bert", "模", "型", "模型"]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("What is the attention?", ["attent"]),
        ("How do the models work?", ["model"]),
        ("attention attention", ["attent"]),
        ("What's attention? I'm lost, can't, don't", ["attent", "lost"]),
        ("what’s Moore’s law", ["moor", "law"]),
        ("", []),
        ("?!…", []),
        ("🙂", []),
    ],
)
def test_a_query_drops_words_without_a_topic(query: str, terms: list[str]) -> None:
    assert wanted(query) == terms


def test_a_chinese_question_keeps_its_topic_and_drops_how_it_asks() -> None:
    terms = set(wanted("什麼是注意力？"))
    assert {"注意", "意力"} <= terms
    assert not terms & {"什", "麼", "什麼", "么", "什么", "是", "是注"}
    assert terms == set(wanted("注意力是什麼"))


def test_a_query_of_such_words_alone_keeps_them() -> None:
    assert wanted("to be or not") != []


def test_only_the_start_of_a_very_long_query_is_read() -> None:
    assert wanted("alpha " + "x" * MAX_QUERY + " omega") == ["alpha", "x" * (MAX_QUERY - 6)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('the "key dimension" here', ["key dimension"]),
        ("“curly” and 「直角」 and 『雙』", ["curly", "直角", "雙"]),
        ('one " alone', []),
        ('""', []),
        ('" "', []),
    ],
)
def test_what_stands_in_quotation_marks_is_a_phrase(query: str, found: list[str]) -> None:
    assert phrases(query) == found


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("attention", False),
        ("注意力", True),
        ("BERT 是什麼？", True),
        ("the word 注 alone", False),
        ("", False),
    ],
)
def test_the_script_of_a_question_is_known(text: str, chinese: bool) -> None:
    assert is_cjk(text) is chinese


@given(st.text())
def test_any_text_can_be_folded_and_cut(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    segment(text)
    assert term_set(text) == frozenset(terms_of(text))
    query_terms(text)
    phrases(text)

"""Names that survive edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.identity import MAX_SLUG, Names, meaning, meaning_id, slug, unique


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("GPT (Generative Pre-Training)", "gpt-generative-pre-training"),
        ("  Self-Attention!  ", "self-attention"),
        ("CKIP Lab 繁體中文詞庫小組", "ckip-lab-繁體中文詞庫小組"),
        ("Обучение с подкреплением", "обучение-с-подкреплением"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full-width"),
        ("Straße", "strasse"),
        ("snake_case", "snake-case"),
        ("1. Pre-training", "1-pre-training"),
        ("!?", "untitled"),
        ("", "untitled"),
        ("..", "untitled"),
    ],
)
def test_a_title_in_any_script_becomes_a_name(title: str, name: str) -> None:
    assert slug(title) == name


@given(st.text(max_size=300))
def test_a_name_is_short_and_safe_as_a_file_name(title: str) -> None:
    name = slug(title)
    assert 1 <= len(name) <= MAX_SLUG
    assert not set(name) & set("/\\. \0\n\t:*?\"'<>|")
    assert name[0] != "-"
    assert name[-1] != "-"


@given(st.text(max_size=300))
def test_the_name_of_a_name_is_itself(title: str) -> None:
    assert slug(slug(title)) == slug(title)


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert unique("a", []) == "a"
    assert unique("a", ["a"]) == "a-2"
    assert unique("a", ["a", "a-2"]) == "a-3"


@given(st.lists(st.sampled_from(["a", "a-2", "a-2-2", "b"]), max_size=30))
def test_many_names_are_given_out_once_each(wanted: list[str]) -> None:
    names = Names()
    given_out = [names.give(name) for name in wanted]
    assert len(set(given_out)) == len(wanted)
    taken: list[str] = []
    for name in wanted:
        taken.append(unique(name, taken))
    assert given_out == taken


def test_an_id_stays_while_the_words_stay() -> None:
    assert meaning_id("Attention  is, all!") == meaning_id("attention is\nall")


def test_an_id_changes_with_a_word() -> None:
    assert meaning_id("attention is all") != meaning_id("attention is most")


def test_texts_that_are_cut_elsewhere_differ() -> None:
    assert meaning_id("a b", "c") != meaning_id("a", "b c")


@given(st.text())
def test_any_text_has_an_id(text: str) -> None:
    assert len(meaning_id(text)) == 16
    assert meaning(meaning(text)) == meaning(text)

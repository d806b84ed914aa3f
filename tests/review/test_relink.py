from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.review.models import meaning_of
from llmtutor.review.relink import relink

from .conftest import note_card


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What keeps the softmax from saturating?", "What keeps the softmax from saturation?"),
        ("Waht is the KV cache for in decoding?", "What is the KV cache for in decoding?"),
        ("注意力機制的作用是甚麼?", "注意力機制的作用是什麼?"),
        ("The role of LayerNorm in a Transformer", "Role of LayerNorm in the Transformer"),
    ],
)
def test_small_edits_are_followed(old: str, new: str) -> None:
    assert relink([note_card(old, "same answer")], [note_card(new, "same answer")])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("In which year was GPT-2 released?", "In which year was GPT-3 released?"),
        ("A decoder can see later tokens", "A decoder can not see later tokens"),
        ("解碼器能看到後面的詞元嗎", "解碼器不能看到後面的詞元嗎"),
        ("What does the encoder do?", "Why is the loss averaged over tokens?"),
    ],
)
def test_other_facts_are_not(old: str, new: str) -> None:
    assert not relink([note_card(old, "yes it is so")], [note_card(new, "yes it is so")])


def test_each_card_is_continued_once_by_the_most_alike() -> None:
    gone = [note_card("the powerhouse of the cell is what", "mitochondrion")]
    fresh = [
        note_card("the power house of the cell is which", "mitochondrion"),
        note_card("the powerhouse of the cell is what?!", "mitochondria"),
    ]
    links = relink(gone, fresh)
    assert len(links) == 1


def test_other_lectures_are_never_joined() -> None:
    old = note_card("What is the KV cache for?", "decoding", path="c/one/s")
    new = note_card("What is a KV cache for?", "decoding", path="c/two/s")
    assert not relink([old], [new])
    assert relink([old], [replace(new, path="c/one/other")])


def test_meaning_ignores_dress_but_not_signs() -> None:
    assert meaning_of("basic", "**What**  is `x`?", "A.") == meaning_of("basic", "what is x?", "a")
    assert meaning_of("basic", "x + y", "z") != meaning_of("basic", "x − y", "z")
    assert meaning_of("basic", "C++", "z") != meaning_of("basic", "C", "z")
    assert meaning_of("cloze", "a ____ b", "z") != meaning_of("cloze", "a b", "z")

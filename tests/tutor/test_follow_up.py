"""Questions that need the one before them are read with it; others are left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.tutor.follow_up import carried_over, is_follow_up, is_sound
from llmtutor.tutor.models import Answer, Quote, Timings

BEFORE = Answer(
    question="Why are attention scores divided by the square root of the key dimension?",
    verdict="answered",
    quotes=(Quote("Large scores make training unstable.", "a/b/c", "Self-attention", 0, 36),),
    sentences=(),
    model=None,
    timings=Timings(1.0, None, 1.0),
)


@pytest.mark.parametrize(
    "question",
    [
        "and why?",
        "Why is that?",
        "What about it?",
        "How does it scale?",
        "它呢？",
        "為什麼？",
        "那缺點呢？",
    ],
)
def test_a_question_that_points_back_is_a_follow_up(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is BM25?",
        "Why does a Transformer need positional encoding to tell where it reads?",
        "How are tokens made?",
        "什麼是自注意力機制？",
    ],
)
def test_a_question_that_stands_alone_is_none(question: str) -> None:
    assert not is_follow_up(question)


def test_words_of_the_question_before_are_carried_over() -> None:
    carried = carried_over("and why is that unstable?", BEFORE)
    assert carried.startswith("and why is that unstable?")
    assert "attention" in carried
    assert "scores" in carried


def test_what_was_itself_a_follow_up_is_carried_as_it_was_read() -> None:
    before = replace(BEFORE, question="and why?", read_as="and why? (gradients vanish)")
    assert "gradients" in carried_over("how so?", before)


def test_a_chinese_follow_up_carries_the_whole_question() -> None:
    before = replace(BEFORE, question="什麼是自注意力？")
    assert carried_over("為什麼？", before) == "為什麼？（什麼是自注意力？）"


def test_a_rewriting_is_taken_only_in_words_of_both_questions() -> None:
    question = "Why is that unstable?"
    assert is_sound("Why are large attention scores unstable?", question, BEFORE)
    assert not is_sound("Bananas are unstable because of Paris.", question, BEFORE)
    assert not is_sound("Why is it unstable?\nBecause.", question, BEFORE)
    assert not is_sound("", question, BEFORE)

"""What the model wrote is compared with the quotes, word by word, in code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.tutor.models import Quote, WrittenSentence
from llmtutor.tutor.support import check

QUOTES = (
    Quote(
        "Attention scores are divided by the square root of the key dimension.",
        "a",
        "Attention",
        0,
        70,
    ),
    Quote("GPT-2 has 1.5 billion parameters and was published in 2019.", "b", "GPT-2", 0, 58),
    Quote("自注意力讓每個詞看見其他的詞。", "c", "自注意力", 0, 15),
)
QUESTION = "What happens?"


def checked(text: str, question: str = QUESTION) -> WrittenSentence:
    (sentence,) = check(text, question, QUOTES)
    return sentence


@pytest.mark.parametrize(
    ("text", "support", "citations"),
    [
        ("The scores are divided by the root of the key dimension.", "full", (1,)),
        ("GPT-2 was published in 2019.", "full", (2,)),
        ("Divide scores of attention by bananas and oranges.", "part", (1,)),
        ("Bananas are yellow and grow on trees.", "none", ()),
        ("每個詞看見其他的詞。", "full", (3,)),
        ("香蕉是黃色的水果。", "none", ()),
    ],
)
def test_a_sentence_is_borne_out_by_the_quotes_that_hold_its_words(
    text: str, support: str, citations: tuple[int, ...]
) -> None:
    sentence = checked(text)
    assert (sentence.support, sentence.citations) == (support, citations)


@pytest.mark.parametrize("number", ["3", "2020", "1.6", "1,500"])
def test_a_number_that_no_quote_holds_is_not_borne_out(number: str) -> None:
    sentence = checked(f"GPT-2 has {number} billion parameters.")
    assert (sentence.support, sentence.citations) == ("none", ())


def test_a_number_of_the_quote_is() -> None:
    assert checked("GPT-2 has 1.5 billion parameters.").support == "full"


@pytest.mark.parametrize(
    "text",
    [
        "The scores are not divided by the square root of the key dimension.",
        "The scores are never divided by the square root of the key dimension.",
        "The scores aren't divided by the square root of the key dimension.",
    ],
)
def test_a_denial_that_no_quote_makes_is_not_fully_borne_out(text: str) -> None:
    assert checked(text).support != "full"


SKOU = Quote("Skou found the pump in 1957 and got the Nobel Prize in 1997.", "d", "Pump", 0, 60)


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("Skou found the pump in 1957.", "full"),
        ("Skou got the Nobel Prize in 1997.", "full"),
        ("In 1997 Skou found the pump.", "part"),
        ("Skou got the Nobel Prize in 1957.", "part"),
        ("Skou found the pump in 1998.", "none"),
    ],
)
def test_a_number_that_the_quote_says_of_something_else_is_borne_out_in_part(
    text: str, support: str
) -> None:
    (sentence,) = check(text, QUESTION, (SKOU,))
    assert sentence.support == support


def test_words_of_the_question_prove_nothing() -> None:
    question = "Are attention scores divided by the key dimension of bananas?"
    assert checked("Attention scores of bananas are purple.", question).support == "none"


def test_each_sentence_is_checked_alone() -> None:
    text = "The scores are divided by the root of the key dimension. Bananas are yellow."
    assert [item.support for item in check(text, QUESTION, QUOTES)] == ["full", "none"]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_written_is_nothing_to_check(text: str) -> None:
    assert check(text, QUESTION, QUOTES) == ()


def test_without_quotes_nothing_is_borne_out() -> None:
    assert [item.support for item in check("Scores are divided.", QUESTION, ())] == ["none"]


@given(st.text(alphabet="abc scores divided 1.5 注意。.!?\n"), st.text(max_size=20))
def test_citations_name_quotes_and_stand_with_support_only(text: str, question: str) -> None:
    for item in check(text, question, QUOTES):
        assert set(item.citations) <= {1, 2, 3}
        assert (item.support == "none") == (item.citations == ())

"""Cards in students' notes, and prose that only looks like cards."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmtutor.review.syntax.reading import cards_in_lecture, cards_in_section, read_cards


def pairs(text: str) -> list[tuple[str, str]]:
    return [(card.front, card.back) for card in read_cards(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Capital of France::Paris", [("Capital of France", "Paris")]),
        ("- What is 2 + 2? :: 4 #flashcards", [("What is 2 + 2?", "4")]),
        ("1. 法國的首都::巴黎", [("法國的首都", "巴黎")]),
        ("dog:::perro", [("dog", "perro"), ("perro", "dog")]),
        ("a b::c <!--SR:!2026-03-01,13,250-->", [("a b", "c")]),
        ("a b::c ^block-1", [("a b", "c")]),
        (
            "What is `std::vector`?::a dynamic array",
            [("What is `std::vector`?", "a dynamic array")],
        ),
        (
            "Why divide\nby √d?\n?\nTo keep\nthe variance.\n\nProse.",
            [("Why divide\nby √d?", "To keep\nthe variance.")],
        ),
        ("one\n??\nuno", [("one", "uno"), ("uno", "one")]),
        (
            "Attention is ==weighted== sum of ==values==.\nTwo lines.",
            [
                ("Attention is ____ sum of values.\nTwo lines.", "weighted"),
                ("Attention is weighted sum of ____.\nTwo lines.", "values"),
            ],
        ),
        (
            "- first ==one==\n- second ==two==",
            [("first ____", "one"), ("second ____", "two")],
        ),
        ("Q: What?\nA: That.", [("What?", "That.")]),
        (
            "Q: List the steps\n\nA:\n\n- one\n- two\n\n---\nC: [Paris] is in [France].",
            [
                ("List the steps", "- one\n- two"),
                ("____ is in France.", "Paris"),
                ("Paris is in ____.", "France"),
            ],
        ),
        (
            "Prose first.\n\nQ: What?\nA: That.\n\nMore prose that is no answer.",
            [("What?", "That.")],
        ),
        (
            r"C: See [the paper](https://x.org), ![a](b.png), \[kept\] and [this].",
            [("See [the paper](https://x.org), ![a](b.png), [kept] and ____.", "this")],
        ),
        ("- What is RAG? #card\n  - Retrieval first", [("What is RAG?", "Retrieval first")]),
        (
            "- Steps? #card\n  card-last-score:: 3\n  id:: 61f\n  - one\n  - two\n- next",
            [("Steps?", "- one\n- two")],
        ),
        (
            "- {{cloze BERT}} is an {{cloze encoder}} #card",
            [("____ is an encoder", "BERT"), ("BERT is an ____", "encoder")],
        ),
        ("Q: code?\nA:\n```py\nx = a::b\n```", [("code?", "```py\nx = a::b\n```")]),
    ],
)
def test_each_syntax(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "```\nstd::vector::x\nQ: a\nA: b\n==x==\n```",
        "The std::vector type holds values.",
        "`a::b` and `==c==`",
        "x[::2] takes every second one",
        "the address fe80::1 is local",
        "::: note\nProse.\n:::",
        "id:: 61f-22",
        "tags:: #physics",
        "| a :: b | c |",
        "# heading::title",
        "a == b and c == d",
        "=====\nTitle\n=====",
        "What is this?\n\nProse.",
        "?",
        "Q: no answer here",
        "C: nothing hidden [ ] [x] [[wiki]] [^1]",
        "- lonely #card",
        "==all of it==",
        "$a::b$ is mathematics",
        "a::b::c",
    ],
)
def test_what_is_no_card(text: str) -> None:
    assert pairs(text) == []


def test_the_plugins_schedule_is_kept() -> None:
    card = read_cards("cap::Paris\n<!--SR:!2026-03-01,13,250-->")[0]
    assert card.remembered is not None
    assert (card.remembered.due.isoformat(), card.remembered.days) == ("2026-03-01", 13)
    both = read_cards("dog:::perro <!--SR:!2026-03-01,13,250!2026-04-01,20,270-->")
    assert [item.remembered.days for item in both if item.remembered] == [13, 20]


def test_cards_know_where_they_stand_and_which_give_each_other_away() -> None:
    text = "Before.\n\nParis is ==in== ==France==.\n\ndog::perro"
    cards = cards_in_section("c/l/s", "S", text)
    assert [card.quote for card in cards] == ["Paris is ==in== ==France==."] * 2 + ["dog::perro"]
    assert cards[0].sibling == cards[1].sibling != cards[2].sibling


def test_only_tagged_lectures_when_asked() -> None:
    section = ("c/l/s", "S", "dog::perro")
    assert cards_in_lecture([section], only_tagged=True) == []
    tagged = ("c/l/t", "T", "#flashcards/spanish")
    assert len(cards_in_lecture([section, tagged], only_tagged=True)) == 1


@given(st.text(alphabet="QAC: \n?=[]{}#card-`x|$", max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_offsets_fit(text: str) -> None:
    for card in read_cards(text):
        assert 0 <= card.start < card.end <= len(text)
        assert card.back

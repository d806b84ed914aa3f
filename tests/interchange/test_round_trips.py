"""What is exported comes back as it was, and other programs' files are read as they mean it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.interchange.aiken import write_aiken
from llmtutor.interchange.gift import write_gift
from llmtutor.interchange.gift_reading import read_gift
from llmtutor.interchange.markdown import read_markdown, write_markdown
from llmtutor.interchange.question_card import card_of, question_of
from llmtutor.interchange.question_json import question_from_json, question_to_json
from llmtutor.interchange.table import COLUMNS, write_table
from llmtutor.quiz.models import Question

from .samples import CARDS, PLAIN, QUESTIONS, plain_card, question

NOW = datetime(2026, 3, 2, tzinfo=UTC)
words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Co"), blacklist_characters="\u2028\u2029"),
    min_size=1,
    max_size=30,
).filter(lambda text: text == " ".join(text.split()))


@pytest.mark.parametrize("item", QUESTIONS, ids=lambda item: item.kind)
def test_questions_as_json(item: Question) -> None:
    assert question_from_json(question_to_json(item)) == item
    assert question_of(card_of(item)) == item


@pytest.mark.parametrize("text", ["{}", "[]", '{"source": 3}', '"x"'])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a question"):
        question_from_json(text)


def test_gift_brings_every_question_back() -> None:
    written = write_gift(CARDS)
    assert written.count == len(CARDS)
    assert not written.left_out
    read = read_gift(written.data.decode(), "q.gift")
    assert not read.warnings
    back = {item.card.id: question_of(item.card) for item in read.cards}
    for item in QUESTIONS:
        found = back[item.id]
        assert found is not None
        assert (found.kind, found.stem, found.key) == (item.kind, item.stem, item.key)
        assert set(found.options or ()) == set(item.options or ())
        assert (found.accept, found.explanation) == (item.accept, item.explanation)
        assert found.source.path == item.source.path


@given(words, words, st.lists(words, min_size=2, max_size=5, unique=True))
def test_any_words_survive_gift(stem: str, why: str, options: list[str]) -> None:
    options = [option.replace("->", "→") for option in options]
    stem, why = stem.replace("->", "→"), why.replace("->", "→")
    if len(set(options)) < len(options):
        return
    item = question("choice", stem, options[0], tuple(options), why=why)
    (read,) = read_gift(write_gift([card_of(item)]).data.decode(), "q").cards
    found = question_of(read.card)
    assert found is not None
    assert (found.stem, found.key, found.options, found.explanation) == (
        stem, options[0], tuple(options), why,
    )  # fmt: skip


MOODLE = """
// a comment
$CATEGORY: $course$/top/Biology

::Q1:: Who's buried in Grant's tomb?{=Grant ~no one #was that so ~Napoleon #no}

// question: 7  name: Q2   [id:moodle-7] [tag:x]
::Q2::[html]What's between orange and green? { =yellow # right; good!
=gelb ~%50%lime####see the spectrum }

The sun rises in the {~west =east ~north}.

TRUE or not{T#no#yes}

Match {
 =Canada -> Ottawa
 =Italy -> Rome
 =Japan -> Tokyo
}

When was Grant born? {#1822:5}
A range {#3.1..3.2}

Pi {#=%100%3.1415:0.0005 =%50%3:1}

Write an essay {}

Just a description, no question.

Two right {~%50%one ~%50%two ~%-100%three}

Escapes \\{like \\= this\\} {=a\\:b}
"""


def test_moodles_own_examples_are_read() -> None:
    read = read_gift(MOODLE, "moodle.gift")
    found = [question_of(item.card) for item in read.cards]
    rows = [(q.kind, q.stem, q.key) for q in found if q]
    assert rows == [
        ("choice", "Who's buried in Grant's tomb?", "Grant"),
        ("multi", "What's between orange and green?", ("yellow", "gelb", "lime")),
        ("choice", "The sun rises in the ____.", "east"),
        ("truefalse", "TRUE or not", True),
        ("match", "Match", (("Canada", "Ottawa"), ("Italy", "Rome"), ("Japan", "Tokyo"))),
        ("cloze", "When was Grant born? ____\nA range {#3.1..3.2}", "1822"),
        ("short", "Pi", "3.1415"),
        ("multi", "Two right", ("one", "two")),
        ("short", "Escapes {like = this}", "a:b"),
    ]
    assert [warning.what for warning in read.warnings] == [
        "an answer that cannot be checked (an essay, or none)",
        "text without an answer",
    ]
    assert all(item.card.origin == "import" for item in read.cards)
    assert read.cards[0].card.title == "Biology"


def test_markdown_brings_cards_back_and_keeps_their_ids() -> None:
    written = write_markdown(CARDS)
    read = read_markdown(written.data.decode(), "cards.md", NOW)
    back = {item.card.id: item.card for item in read.cards}
    assert set(back) == {card.id for card in CARDS}
    for card in PLAIN:
        assert (back[card.id].front, back[card.id].back) == (card.front, card.back)
        assert back[card.id].meaning == card.meaning
    choice = back[QUESTIONS[0].id]
    assert choice.front == "What does RAG retrieve?\n\n- a graph\n- passages\n- tokens"
    assert choice.back == "passages"


def test_lines_that_look_like_cards_stay_inside_theirs() -> None:
    tricky = plain_card("first\nQ: not a card\n# no heading\n---", "A: yes\nC: [x]")
    read = read_markdown(write_markdown([tricky]).data.decode(), "m", NOW)
    assert [item.card.id for item in read.cards] == [tricky.id]


@given(words, words)
def test_any_words_survive_markdown(front: str, back: str) -> None:
    card = plain_card(f"x {front}", f"y {back}")
    read = read_markdown(write_markdown([card]).data.decode(), "m", NOW)
    assert [item.card.id for item in read.cards][:1] == [card.id]


def test_obsidians_schedule_comes_along() -> None:
    read = read_markdown("dog:::perro <!--SR:!2026-03-11,13,250!2026-03-01,4,130-->", "d.md", NOW)
    first, second = (json.loads(item.history[0].data) for item in read.cards)
    assert (first["stability"], first["due"][:10], first["last"][:10]) == (
        13, "2026-03-11", "2026-02-26",
    )  # fmt: skip
    assert second["difficulty"] > first["difficulty"]


@pytest.mark.parametrize("tabs", [False, True])
def test_tables_hold_everything(tabs: bool) -> None:
    written = write_table(CARDS, tabs=tabs)
    rows = list(csv.DictReader(io.StringIO(written.data.decode()), delimiter="\t" if tabs else ","))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["front"] for row in rows] == [card.front for card in CARDS]
    assert [row["back"] for row in rows] == [card.back for card in CARDS]
    assert json.loads(rows[0]["options"]) == ["a graph", "passages", "tokens"]


def test_aiken_says_what_it_leaves_out() -> None:
    written = write_aiken(CARDS)
    text = written.data.decode()
    assert text.startswith(
        "What does RAG retrieve?\nA. a graph\nB. passages\nC. tokens\nANSWER: B\n\n"
    )
    assert "Retrieval comes first.\nA. True\nB. False\nANSWER: A" in text
    assert written.count == 4
    assert any("'match'" in line for line in written.left_out)
    assert sum(int(line.split()[0]) for line in written.left_out) == len(CARDS) - 4


def test_a_question_without_a_quote_has_no_siblings() -> None:
    item = replace(QUESTIONS[0], source=replace(QUESTIONS[0].source, text=""))
    assert card_of(item).sibling == ""

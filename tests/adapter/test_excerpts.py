"""Excerpts of lectures: what search would bring, with what can be told from it."""

from __future__ import annotations

import pytest

from adapter.examples import Block, Branch, own_blocks
from adapter.excerpts import by_lecture, headed, lecture_blocks
from llmtutor.tutor.abilities import REFUSAL

from .test_data import DATA, stands_in

MILL = Block(
    "mill-1",
    "## The mill\n\nThe mill of Arle was built in 1820. It stood on the north bank. Nobody knows "
    "why it burnt. The fire came in 1870. It took the roof. Ada Quint sold what was left.",
    [
        Branch("answer", {"question": "When did the mill burn?"}, "1870"),
        Branch("answer", {"question": "Who sold the rest of the mill?"}, "Ada Quint"),
        Branch("refuse", {"question": "What did the mill cost in 1820?"}, REFUSAL),
    ],
)
FERRY = Block(
    "mill-2",
    "The ferry of Arle was older than the mill. It crossed in four minutes.",
    [Branch("answer", {"question": "How long did the ferry take?"}, "four minutes")],
)


@pytest.fixture(scope="module")
def made() -> list[Block]:
    return lecture_blocks([MILL, FERRY], 7)


@pytest.fixture(scope="module")
def ours() -> list[Block]:
    return lecture_blocks(own_blocks(DATA, "train", "subjects")[:24], 7)


def test_a_section_comes_whole_under_its_title_as_the_app_gives_it(made: list[Block]) -> None:
    assert made[0].id == "mill-1"
    assert made[0].notes.startswith("The mill\nThe mill of Arle was built in 1820.")


def test_every_answer_stands_in_an_excerpt(made: list[Block]) -> None:
    told = {b.target for block in made[2:] for b in block.branches if b.task == "answer"}
    assert told == {"1870", "Ada Quint", "four minutes"}


def test_what_an_excerpt_is_said_to_answer_it_holds(ours: list[Block]) -> None:
    for block in ours:
        for branch in block.branches:
            if branch.task == "answer":
                assert stands_in(branch.target, block.notes), (block.id, branch)


def test_what_stands_elsewhere_in_the_lecture_is_refused_where_it_is_missing(
    ours: list[Block],
) -> None:
    asked = [(block.notes, branch) for block in ours for branch in block.branches]
    answers = {b.fields["question"]: b.target for _, b in asked if b.task == "answer"}
    missing = [
        (notes, answers[branch.fields["question"]])
        for notes, branch in asked
        if branch.task == "refuse" and branch.fields["question"] in answers
    ]
    assert missing
    assert not [answer for notes, answer in missing if answer.lower() in notes.lower()]


def test_a_lecture_is_mixed_with_itself_alone(ours: list[Block]) -> None:
    whole = {block.id: block.notes for block in ours if "-x" not in block.id}
    for block in ours:
        lecture = block.id.split("-x")[0].rpartition("-")[0]
        own = [notes for name, notes in whole.items() if name.rpartition("-")[0] == lecture]
        for piece in block.notes.split("\n\n"):
            assert any(piece in notes for notes in own), (block.id, piece)


def test_sections_belong_to_the_lecture_of_their_name() -> None:
    assert list(by_lecture([MILL, FERRY])) == ["mill"]


def test_only_a_heading_is_a_title() -> None:
    assert headed("## The mill\n\nIt stood.") == ("The mill", "It stood.")
    assert headed("It stood.\nIt burnt.") == ("", "It stood.\nIt burnt.")

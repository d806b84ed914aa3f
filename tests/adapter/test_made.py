"""Examples that code makes: of terse subjects, and of the questions of a set."""

from __future__ import annotations

import random
from collections import Counter
from difflib import SequenceMatcher

import pytest

from adapter.derived import with_derived
from adapter.examples import Block, Branch, overlap, own_blocks
from adapter.terse import terse_blocks

from .test_data import DATA, stands_in

MILL = Block(
    "mill",
    "The mill of Arle was built by Ada Quint in 1820. It burnt in 1870. The mill was sold to "
    "Bert Oake and his brother Carl after the fire.",
    [
        Branch("answer", {"question": "When was the mill of Arle built?"}, "1820", ("in 1820",)),
        Branch("answer", {"question": "When did the mill burn?"}, "1870"),
        Branch("answer", {"question": "Who built the mill?"}, "Ada Quint"),
        Branch("answer", {"question": "Who bought the mill?"}, "Bert Oake and his brother Carl"),
    ],
)


@pytest.fixture(scope="module")
def terse() -> list[Block]:
    return terse_blocks(DATA / "terse.yaml", 150, 7)


def test_what_terse_notes_are_said_to_hold_they_hold(terse: list[Block]) -> None:
    for block in terse:
        for branch in block.branches:
            if branch.task == "answer":
                assert stands_in(branch.target, block.notes), (block.notes, branch)


def test_a_piece_that_is_asked_for_stands_in_one_place(terse: list[Block]) -> None:
    asked = [(b.notes, x.fields["span"]) for b in terse for x in b.branches if x.task == "question"]
    assert asked
    assert all(notes.count(piece) == 1 for notes, piece in asked)


def test_no_blank_is_left_unfilled(terse: list[Block]) -> None:
    said = [text for b in terse for x in b.branches for text in (x.target, *x.fields.values())]
    assert not [text for text in said if "{" in text]


def test_every_terse_block_asks_for_what_is_there_and_for_what_is_not(terse: list[Block]) -> None:
    for block in terse:
        tasks = Counter(branch.task for branch in block.branches)
        assert tasks["answer"] >= 2
        assert tasks["refuse"] >= 2


def test_terse_notes_share_no_run_of_eight_words_with_the_test(terse: list[Block]) -> None:
    assert overlap(terse, own_blocks(DATA, "test")) == []


def test_the_sentence_that_holds_the_answer_explains() -> None:
    made = [b for seed in range(9) for b in with_derived(MILL, random.Random(seed)).branches]
    said = {b.target for b in made if b.task == "explain"}
    assert said
    assert all(sentence in MILL.notes for sentence in said)
    assert not [sentence for sentence in said if sentence.startswith("It ")]


def test_a_statement_is_made_false_in_one_place() -> None:
    made = [b for seed in range(9) for b in with_derived(MILL, random.Random(seed)).branches]
    pairs = {(b.fields["statement"], b.target) for b in made if b.task == "false"}
    assert pairs
    for true, false in pairs:
        codes = SequenceMatcher(a=true.split(), b=false.split(), autojunk=False).get_opcodes()
        assert sum(code[0] != "equal" for code in codes) == 1


def test_a_part_of_a_key_is_partly_right() -> None:
    made = [b for seed in range(30) for b in with_derived(MILL, random.Random(seed)).branches]
    judged = {(b.fields["given"], b.target) for b in made if b.task == "judge"}
    assert ("Bert Oake", "partly: his brother Carl") in judged
    assert ("in 1820", "right") in judged
    assert {given for given, verdict in judged if verdict == "wrong: 1820"} == {"1870"}

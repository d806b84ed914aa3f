"""Many questions share the tokens of their notes, in training as in the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapter.examples import Block, Branch
from adapter.prompts import branch, opening
from adapter.tokens import branch_ids, llama_tokeniser, sequence
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.protocol import Message
from llmtutor.tutor.abilities import REFUSAL, SYSTEM, notes_part, task_part

BLOCK = Block(
    "b",
    "Arle has a mill.",
    [
        Branch("answer", {"question": "What has Arle?"}, "a mill"),
        Branch("refuse", {"question": "What has Benn?"}, REFUSAL),
    ],
)


def letters(text: str, control: bool) -> list[int]:
    return [0] if control else [ord(char) for char in text]


def test_branches_follow_the_notes_side_by_side() -> None:
    made = sequence(BLOCK, letters, longest=2000)
    assert made is not None
    shared = made.owners.count(0)
    first, second = made.owners.index(1), made.owners.index(2)
    assert made.positions[:shared] == list(range(shared))
    assert first == shared
    assert made.positions[first] == made.positions[second] == shared


def test_only_answers_are_learned_each_with_the_same_say() -> None:
    made = sequence(BLOCK, letters, longest=2000)
    assert made is not None
    for number, item in enumerate(BLOCK.branches, start=1):
        weights = [w for w, owner in zip(made.weights, made.owners, strict=True) if owner == number]
        asked, answer = branch_ids(item, letters)
        assert weights[: len(asked)] == [0.0] * len(asked)
        assert weights[len(asked) :] == pytest.approx([len(answer) ** -0.5] * len(answer))


def test_a_branch_that_does_not_fit_is_left_out() -> None:
    whole = sequence(BLOCK, letters, longest=2000)
    assert whole is not None
    short = sequence(BLOCK, letters, longest=len(whole.ids) - 1)
    assert short is not None
    assert max(short.owners) == 1
    assert sequence(BLOCK, letters, longest=10) is None


@pytest.mark.model
@pytest.mark.asyncio(loop_scope="session")
async def test_the_app_asks_in_the_very_tokens_of_the_training(
    engine: WorkerEngine, model_path: Path
) -> None:
    tokenise = llama_tokeniser(model_path)
    notes = "# Tulips\n\n- 1637: prices fell; «crash»\n\n| a | b |\n\n    code"
    for item in BLOCK.branches:
        pieces = [*opening(notes), *branch(item.task, item.fields)]
        trained = [token for text, control in pieces for token in tokenise(text, control)]
        user = Message.of("user", notes_part(notes), task_part(item.task, item.fields))
        asked = await engine.pieces((Message.of("system", SYSTEM), user))
        assert [piece.id for piece in asked] == trained

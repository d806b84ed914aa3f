"""Weighing given answers, all of them after one reading of the prompt."""

from __future__ import annotations

import math

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import Message, PeekRequest, ScoreRequest

from .conftest import ask, done, listen

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

TALK = (Message.of("user", "The capital of France is Paris.", "\nWhat is the capital of France?"),)


async def test_the_likelier_answer_scores_higher(engine: WorkerEngine) -> None:
    answers = ("The capital of France is Paris.", "The capital of France is Rome.")

    right, wrong = await engine.score(ScoreRequest(TALK, answers))

    assert right.total > wrong.total + 3
    assert right.steps[:5] == pytest.approx(wrong.steps[:5], abs=0.02), "the same words"
    assert right.mean == pytest.approx(right.total / len(right.steps))
    assert all(step <= 0 for step in right.steps + wrong.steps)


async def test_scores_are_those_of_looking_at_each_place(engine: WorkerEngine) -> None:
    (score,) = await engine.score(ScoreRequest(TALK, ("Paris is",)))
    pieces = await engine.pieces("Paris is")

    opening = ""
    for piece, step in zip(pieces, score.steps, strict=True):
        found = await engine.next_tokens(PeekRequest(TALK, opening, most=2000))
        (chance,) = [item for item in found.chances if item.piece == piece]
        assert step == pytest.approx(math.log(chance.probability), abs=0.05)
        opening += piece.text


async def test_many_answers_and_long_ones(engine: WorkerEngine) -> None:
    """More than are computed side by side, and one longer than a batch."""
    long = "Paris is the capital of France and " * 12
    answers = (*(f"It is town number {n}." for n in range(20)), long, "", "Paris")

    scores = await engine.score(ScoreRequest(TALK, answers))
    alone = await engine.score(ScoreRequest(TALK, (long,)))

    counts = await engine.count_tokens(answers)
    assert [len(score.steps) for score in scores] == counts
    assert scores[20].total == pytest.approx(alone[0].total, rel=0.02)
    assert (scores[21].total, scores[21].mean, scores[21].first) == (0.0, 0.0, 0.0)
    assert scores[22].first > scores[0].first


async def test_the_end_of_an_answer_and_its_opening_count(engine: WorkerEngine) -> None:
    open_, ended = [
        (await engine.score(ScoreRequest(TALK, ("Paris",), ends=ends)))[0] for ends in (False, True)
    ]
    (after,) = await engine.score(ScoreRequest(TALK, (" Paris",), opening="The capital is"))

    assert ended.steps[:-1] == pytest.approx(open_.steps, abs=1e-6)
    assert len(ended.steps) == len(open_.steps) + 1
    assert after.total > -1, "there is hardly anything else to say"


async def test_the_prompt_is_read_once_for_all_and_stays(engine: WorkerEngine) -> None:
    notes = "The Seine flows through Paris. " * 8
    talk = (Message.of("user", notes, "\nWhich river?"),)
    await engine.score(ScoreRequest(talk, ("The Seine", "The Rhine", "The Po")))

    figures = done(await listen(engine, ask("", max_tokens=1))).figures
    assert figures.cached_tokens < 20
    await engine.score(ScoreRequest(talk, ("The Seine",)))
    size = await engine.measure(talk)
    again = await engine.next_tokens(PeekRequest(talk))
    assert again.chances[0].probability > 0
    assert size.tokens > 60


async def test_refusing_is_told_by_its_first_word(engine: WorkerEngine) -> None:
    """What abstaining by a refusal's first token needs: both in one reading."""
    sure, refuse = await engine.score(ScoreRequest(TALK, ("Paris", "Sorry")))

    assert sure.first > refuse.first


async def test_too_long_is_refused(engine: WorkerEngine) -> None:
    with pytest.raises(EngineError) as caught:
        await engine.score(ScoreRequest(TALK, ("word " * 3000,)))
    assert caught.value.code == "too_long"

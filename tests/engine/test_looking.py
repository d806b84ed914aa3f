"""Looks inside the model: tokens, probabilities, surprise."""

from __future__ import annotations

import math

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import Message, OpenEngine, PeekRequest, Sampling

from .conftest import ask, listen, text_of

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

FRANCE = "The capital of France is"


async def test_tokens_with_ids_and_bytes(engine: WorkerEngine) -> None:
    text = "Größe: 注意力"
    pieces = await engine.pieces(text)

    assert b"".join(piece.data for piece in pieces) == text.encode()
    assert not any(piece.is_control for piece in pieces)
    assert any("\ufffd" in piece.text for piece in pieces), "parts of a character"
    assert len({piece.id for piece in pieces}) > 3
    assert len(pieces) == (await engine.count_tokens([text]))[0]


async def test_a_conversation_as_the_model_is_given_it(engine: WorkerEngine) -> None:
    talk = (Message.of("user", "Hi"),)
    pieces = await engine.pieces(talk)

    assert b"".join(piece.data for piece in pieces).endswith(b"<|im_start|>assistant\n")
    assert pieces[0].data == b"<|im_start|>"
    assert pieces[0].is_control
    assert len(pieces) == (await engine.measure(talk)).tokens


async def test_what_comes_next(engine: WorkerEngine) -> None:
    found = await engine.next_tokens(PeekRequest(opening=FRANCE, most=10))

    shares = [chance.probability for chance in found.chances]
    assert len(found.chances) == 10
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1
    assert " Paris" in [chance.piece.text for chance in found.chances]
    assert found.kept == 1
    assert [chance.drawn for chance in found.chances][1:] == [0] * 9, "the likeliest, every time"


async def test_temperature_and_truncation_are_applied(engine: WorkerEngine) -> None:
    def peek(**sampling: float) -> PeekRequest:
        free = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0, "repeat_penalty": 1.0}
        return PeekRequest(opening=FRANCE, sampling=Sampling(**{**free, **sampling}), most=5)  # type: ignore[arg-type]

    plain = await engine.next_tokens(peek())
    cold = await engine.next_tokens(peek(temperature=0.5))
    cut = await engine.next_tokens(peek(top_k=3))

    for chance in plain.chances:
        assert chance.drawn == pytest.approx(chance.probability, rel=1e-3)
    assert plain.kept > 1000
    first, second = cold.chances[0], cold.chances[1]
    ratio = (first.probability / second.probability) ** 2
    assert first.drawn / second.drawn == pytest.approx(ratio, rel=1e-2)
    assert cut.kept == 3
    assert sum(chance.drawn for chance in cut.chances) == pytest.approx(1)
    assert [chance.drawn > 0 for chance in cut.chances] == [True] * 3 + [False] * 2


async def test_penalties_count_what_the_answer_has_said(engine: WorkerEngine) -> None:
    talk = (Message.of("user", "Say a word."),)
    sampling = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0, repeat_penalty=2.0)
    found = await engine.next_tokens(PeekRequest(talk, "word word word", sampling, most=200))
    again = next(chance for chance in found.chances if chance.piece.text == " word")

    assert again.drawn < again.probability


async def test_the_likeliest_is_what_the_answer_says(engine: WorkerEngine) -> None:
    request = ask("Say hello.", max_tokens=4)
    text = text_of(await listen(engine, request))
    sampling = request.sampling
    written = ""
    for _ in range(4):
        found = await engine.next_tokens(PeekRequest(request.messages, written, sampling, most=50))
        written += next(item.piece.text for item in found.chances if item.drawn)

    assert written.startswith(text)


async def test_surprise(engine: WorkerEngine) -> None:
    text = "The capital of France is Paris. The capital of Spain is banana."
    items = await engine.surprise(text)
    bits = {item.piece.text: item.bits for item in items}

    assert items[0].bits is None, "there is nothing before it"
    assert [item.piece for item in items] == await engine.pieces(text)
    assert bits[" Paris"] is not None
    assert bits[" banana"] is not None
    assert bits[" banana"] > bits[" Paris"] + 3
    long = await engine.surprise("one two three " * 30)
    values = [item.bits for item in long[1:] if item.bits is not None]
    assert len(values) == len(long) - 1
    assert all(math.isfinite(value) and value >= 0 for value in values)
    assert sum(values[-10:]) < sum(values[:10]), "repetition is expected"
    assert await engine.surprise("") == []


async def test_surprise_agrees_with_looking(engine: WorkerEngine) -> None:
    items = await engine.surprise(f"{FRANCE} Paris")
    found = await engine.next_tokens(PeekRequest(opening=FRANCE))
    paris = next(item for item in found.chances if item.piece.text == " Paris")

    assert items[-1].bits == pytest.approx(-math.log2(paris.probability), abs=0.3)


async def test_what_cannot_be_looked_at(engine: WorkerEngine) -> None:
    with pytest.raises(EngineError) as caught:
        await engine.next_tokens(PeekRequest())
    assert caught.value.code == "unsupported"
    for far in (
        engine.surprise("word " * 3000),
        engine.next_tokens(PeekRequest(opening="a " * 3000)),
    ):
        with pytest.raises(EngineError) as caught:
            await far
        assert caught.value.code == "too_long"


async def test_it_is_an_open_engine(engine: WorkerEngine) -> None:
    opened: OpenEngine = engine
    info = opened.status.model
    assert info is not None
    assert {"look", "score", "warm"} <= info.abilities

"""The engine over a real server, llama-cpp-python's own, with the default model."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from llmtutor.engine.protocol import JsonSchema, Token

from .conftest import ask, done, failed, listen, text_of
from .servers import engine_at, real_server

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def url(model_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("uvicorn", reason="the server needs llama-cpp-python[server]")
    with real_server(model_path, tmp_path_factory.mktemp("server") / "log") as address:
        yield address


async def test_it_answers_as_the_embedded_engine_would(url: str) -> None:
    events = await listen(engine_at(url), ask("What is the capital of France?"))

    assert "Paris" in text_of(events)
    assert done(events).figures.new_tokens > 2


async def test_the_same_seed_gives_the_same_answer(url: str) -> None:
    first, second = [text_of(await listen(engine_at(url), ask("Tell a joke."))) for _ in "12"]
    assert first == second


async def test_an_answer_that_nobody_wants_any_more_does_not_hold_up_the_next(url: str) -> None:
    """The server was told not to interrupt by itself: only our leaving makes it stop."""
    engine = engine_at(url)
    began = time.monotonic()
    async with aclosing(engine.generate(ask("Count to 1000.", max_tokens=10))) as events:
        tokens = [event async for event in events if isinstance(event, Token)]
    a_token = (time.monotonic() - began) / max(1, len(tokens))

    async with aclosing(engine.generate(ask("Count to 1000.", max_tokens=800))) as events:
        async for event in events:
            if isinstance(event, Token):
                break
    began = time.monotonic()
    await asyncio.wait_for(listen(engine, ask("Hello", max_tokens=1)), 60)

    assert time.monotonic() - began < 300 * a_token


async def test_json_by_a_schema(url: str) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    request = ask("Give a number as JSON.", max_tokens=40, constraint=JsonSchema.of(schema))

    assert isinstance(json.loads(text_of(await listen(engine_at(url), request)))["n"], int)


async def test_more_than_the_server_s_context(url: str) -> None:
    """This server then ends the stream at once, without a reason."""
    problem = failed(await listen(engine_at(url), ask("?", notes="word " * 3000))).problem

    assert "before a word came" in problem.what
    assert "longer than its model sees" in problem.hint

"""The real model in its real process."""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import time
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import (
    Failed,
    GenerateRequest,
    Message,
    Prefill,
    Restarted,
    Sampling,
    Token,
)

from .conftest import ask, done, failed, listen, text_of

pytestmark = pytest.mark.model

Start = Callable[..., WorkerEngine]
NOTES = "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.\n"
CHINESE = "注意力機制讓模型在處理每個詞的時候，能夠參考句子中其他所有的詞。"
LONG = 400
"""More tokens than any test waits for."""


async def test_loads_and_says_what_it_is(start_engine: Start, model_path: Path) -> None:
    engine = start_engine(model_path, context=1000)

    info = await engine.start()

    assert info.kind == "chat"
    assert info.can_generate
    assert info.template == "own"
    assert info.context == 1024  # llama.cpp rounds up to 256
    assert info.context_trained == 8192
    assert info.knows("latin")
    assert not info.knows("cjk")
    assert info.parameters == 134_515_008
    assert info.device in {"CPU", "Metal", "GPU"}


async def test_answers_with_figures(start_engine: Start, model_path: Path) -> None:
    events = await listen(start_engine(model_path), ask("What is made?", notes=NOTES))

    figures = done(events).figures
    prefill = [event for event in events if isinstance(event, Prefill)]
    tokens = [event for event in events if isinstance(event, Token)]
    assert text_of(events).strip()
    assert prefill[0].done == 0
    assert prefill[-1].done == prefill[-1].total == figures.prompt_tokens
    assert len(tokens) <= figures.new_tokens <= 12
    assert figures.stop_reason in {"length", "end"}
    assert figures.prefill_ms > 0
    assert figures.cached_tokens == 0


@pytest.mark.asyncio(loop_scope="session")
async def test_what_two_prompts_share_is_read_once(engine: WorkerEngine) -> None:
    """A part boundary is a token boundary, even where the letters would merge across it."""
    notes = NOTES + "The plant breathes through its sto"
    questions = ["mata: what are they?", "p"]
    apart, joined = await engine.count_tokens([notes, notes + questions[0]])
    (first_tokens, second_tokens) = await engine.count_tokens(questions)
    assert joined != apart + first_tokens, "these letters should merge, or the test proves nothing"

    first = done(await listen(engine, ask(questions[0], notes=notes, max_tokens=1))).figures
    second = done(await listen(engine, ask(questions[1], notes=notes, max_tokens=1))).figures

    tail = 6  # <|im_end|> \n <|im_start|> ass istant \n
    assert first.prompt_tokens - first_tokens == second.prompt_tokens - second_tokens
    assert second.cached_tokens == second.prompt_tokens - second_tokens - tail
    assert second.prefill_ms < first.prefill_ms


@pytest.mark.asyncio(loop_scope="session")
async def test_the_same_question_again_reads_only_its_last_two_tokens(engine: WorkerEngine) -> None:
    first = await listen(engine, ask("Why?", notes=NOTES))
    second = await listen(engine, ask("Why?", notes=NOTES))

    figures = done(second).figures
    # a token computed alone is rounded otherwise, and a likely word could become another
    assert figures.cached_tokens == figures.prompt_tokens - 2
    assert text_of(second) == text_of(first)


@pytest.mark.asyncio(loop_scope="session")
async def test_seeds_and_temperature(engine: WorkerEngine) -> None:

    async def say(seed: int) -> str:
        sampling = Sampling(temperature=1.0, seed=seed)
        return text_of(await listen(engine, ask("Tell a story.", sampling=sampling)))

    assert await say(1) == await say(1)
    assert len({await say(seed) for seed in range(1, 5)}) > 1


@pytest.mark.asyncio(loop_scope="session")
async def test_stop_strings_and_length(engine: WorkerEngine) -> None:
    whole = text_of(await listen(engine, ask("Count.", max_tokens=10)))
    word = whole.split()[2]

    events = await listen(engine, ask("Count.", max_tokens=10, stop=(word,)))

    assert done(events).figures.stop_reason == "stop"
    assert whole.startswith(text_of(events))
    assert word not in text_of(events)


async def test_too_long_says_the_numbers_and_hurts_nothing(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path, context=256)
    problem = failed(await listen(engine, ask("word " * 300))).problem

    assert isinstance(problem, EngineError)
    assert problem.code == "too_long"
    assert problem.numbers["context"] == 256
    assert problem.numbers["prompt"] > 300
    assert problem.numbers["answer"] == 12
    size = await engine.measure(ask("word " * 300).messages)
    assert size.tokens == problem.numbers["prompt"]
    assert size.context == 256
    assert text_of(await listen(engine, ask("Hi.")))


@pytest.mark.asyncio(loop_scope="session")
async def test_cancelling_is_quick_and_the_next_answer_works(engine: WorkerEngine) -> None:
    expected = text_of(await listen(engine, ask("Why?", notes=NOTES)))
    waits: list[float] = []
    for stage in (Prefill, Token, Prefill, Token, Token):
        # New notes each time, so that there is something to read.
        request = ask("Why?", notes=f"{len(waits)} {NOTES * 6}", max_tokens=LONG)
        async with aclosing(engine.generate(request)) as events:
            async for event in events:
                if isinstance(event, stage):
                    break
        begun = time.perf_counter()
        await engine.count_tokens(["is it quiet"])
        waits.append(time.perf_counter() - begun)

    assert statistics.median(waits) < 0.25, waits
    assert text_of(await listen(engine, ask("Why?", notes=NOTES))) == expected
    assert engine.status.restarts == 0


@pytest.mark.asyncio(loop_scope="session")
async def test_cancelling_the_task_cancels_the_work(engine: WorkerEngine) -> None:
    await engine.start()
    task = asyncio.create_task(listen(engine, ask("Go on.", max_tokens=LONG)))
    await asyncio.sleep(0.3)
    task.cancel()
    begun = time.perf_counter()
    await engine.count_tokens([""])

    assert time.perf_counter() - begun < 1
    assert engine.status.state == "ready"


@pytest.mark.asyncio(loop_scope="session")
async def test_what_was_read_before_a_cancel_stays(engine: WorkerEngine) -> None:
    request = ask("Why?", notes=NOTES * 11, max_tokens=1)
    async with aclosing(engine.generate(request)) as events:
        async for event in events:
            if isinstance(event, Prefill) and event.done >= 128:
                break

    assert done(await listen(engine, request)).figures.cached_tokens >= 128


@pytest.mark.asyncio(loop_scope="session")
async def test_requests_wait_for_each_other(engine: WorkerEngine) -> None:
    answers = await asyncio.gather(*(listen(engine, ask(q, max_tokens=4)) for q in "abc"))

    assert all(text_of(events) for events in answers)


@pytest.mark.asyncio(loop_scope="session")
async def test_characters_of_several_tokens_come_whole(engine: WorkerEngine) -> None:
    request = GenerateRequest(
        (Message.of("user", f"Repeat: {CHINESE}"), Message.of("assistant", CHINESE),
         Message.of("user", "Repeat it again.")),
        max_tokens=40,
    )  # fmt: skip
    text = text_of(await listen(engine, request))

    assert any("\u4e00" <= sign <= "\u9fff" for sign in text), text
    assert "\ufffd" not in text
    assert text in CHINESE * 2 or len(text) > 5


@pytest.mark.asyncio(loop_scope="session")
async def test_control_tokens_in_notes_are_only_text(engine: WorkerEngine) -> None:
    plain, sly = await engine.count_tokens(["assistant", "<|im_end|>"])
    size = await engine.measure((Message.of("user", "<|im_end|>"),))
    base = await engine.measure((Message.of("user", "assistant"),))

    assert sly > 1
    assert size.tokens - base.tokens == sly - plain


async def test_kill_during_an_answer_restarts_it(start_engine: Start, model_path: Path) -> None:
    engine = start_engine(model_path)
    expected = text_of(await listen(engine, ask("Why?", max_tokens=30)))
    seen: list[object] = []
    async with aclosing(engine.generate(ask("Why?", max_tokens=30))) as events:
        async for event in events:
            if isinstance(event, Token) and not any(isinstance(e, Restarted) for e in seen):
                assert engine.pid is not None
                os.kill(engine.pid, signal.SIGKILL)
            if isinstance(event, Restarted):
                seen.clear()
            seen.append(event)

    assert "SIGKILL" in engine.status.last_restart
    assert "".join(event.text for event in seen if isinstance(event, Token)) == expected
    assert text_of(await listen(engine, ask("And?")))


async def test_killed_twice_over_one_question_gives_up(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path)
    last: object = None
    async with aclosing(engine.generate(ask("Why?", max_tokens=LONG))) as events:
        async for event in events:
            if isinstance(event, Token) and engine.pid is not None:
                os.kill(engine.pid, signal.SIGKILL)
            last = event

    assert isinstance(last, Failed)
    assert str(model_path) in last.problem.where
    assert text_of(await listen(engine, ask("And?")))


@pytest.mark.asyncio(loop_scope="session")
async def test_a_chat_model_does_not_embed(engine: WorkerEngine) -> None:
    with pytest.raises(EngineError) as caught:
        await engine.embed(["text"])
    assert caught.value.code == "wrong_kind"

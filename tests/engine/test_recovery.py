"""The app's side when the worker misbehaves or dies."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from llmtutor.engine import process, wire
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import Done, Failed, Loading, Restarted, Token
from llmtutor.engine.spawning import describe_ending
from llmtutor.errors import InputFileError

from .conftest import ask, failed, listen, text_of

FAKE = Path(__file__).with_name("fake_worker.py")
Start = Callable[..., WorkerEngine]


@pytest.fixture
def fake(start_engine: Start, tmp_path: Path) -> Callable[[str], WorkerEngine]:
    def make(habit: str) -> WorkerEngine:
        command = (sys.executable, str(FAKE), habit, str(tmp_path / "lives"))
        return start_engine(Path("/fake.gguf"), command=command)

    return make


Fake = Callable[[str], WorkerEngine]


async def test_answers_and_states(fake: Fake) -> None:
    engine = fake("good")
    states = [engine.status.state]

    events = await listen(engine, ask("?"))

    assert [type(event) for event in events] == [Loading, Loading, Token, Done]
    states.append(engine.status.state)
    assert engine.status.model is not None
    await engine.close()
    states.append(engine.status.state)
    assert states == ["off", "ready", "closed"]
    assert failed(await listen(engine, ask("?"))).problem.what == "the engine has been closed"


async def test_all_who_wait_share_one_load(fake: Fake, tmp_path: Path) -> None:
    engine = fake("good")

    await asyncio.gather(engine.start(), engine.count_tokens(["a"]), listen(engine, ask("?")))

    assert (tmp_path / "lives").read_text() == "x"


async def test_noise_between_the_lines_is_dropped(fake: Fake) -> None:
    assert text_of(await listen(fake("noisy"), ask("?"))) == "hello"


async def test_lines_may_be_long(fake: Fake) -> None:
    assert len(text_of(await listen(fake("long-line"), ask("?")))) == 5_000_000


async def test_one_death_restarts_and_says_so(fake: Fake) -> None:
    engine = fake("dies-answering-once")

    events = await listen(engine, ask("?"))

    kinds = [type(event) for event in events if not isinstance(event, Loading)]
    assert kinds == [Token, Restarted, Token, Done]
    assert engine.status.restarts == 1
    assert "SIGSEGV" in engine.status.last_restart


async def test_two_deaths_over_one_question_are_enough(fake: Fake, tmp_path: Path) -> None:
    engine = fake("dies-answering")

    problem = failed(await listen(engine, ask("?"))).problem

    assert isinstance(problem, EngineError)
    assert problem.code == "crashed"
    assert "2 times over this question" in problem.what
    assert problem.where == "/fake.gguf"
    assert "log" in problem.hint
    assert (tmp_path / "lives").read_text() == "xx"
    assert await engine.count_tokens(["abc"]) == [3]


async def test_two_deaths_over_the_model_name_it_and_end_it(fake: Fake, tmp_path: Path) -> None:
    engine = fake("dies-loading")

    problem = failed(await listen(engine, ask("?"))).problem

    assert "2 times over the model file" in problem.what
    assert engine.status.state == "failed"
    assert failed(await listen(engine, ask("?"))).problem is problem
    with pytest.raises(EngineError):
        await engine.count_tokens(["a"])
    assert (tmp_path / "lives").read_text() == "xx"
    with pytest.raises(EngineError):
        await engine.start()
    assert (tmp_path / "lives").read_text() == "xxxx"


async def test_one_death_while_loading_is_forgiven(fake: Fake) -> None:
    engine = fake("dies-loading-once")

    assert (await engine.start()).name == "fake"
    assert engine.status.restarts == 1


async def test_a_refused_model_ends_the_worker(fake: Fake) -> None:
    engine = fake("bad-model")

    with pytest.raises(InputFileError, match="is bad"):
        await engine.start()
    assert engine.pid is None
    assert engine.status.state == "failed"
    assert isinstance(engine.status.problem, InputFileError)


async def test_an_idle_death_is_told_with_the_next_answer(fake: Fake) -> None:
    engine = fake("good")
    await engine.start()
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    while engine.pid is not None:  # noqa: ASYNC110 (nothing tells of it)
        await asyncio.sleep(0.01)

    assert engine.status.state == "off"
    events = await listen(engine, ask("?"))
    assert isinstance(events[0], Restarted)
    assert text_of(events) == "hello"


@pytest.mark.parametrize(
    ("habit", "code"), [("no-library", "no_library"), ("other-version", "protocol")]
)
async def test_a_worker_that_cannot_work_here(fake: Fake, habit: str, code: str) -> None:
    problem = failed(await listen(fake(habit), ask("?"))).problem

    assert isinstance(problem, EngineError)
    assert problem.code == code
    assert problem.hint


async def test_a_worker_that_says_nothing(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "HELLO_SECONDS", 0.2)
    monkeypatch.setattr(process, "STOP_SECONDS", 0.1)

    problem = failed(await listen(fake("mute"), ask("?"))).problem

    assert "did not start" in problem.what


async def test_no_such_program(start_engine: Start) -> None:
    engine = start_engine(Path("/fake.gguf"), command=("/nothing/here",))

    assert isinstance((await listen(engine, ask("?")))[-1], Failed)


async def test_llama_cpp_that_does_not_load(
    start_engine: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAMA_CPP_LIB_PATH", str(tmp_path))
    problem = failed(await listen(start_engine(tmp_path / "m.gguf"), ask("?"))).problem

    assert isinstance(problem, EngineError)
    assert problem.code == "no_library"
    assert "llama-cpp-python" in problem.hint
    assert problem.exit_code == 3


async def test_a_line_that_the_worker_would_drop_is_not_sent(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = fake("good")
    await engine.start()
    monkeypatch.setattr(wire, "MAX_LINE", 1000)
    with pytest.raises(EngineError) as caught:
        await engine.count_tokens(["x" * 1000])
    assert caught.value.code == "too_long"


async def test_closing_ends_a_worker_that_clings(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "STOP_SECONDS", 0.1)
    engine = fake("clings")
    await engine.start()
    pid = engine.pid
    assert pid is not None

    await engine.close()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_closing_while_loading(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "STOP_SECONDS", 0.1)
    engine = fake("mute")
    task = asyncio.create_task(listen(engine, ask("?")))
    await asyncio.sleep(0.1)

    await engine.close()

    assert "closed" in failed(await task).problem.what


async def test_cancelling_one_who_waits_leaves_the_load_to_the_others(fake: Fake) -> None:
    engine = fake("good")
    first = asyncio.create_task(listen(engine, ask("?")))
    second = asyncio.create_task(engine.start())
    await asyncio.sleep(0.01)
    first.cancel()

    assert (await second).name == "fake"


async def test_leaving_early_is_no_death(fake: Fake) -> None:
    engine = fake("good")
    async with aclosing(engine.generate(ask("?"))) as events:
        async for event in events:
            if isinstance(event, Token):
                break

    assert text_of(await listen(engine, ask("?"))) == "hello"
    assert engine.status.restarts == 0


def test_endings_are_told_in_words() -> None:
    assert "memory ran out" in describe_ending(-signal.SIGKILL)
    assert "another processor" in describe_ending(-signal.SIGILL)
    assert describe_ending(3) == "its process ended with code 3"
    assert "70" in describe_ending(-70)

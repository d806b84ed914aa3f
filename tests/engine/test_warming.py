"""Reading ahead with the real model: in the background, out of everybody's way, kept on disk."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.protocol import Message, Prefill, Warmth
from llmtutor.engine.request import GenerateRequest
from llmtutor.engine.snapshots import SnapshotStore
from llmtutor.engine.worker import warming

from .conftest import done, listen, text_of

pytestmark = pytest.mark.model

Start = Callable[..., WorkerEngine]
SYSTEM = Message.of("system", "Answer.")
SECTION = "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen. " * 10
OTHER = "A cell wall keeps a plant upright; animals have none and need bones. " * 10


def prefix(section: str = SECTION) -> tuple[Message, ...]:
    return (SYSTEM, Message.of("user", section))


def question(text: str, section: str = SECTION, tokens: int = 6) -> GenerateRequest:
    return GenerateRequest((SYSTEM, Message.of("user", section, text)), tokens)


@asynccontextmanager
async def wished(engine: WorkerEngine, section: str = SECTION) -> AsyncIterator[list[Warmth]]:
    """Want a section; what is said about it gathers in the list."""
    said: list[Warmth] = []

    async def gather() -> None:
        async with aclosing(engine.warm(prefix(section))) as steps:
            async for step in steps:
                said.append(step)  # noqa: PERF401 (each is looked at as it comes)

    task = asyncio.create_task(gather())
    try:
        yield said
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until(said: list[Warmth], test: Callable[[Warmth], bool], seconds: float = 60) -> Warmth:
    end = time.monotonic() + seconds
    while not (said and test(said[-1])):
        assert time.monotonic() < end, said
        await asyncio.sleep(0.01)
    return said[-1]


async def test_a_section_is_read_ahead_and_a_question_about_it_is_quick(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path)
    cold = await listen(engine, question(" What is made?"))
    other = await listen(start_engine(model_path), question(" Why?"))
    async with wished(engine, OTHER) as said:
        warm = await until(said, lambda step: step.is_warm)
        assert engine.status.warmth == warm
        assert warm.done == warm.total > 128
        assert [step.state for step in said[:-1]] == ["reading"] * (len(said) - 1)
        figures = done(await listen(engine, question(" Who?", OTHER))).figures
        assert figures.cached_tokens == warm.total
        assert figures.restored_tokens == 0
    assert engine.status.warmth is None

    async with wished(engine) as said:
        await until(said, lambda step: step.is_warm)
        assert text_of(await listen(engine, question(" What is made?"))) == text_of(cold)
        assert text_of(await listen(engine, question(" Why?"))) == text_of(other)
        assert engine.status.warmth is not None
        assert engine.status.warmth.is_warm, "questions about the section leave it warm"


async def test_a_question_interrupts_and_the_reading_goes_on_after(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path)
    await engine.start()
    section = SECTION * 2
    async with wished(engine, section) as said:
        await until(said, lambda step: step.done >= 128)
        begun = time.perf_counter()
        await engine.count_tokens([""])
        assert time.perf_counter() - begun < 1, "it must not wait for the section"
        assert not said[-1].is_warm
        figures = done(await listen(engine, question(" Why?", section="", tokens=2))).figures
        assert figures.cached_tokens < 20
        last = await until(said, lambda step: step.is_warm)
        assert last.restored == 0
        read = [step.done for step in said]
        assert read == sorted(read), "what was read before the question was not read again"


async def test_a_question_on_the_section_goes_on_from_what_is_read_and_gives_it_back(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path)
    await engine.start()
    async with wished(engine) as said:
        await until(said, lambda step: step.done >= 128)
        events = await listen(engine, question(" Why?", tokens=2))
        assert done(events).figures.cached_tokens >= 128
        first = next(event for event in events if isinstance(event, Prefill))
        assert first.done >= 128
        await until(said, lambda step: step.is_warm, seconds=2)


async def test_a_snapshot_brings_a_section_back_after_a_restart(
    start_engine: Start, model_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "snapshots"
    engine = start_engine(model_path, snapshots=folder, save_after=0.0)
    async with wished(engine) as said:
        warm = await until(said, lambda step: step.saved)
        expected = text_of(await listen(engine, question(" What is made?")))
        assert len(SnapshotStore(folder, 1).all()) == 1

        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
        again = await until(said, lambda step: step.restored > 0)
        assert again.is_warm
        assert again.restored == warm.total
        assert engine.status.restarts == 1
    events = await listen(engine, question(" What is made?"))
    assert text_of(events) == expected
    assert done(events).figures.restored_tokens == warm.total

    fresh = start_engine(model_path, snapshots=folder)
    figures = done(await listen(fresh, question(" Where?"))).figures
    assert figures.restored_tokens == warm.total, "a question finds it without a wish"


async def test_a_damaged_snapshot_is_read_anew(
    start_engine: Start, model_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "snapshots"
    engine = start_engine(model_path, snapshots=folder, save_after=0.0)
    async with wished(engine) as said:
        await until(said, lambda step: step.saved)
    await listen(engine, question(" Why?", section="Another.", tokens=1))
    (path,) = folder.iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    figures = done(await listen(engine, question(" What is made?", tokens=2))).figures
    assert figures.restored_tokens == 0
    assert figures.cached_tokens < 20
    assert list(folder.iterdir()) == []
    assert engine.status.restarts == 0


async def test_suspects_and_snapshots_of_other_models_go(
    start_engine: Start, model_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    (folder / f"{'f' * 16}-aa.kv").write_bytes(b"x")
    (folder / f"{'f' * 16}-bb.kv.trying-{2**22 + 1}").write_bytes(b"x")

    await start_engine(model_path, snapshots=folder).start()

    assert list(folder.iterdir()) == []
    assert "died over the snapshot ffff" in (tmp_path / "engine.log").read_text()


async def test_the_latest_wish_is_served_and_an_earlier_one_after_it(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path)
    async with wished(engine) as first:
        await until(first, lambda step: step.is_warm)
        async with wished(engine, OTHER) as second:
            await until(second, lambda step: step.is_warm)
            assert first[-1].state == "paused"
            assert "another section" in first[-1].why
        await until(first, lambda step: step.is_warm)


async def test_a_question_on_something_else_leaves_the_section_within_reach(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path)
    async with wished(engine) as said:
        warm = await until(said, lambda step: step.is_warm)
        begun = time.perf_counter()
        await listen(engine, question(" Why?", section="Something else.", tokens=2))
        await listen(engine, question(" Why?", section="Something else again.", tokens=2))
        assert done(await listen(engine, question(" Who?"))).figures.cached_tokens == warm.total
        assert engine.status.warmth is not None
        assert engine.status.warmth.is_warm
        assert [step.state for step in said].count("warm") == 1, "it was not read again"
        assert time.perf_counter() - begun < 20


@pytest.mark.parametrize(
    ("section", "options", "why"),
    [
        (SECTION, {"read_ahead": "never"}, "turned off"),
        (SECTION * 3, {"context": 256}, "the model sees 256 at once"),
    ],
    ids=["off", "too-long"],
)
async def test_what_is_not_read_ahead_says_why(
    start_engine: Start, model_path: Path, section: str, options: dict[str, object], why: str
) -> None:
    engine = start_engine(model_path, **options)
    async with wished(engine, section) as said:
        assert why in (await until(said, lambda step: step.state == "off")).why
        assert text_of(await listen(engine, question("Hi", "", 2)))


async def test_wishes_that_come_and_go_quickly_do_no_harm(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path)
    await engine.start()
    for turn in range(20):
        async with wished(engine, f"{turn} {SECTION}"):
            await asyncio.sleep(turn / 500)
    begun = time.perf_counter()
    await engine.count_tokens([""])
    assert time.perf_counter() - begun < 1
    await asyncio.sleep(0.1)
    assert engine.status.restarts == 0
    assert engine.status.warmth is None


async def test_a_missing_model_ends_the_wish(start_engine: Start, tmp_path: Path) -> None:
    engine = start_engine(tmp_path / "none.gguf")
    steps = [step async for step in engine.warm(prefix())]

    assert [step.state for step in steps] == ["off"]
    assert "no such model file" in steps[0].why


class Battery:
    power_plugged = False


class Memory:
    total = 8_000_000_000
    available = 4_000_000_000


@pytest.mark.parametrize(
    ("rule", "available", "plugged", "said"),
    [
        ("always", 4e9, False, ""),
        ("plugged_in", 4e9, False, "battery"),
        ("plugged_in", 4e9, True, ""),
        ("always", 3e8, True, "memory is short"),
    ],
)
def test_when_the_machine_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, rule: str, available: float, plugged: bool, said: str
) -> None:
    import psutil

    monkeypatch.setattr(Memory, "available", available)
    monkeypatch.setattr(Battery, "power_plugged", plugged)
    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    monkeypatch.setattr(psutil, "sensors_battery", Battery, raising=False)

    assert said in warming.reason_to_wait(rule)
    assert bool(said) == bool(warming.reason_to_wait(rule))


def test_a_desktop_has_no_battery(monkeypatch: pytest.MonkeyPatch) -> None:
    import psutil

    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)
    assert warming.reason_to_wait("plugged_in") == ""

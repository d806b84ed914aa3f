"""Several windows of a user share one worker, and none can hurt another."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from llmtutor.engine import meeting, wire
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.failure import EngineError
from llmtutor.engine.meetinglock import Life, MeetingLock
from llmtutor.engine.protocol import Event, PeekRequest, Restarted, Token

from .conftest import ask, done, failed, listen, text_of
from .test_process import SOURCE, gone
from .tinymodels import lora

pytestmark = pytest.mark.model
Window = Callable[..., WorkerEngine]

SCRIPT = """
import asyncio, sys
from pathlib import Path
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.protocol import GenerateRequest, Message, Token

async def main():
    model, log, folder, tokens = sys.argv[1:5]
    engine = WorkerEngine(WorkerConfig(Path(model), Path(log), meeting=Path(folder)))
    request = GenerateRequest((Message.of("user", "Tell a long story."),), max_tokens=int(tokens))
    async for event in engine.generate(request):
        if isinstance(event, Token):
            print(engine.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where windows meet: a short path, as a socket's must be."""
    made = Path(f"/tmp/lt-{os.getpid()}-{tmp_path.name[-12:]}")
    made.mkdir(mode=0o700)
    yield made
    for file in made.glob("*"):
        file.unlink()
    made.rmdir()


@pytest_asyncio.fixture
async def window(model_path: Path, tmp_path: Path, folder: Path) -> AsyncIterator[Window]:
    """Opens windows, and closes them all at the end."""
    windows: list[WorkerEngine] = []

    def make(**options: object) -> WorkerEngine:
        config = {"meeting": folder, **options}
        windows.append(WorkerEngine(WorkerConfig(model_path, tmp_path / "log", **config)))  # type: ignore[arg-type]
        return windows[-1]

    yield make
    pids = {engine.pid for engine in windows if engine.pid}
    for engine in windows:
        await engine.close()
    assert all([await asyncio.to_thread(gone, pid) for pid in pids]), "a worker stayed"


@pytest.fixture
def other_program(model_path: Path, tmp_path: Path, folder: Path) -> Iterator[Callable[..., int]]:
    """Starts a window that is a process of its own and is answering; its pid."""
    running: list[subprocess.Popen[str]] = []

    def start(tokens: int = 900) -> int:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, model_path, tmp_path / "log", folder, str(tokens)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip().isdecimal()
        return process.pid

    yield start
    for process in running:
        process.kill()
        process.communicate()


def place_in(folder: Path) -> Path:
    """The only socket there."""
    (place,) = folder.glob("*.sock")
    return place


def is_over(place: Path) -> None:
    """Wait for the end of a worker that was killed: its threads take a moment."""
    while Life(place).is_on:
        time.sleep(0.01)


def modes(folder: Path) -> tuple[int, set[int]]:
    """Of a folder and of what is in it."""
    inside = {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    return stat.S_IMODE(folder.stat().st_mode), inside


async def test_two_windows_load_the_model_once(window: Window) -> None:
    first, second = window(), window()
    await asyncio.gather(first.start(), second.start())

    assert first.pid == second.pid
    both = await asyncio.gather(listen(first, ask("Hello")), listen(second, ask("Hello")))
    assert text_of(both[0]) == text_of(both[1]) != ""
    assert first.status.note == second.status.note == ""


async def test_the_second_window_finds_what_the_first_has_read(window: Window) -> None:
    notes = "The capital of France is Paris. " * 20
    await listen(window(), ask("Where?", notes=notes))
    figures = done(await listen(window(), ask("Who?", notes=notes))).figures

    assert figures.cached_tokens > 100


async def test_a_window_that_is_closed_leaves_the_model_to_the_others(window: Window) -> None:
    first, second = window(), window()
    await asyncio.gather(first.start(), second.start())
    pid = second.pid

    await first.close()

    assert "Restarted" not in str(await listen(second, ask("Hello")))
    assert second.pid == pid
    assert pid is not None
    await second.close()
    assert await asyncio.to_thread(gone, pid), "the last window ends the worker"


async def test_a_window_that_is_killed_takes_its_request_along(
    window: Window, other_program: Callable[..., int]
) -> None:
    engine = window()
    await engine.start()
    killed = other_program()

    os.kill(killed, signal.SIGKILL)
    began = time.monotonic()
    events = await listen(engine, ask("Hello", max_tokens=3))

    assert text_of(events)
    assert engine.status.restarts == 0
    assert time.monotonic() - began < 3, "900 tokens would take longer"


async def test_the_window_that_started_the_worker_may_be_killed(
    window: Window, other_program: Callable[..., int]
) -> None:
    starter = other_program(3)
    engine = window()
    await engine.start()

    os.kill(starter, signal.SIGKILL)

    assert text_of(await listen(engine, ask("Hello")))
    assert engine.status.restarts == 0


async def test_a_window_that_does_not_listen_holds_up_nobody(window: Window, folder: Path) -> None:
    engine = window()
    await engine.start()
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.connect(str(place_in(folder)))
        much = {"do": "pieces", "text": "word " * 20_000}
        deaf.sendall(b"".join(wire.encode({"id": number, **much}) for number in range(3)))

        assert text_of(await asyncio.wait_for(listen(engine, ask("Hello")), 60))


async def test_each_window_wears_its_own_adapter(window: Window, tmp_path: Path) -> None:
    peek = PeekRequest(opening="The capital of France is", most=3)
    plain, styled = window(), window(adapter=lora(tmp_path))
    assert (await plain.start()).adapter == ""
    assert (await styled.start()).adapter == "style"
    assert plain.pid == styled.pid

    bare, worn = await plain.next_tokens(peek), await styled.next_tokens(peek)
    assert bare != worn
    assert await plain.next_tokens(peek) == bare
    assert await styled.next_tokens(peek) == worn


async def test_a_worker_that_is_killed_is_started_once_for_all(window: Window) -> None:
    first, second = window(), window()
    await asyncio.gather(first.start(), second.start())
    assert first.pid is not None
    os.kill(first.pid, signal.SIGKILL)

    both = await asyncio.gather(listen(first, ask("Hello")), listen(second, ask("Hello")))

    assert text_of(both[0])[-5:] == text_of(both[1])[-5:]
    assert first.pid == second.pid
    assert sorted(any("SIGKILL" in str(event) for event in events) for events in both) == [
        False,
        True,
    ], "the window that had started it knows how it died"


async def test_a_death_in_the_middle_of_an_answer_is_told_and_made_good(window: Window) -> None:
    window_ = window()
    events: list[Event] = []
    async with aclosing(window_.generate(ask("Tell a story.", max_tokens=40))) as stream:
        async for event in stream:
            if isinstance(event, Token) and not any(isinstance(e, Token) for e in events):
                assert window_.pid is not None
                os.kill(window_.pid, signal.SIGKILL)
            events.append(event)

    assert any(isinstance(event, Restarted) for event in events)
    assert done(events).figures.new_tokens > 0


async def test_what_a_killed_worker_left_behind_is_cleaned(window: Window, folder: Path) -> None:
    engine = window()
    await engine.start()
    place = place_in(folder)
    pid = engine.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await asyncio.wait_for(asyncio.to_thread(is_over, place), 10)

    await window().start()

    assert place_in(folder) == place
    assert Life(place).is_on


async def test_the_folder_is_the_user_s_alone(window: Window, folder: Path) -> None:
    os.chmod(folder, 0o755)  # noqa: PTH101 (async)
    await window().start()

    assert modes(folder) == (0o700, {0o600})


async def test_other_settings_need_another_worker_and_say_so(window: Window) -> None:
    first, second = window(), window(context=512)
    await first.start()
    info = await second.start()

    assert info.context == 512
    assert first.pid != second.pid
    assert first.status.note == ""
    assert "in memory twice" in second.status.note


async def test_where_windows_cannot_meet_each_has_its_own_and_says_so(
    window: Window, folder: Path
) -> None:
    open(folder / "file", "w").close()  # noqa: ASYNC230, PTH123
    engine = window(meeting=folder / "file")

    assert text_of(await listen(engine, ask("Hello")))
    assert "of its own" in engine.status.note


async def test_a_window_does_not_wait_for_ever_for_the_lock(
    window: Window, model_path: Path, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting, "PATIENCE", 0.1)
    config = WorkerConfig(model_path, tmp_path / "log")
    with MeetingLock(meeting.place_of(config, folder)):
        engine = window()
        await engine.start()
        assert "keeps the lock" in engine.status.note


def test_a_worker_whose_window_died_at_once_ends(
    model_path: Path, tmp_path: Path, folder: Path
) -> None:
    place = meeting.place_of(WorkerConfig(model_path, tmp_path / "log"), folder)
    line, child = meeting.connect_or_start(place, tmp_path / "log")
    line.close()

    assert child is not None
    assert child.wait(20) == 0
    assert not place.exists()


async def test_noise_at_the_door_is_dropped(window: Window, folder: Path) -> None:
    engine = window()
    await engine.start()
    with socket.socket(socket.AF_UNIX) as noise:
        noise.connect(str(place_in(folder)))
        noise.sendall(b"\xff\n{}\n[1]\n" + wire.encode({"id": 7, "do": "cancel"}) + b'{"id"')

    assert text_of(await listen(engine, ask("Hello")))


async def test_llama_cpp_that_does_not_load(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAMA_CPP_LIB_PATH", str(tmp_path))
    problem = failed(await listen(window(), ask("?"))).problem

    assert isinstance(problem, EngineError)
    assert problem.code == "no_library"


def test_a_long_path_goes_where_sockets_fit(model_path: Path, tmp_path: Path) -> None:
    config = WorkerConfig(model_path, tmp_path / "log")
    place = meeting.place_of(config, tmp_path / ("long" * 30))
    try:
        assert len(str(place)) <= 100
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        assert place == meeting.place_of(config, tmp_path / ("long" * 30))
    finally:
        place.parent.rmdir()


async def test_a_polite_worker_with_no_orphans(window: Window) -> None:
    engine = window()
    await engine.start()
    assert engine.pid is not None
    worker = psutil.Process(engine.pid)

    assert worker.nice() == psutil.Process().nice() + 5
    assert os.getpgid(engine.pid) != os.getpgid(0)

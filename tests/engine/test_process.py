"""A good guest and a good host: no orphans, no noise, at home inside a Textual app."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.protocol import Failed, Token

from .conftest import ask, listen

Start = Callable[..., WorkerEngine]
SOURCE = Path(__file__).resolve().parents[2] / "src"

SCRIPT = """
import asyncio, sys, time
from pathlib import Path
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.protocol import GenerateRequest, Message, Token
from llmtutor.engine.config import WorkerConfig

async def main():
    model, log, habit = sys.argv[1:4]
    engine = WorkerEngine(WorkerConfig(Path(model), Path(log)))
    request = GenerateRequest((Message.of("user", "Hello"),), max_tokens=400)
    async for event in engine.generate(request):
        if isinstance(event, Token):
            break
    print(engine.pid, flush=True)
    if habit == "wait":
        await asyncio.sleep(60)
    elif habit == "close":
        await engine.close()

asyncio.run(main())
"""


def client(model: Path, log: Path, habit: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(model), str(log), habit],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )


def gone(pid: int, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def pid_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


@pytest.mark.model
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_worker_dies_with_its_client(
    model_path: Path, tmp_path: Path, how: signal.Signals
) -> None:
    with client(model_path, tmp_path / "log", "wait") as process:
        pid = pid_of(process)
        assert psutil.pid_exists(pid)
        process.send_signal(how)
        process.wait()
        assert gone(pid)


@pytest.mark.model
def test_control_c_is_for_the_client_alone(model_path: Path, tmp_path: Path) -> None:
    with client(model_path, tmp_path / "log", "wait") as process:
        pid = pid_of(process)
        assert os.getpgid(pid) != os.getpgid(process.pid)
        os.kill(pid, signal.SIGINT)
        assert not gone(pid, 0.3)
        process.kill()
        assert gone(pid)


@pytest.mark.model
@pytest.mark.parametrize("habit", ["close", "leave"])
def test_nothing_is_printed_and_nothing_stays(model_path: Path, tmp_path: Path, habit: str) -> None:
    process = client(model_path, tmp_path / "log", habit)
    out, errors = process.communicate(timeout=60)

    assert out.strip().isdecimal(), out
    assert errors == ""
    assert process.returncode == 0
    assert gone(int(out))


@pytest.mark.model
async def test_a_polite_process(start_engine: Start, model_path: Path, tmp_path: Path) -> None:
    engine = start_engine(model_path)
    info = await engine.start()
    assert engine.pid is not None
    worker = psutil.Process(engine.pid)

    assert worker.nice() == psutil.Process().nice() + 5
    assert info.threads <= max(1, (psutil.cpu_count(logical=False) or 1) - 1)
    assert worker.environ().get("PYTHONPATH", "").startswith(str(SOURCE))
    log = tmp_path / "engine.log"
    assert log.stat().st_size < 5000, "the news about a load should not be logged"
    assert log.stat().st_mode & 0o077 == 0


async def test_the_log_is_turned_over_and_may_be_impossible(
    start_engine: Start, tmp_path: Path
) -> None:
    log = tmp_path / "engine.log"
    log.write_bytes(b"x" * 1_500_000)
    await listen(start_engine(tmp_path / "none.gguf"), ask("?"))
    assert log.stat().st_size < 1000
    assert (tmp_path / "engine.old.log").stat().st_size == 1_500_000

    log.unlink()
    log.mkdir()
    events = await listen(start_engine(tmp_path / "none.gguf"), ask("?"))
    assert isinstance(events[-1], Failed)
    assert "no such model file" in events[-1].problem.what


@pytest.mark.model
async def test_files_beside_the_user_are_not_imported(
    start_engine: Start, model_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('imported by accident')")
    monkeypatch.chdir(tmp_path)

    assert (await start_engine(model_path).start()).kind == "chat"


class Asking(App[None]):
    """An app that shows an answer."""

    def __init__(self, engine: WorkerEngine) -> None:
        super().__init__()
        self.engine = engine
        self.answer = ""

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def on_mount(self) -> None:
        self.run_worker(self.show(), exit_on_error=False)

    async def show(self) -> None:
        async for event in self.engine.generate(ask("Hello", max_tokens=6)):
            if isinstance(event, Token):
                self.answer += event.text
                self.query_one(Static).update(self.answer)


@pytest.mark.model
async def test_inside_a_textual_app(start_engine: Start, model_path: Path) -> None:
    engine = start_engine(model_path)
    app = Asking(engine)

    async with app.run_test() as pilot:
        assert sys.stderr is not sys.__stderr__
        await app.workers.wait_for_complete()
        await pilot.pause()

    assert app.answer
    assert engine.status.state == "ready"

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from llmtutor.engine import download_address
from llmtutor.engine.catalogue import load_catalogue
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.models import ModelShelf
from llmtutor.engine.protocol import Done, Engine, Event, Failed, GenerateRequest, Message, Token
from llmtutor.errors import MissingError
from llmtutor.paths import Paths

from .hubserver import Server

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "models"


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The default model, or a reason to skip."""
    shelf = ModelShelf.of(load_catalogue(), Paths.from_environment())
    try:
        return shelf.resolve("default").path
    except MissingError as reason:
        pytest.skip(f"no default model: {reason}")


@pytest.fixture(scope="session")
def embedding_path() -> Path:
    path = SHARED / "all-MiniLM-L6-v2-q8_0.gguf"
    if not path.is_file():
        pytest.skip(f"no embedding model at {path}")
    return path


@pytest_asyncio.fixture
async def start_engine(tmp_path: Path) -> AsyncIterator[Callable[..., WorkerEngine]]:
    """Makes engines, and closes them all at the end."""
    engines: list[WorkerEngine] = []

    def make(model: Path, **options: object) -> WorkerEngine:
        config = WorkerConfig(model, tmp_path / "engine.log", **options)  # type: ignore[arg-type]
        engines.append(WorkerEngine(config))
        return engines[-1]

    yield make
    for engine in engines:
        await engine.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine(
    model_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[WorkerEngine]:
    """One engine with the default model for all tests that leave it as they found it."""
    made = WorkerEngine(WorkerConfig(model_path, tmp_path_factory.mktemp("engine") / "log"))
    await made.start()
    yield made
    restarts = made.status.restarts
    await made.close()
    assert restarts == 0, "some test killed the shared engine"


def ask(question: str, *, notes: str = "", max_tokens: int = 12, **more: object) -> GenerateRequest:
    """A short request; the machine may be slow."""
    messages = (Message.of("system", "Answer."), Message.of("user", notes, question))
    return GenerateRequest(messages, max_tokens, **more)  # type: ignore[arg-type]


async def listen(engine: Engine, request: GenerateRequest) -> list[Event]:
    async with aclosing(engine.generate(request)) as events:
        return [event async for event in events]


def text_of(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Token))


def done(events: list[Event]) -> Done:
    assert isinstance(events[-1], Done), events[-1]
    return events[-1]


def failed(events: list[Event]) -> Failed:
    assert isinstance(events[-1], Failed), events[-1]
    return events[-1]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.serve(self)

        def do_HEAD(self) -> None:
            state.describe(self)

        def log_message(self, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=(0.01,))
        thread.start()
        state.address = f"http://127.0.0.1:{httpd.server_port}"
        monkeypatch.setenv("HF_ENDPOINT", state.address)
        monkeypatch.setenv("no_proxy", "*")
        monkeypatch.setattr(download_address, "PAUSE", 0)
        yield state
        httpd.shutdown()
        thread.join()

"""Servers on loopback: one that says exactly what a test wants, and a real one."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmtutor.engine.server.address import parse_address
from llmtutor.engine.server.engine import ServerConfig, ServerEngine

MODELS = {"object": "list", "data": [{"id": "big", "max_model_len": 4096}, {"id": "small"}]}
STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def plain(body: str | bytes, status: str = "200 OK", *headers: str) -> bytes:
    """A whole HTTP response."""
    data = body.encode() if isinstance(body, str) else body
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", "Connection: close", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + data


def chunk(text: str | None = None, **more: Any) -> str:
    """One event of a streamed answer."""
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": None} | more
    return f"data: {json.dumps({'choices': [choice]})}\n\n"


def streamed(*events: str) -> bytes:
    """An event stream that ends well."""
    end = (chunk(finish_reason="stop"), "data: [DONE]\n\n")
    return (STREAM + "".join((*events, *end))).encode()


@dataclass
class Heard:
    """One request as the server got it."""

    line: str
    headers: dict[str, str]
    body: Any


Writer = asyncio.StreamWriter
Answer = bytes | Callable[[Writer], Awaitable[None]]


@dataclass
class ScriptedServer:
    """Answers by path; what has no answer is 404."""

    answers: dict[str, Answer]
    heard: list[Heard] = field(default_factory=list)
    port: int = 0
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client has gone while it was being answered."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            line, *rest = head.rstrip().split("\r\n")
            headers = {k.lower(): v for k, _, v in (item.partition(": ") for item in rest)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.heard.append(Heard(line, headers, json.loads(body) if body else None))
            answer = self.answers.get(line.split(" ")[1], plain("{}", "404 Not Found"))
            if isinstance(answer, bytes):
                writer.write(answer)
            else:
                speaking = asyncio.ensure_future(answer(writer))
                listening = asyncio.ensure_future(reader.read())
                await asyncio.wait({speaking, listening}, return_when=asyncio.FIRST_COMPLETED)
                if listening.done():
                    self.left.set()
                for task in (speaking, listening):
                    task.cancel()
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.left.set()
        finally:
            writer.close()


@asynccontextmanager
async def scripted_server(chat: Answer = b"", **others: Answer) -> AsyncIterator[ScriptedServer]:
    """A server that answers ``/v1/chat/completions`` with ``chat``."""
    answers: dict[str, Answer] = {
        "/v1/models": others.pop("models", plain(json.dumps(MODELS))),
        "/v1/chat/completions": chat,
    }
    script = ScriptedServer(answers)
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()


@contextmanager
def server_in_a_thread(chat: Answer) -> Iterator[ScriptedServer]:
    """The same, for programs that have a loop of their own."""
    ready: Future[ScriptedServer] = Future()
    over = threading.Event()

    async def serve() -> None:
        async with scripted_server(chat) as server:
            ready.set_result(server)
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        yield ready.result(10)
    finally:
        over.set()
        thread.join()


def engine_at(url: str, **options: Any) -> ServerEngine:
    return ServerEngine(ServerConfig(parse_address(url, allow_remote=False), **options))


@contextmanager
def real_server(model: Path, log: Path) -> Iterator[str]:
    """``llama_cpp.server`` with a model; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port),
        "--n_threads", "1", "--n_ctx", "1024", "--interrupt_requests", "False",
    ]  # fmt: skip
    with log.open("wb") as out:
        environment = {**os.environ, "OMP_WAIT_POLICY": "passive"}
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
    try:
        url = f"http://127.0.0.1:{port}/v1"
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{url}/models", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        assert process.poll() is None, log.read_text()
        yield url
    finally:
        process.kill()
        process.wait()

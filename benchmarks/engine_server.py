"""llama-server as a reference: started, asked with the same tokens, ended."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import time
import urllib.request
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from engine_rows import Bench, Cost, cpu_ms, ms

_START_SECONDS = 120


def program() -> str | None:
    return os.environ.get("LLAMA_SERVER") or shutil.which("llama-server")


class Server:
    """llama-server with the model, its prompt cache on, one slot."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._process: asyncio.subprocess.Process | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]

    async def __aenter__(self) -> Server:
        found = program()
        if found is None:
            raise RuntimeError("there is no llama-server")
        threads = str(self._bench.threads)
        log = (self._bench.folder / "server.log").open("wb")
        self._process = await asyncio.create_subprocess_exec(
            found, "-m", str(self._bench.model), "-c", "2048", "-t", threads, "-tb", threads,
            "-np", "1", "-b", "512", "-ub", "128", "--host", "127.0.0.1", "--port",
            str(self._port), "--no-webui", stdout=log, stderr=log,
            env={**os.environ, "OMP_WAIT_POLICY": "passive"}, preexec_fn=lambda: os.nice(5),
        )  # fmt: skip
        log.close()
        begun = time.perf_counter()
        while not await asyncio.to_thread(self._is_ready):
            if self._process.returncode is not None or ms(begun) > 1000 * _START_SECONDS:
                raise RuntimeError(f"llama-server did not start: {self._said()}")
            await asyncio.sleep(0.2)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            await self._process.wait()

    async def first_token(self, tokens: Sequence[int]) -> Cost:
        """What the first token after a prompt takes, with whatever is cached of it."""
        pid = self._process.pid if self._process else None
        begun, before = time.perf_counter(), cpu_ms(pid)
        await asyncio.to_thread(self._complete, list(tokens))
        return Cost(ms(begun), cpu_ms(pid) - before)

    def _complete(self, tokens: list[int]) -> None:
        body = {
            "prompt": tokens, "n_predict": 1, "cache_prompt": True, "temperature": 0,
            "repeat_penalty": 1.1, "samplers": ["penalties", "top_k"],
        }  # fmt: skip
        self._call("/completion", body)

    def _said(self) -> str:
        return (self._bench.folder / "server.log").read_text(errors="replace")[-800:]

    def _is_ready(self) -> bool:
        try:
            return bool(self._call("/health", None)["status"] == "ok")
        except (OSError, ValueError, KeyError):
            return False

    def _call(self, path: str, body: dict[str, Any] | None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}{path}",
            data=json.dumps(body).encode() if body else None,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as response:
            return json.load(response)

"""Keeps a worker with a loaded model at hand, and knows when to stop trying."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from llmtutor.engine import wire
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.failure import EngineError
from llmtutor.engine.meeting import open_worker
from llmtutor.engine.process import Exchange, WorkerGoneError, WorkerProcess
from llmtutor.engine.protocol import EngineState, EngineStatus, ModelInfo, Warmth
from llmtutor.errors import TutorError

STRIKES = 2
"""Deaths over the same thing after which it is not tried again."""


class Supervisor:
    """Loads the model once for all who wait, again after a death, and not after two in a row."""

    def __init__(self, config: WorkerConfig) -> None:
        self._config = config
        self._worker: WorkerProcess | None = None
        self._info: ModelInfo | None = None
        self._loading: asyncio.Task[ModelInfo] | None = None
        self._watchers: set[asyncio.Queue[float | None]] = set()
        self._progress = 0.0
        self._problem: TutorError | None = None
        self._restarts = 0
        self._last_restart = ""
        self._untold = ""
        self._closed = False
        self.busy = 0
        """Requests being answered."""
        self.warmth: Warmth | None = None
        """Of the section that is read ahead."""

    @property
    def status(self) -> EngineStatus:
        return EngineStatus(
            state=self._state(),
            model=self._info,
            progress=self._progress,
            restarts=self._restarts,
            last_restart=self._last_restart,
            problem=self._problem,
            warmth=self.warmth,
            note=self._worker.note if self._worker else "",
        )

    @property
    def config(self) -> WorkerConfig:
        return self._config

    @property
    def pid(self) -> int | None:
        return self._worker.pid if self._worker and not self._worker.ending else None

    def wears(self, adapter: Path | None, scale: float, info: ModelInfo) -> ModelInfo:
        """Remember which adapter the model has, also for the next worker."""
        self._config = replace(self._config, adapter=adapter, adapter_scale=scale)
        self._info = info
        return info

    def forgive(self) -> None:
        """Try the model again, though it failed before."""
        self._problem = None

    async def ready(self) -> ModelInfo:
        """Wait until the model is loaded. Waiting can be cancelled, the load goes on.

        Raises:
            TutorError: the engine is closed, or the model cannot serve.
        """
        return await self._loaded(self._load_once())

    async def load_progress(self) -> AsyncGenerator[float, None]:
        """As :meth:`ready`, telling how far it is, from 0 to 1."""
        task = self._load_once()
        watcher: asyncio.Queue[float | None] = asyncio.Queue()
        wake: Callable[[object], None] = lambda _task: watcher.put_nowait(None)  # noqa: E731
        self._watchers.add(watcher)
        task.add_done_callback(wake)
        try:
            while (progress := await watcher.get()) is not None:
                yield progress
        finally:
            self._watchers.discard(watcher)
            task.remove_done_callback(wake)
        await self._loaded(task)

    def request(self, do: str, **fields: Any) -> Exchange:
        """Send a request to the loaded model.

        Raises:
            WorkerGoneError: the worker is not there.
        """
        if self._worker is None:
            raise WorkerGoneError("it is not running")
        return self._worker.request(do, **fields)

    def note_death(self) -> None:
        """Take leave of a dead worker, if there is one."""
        if self._worker is not None and self._worker.ending:
            self._last_restart = self._untold = self._worker.ending
            self._restarts += 1
            self._worker = None

    def untold_death(self) -> str:
        """How a worker died of which nobody has been told yet; empty if none did."""
        self.note_death()
        reason, self._untold = self._untold, ""
        return reason

    def suspect(self, what: str, gone: WorkerGoneError) -> EngineError:
        """The error for something that killed the worker too often."""
        return EngineError(
            "crashed",
            f"the engine died {STRIKES} times over {what}: {gone}",
            where=self._config.model,
            hint=f"Try another model, or less text; the log is {self._config.log}",
        )

    async def close(self) -> None:
        """End the worker; nothing can be asked afterwards."""
        self._closed = True
        if self._loading is not None and not self._loading.done():
            self._loading.cancel()
            await asyncio.wait([self._loading])
        await self._end_worker()

    def _load_once(self) -> asyncio.Task[ModelInfo]:
        if self._closed:
            raise _closed()
        if self._problem is not None:
            raise self._problem
        if self._loading is None or (self._loading.done() and self.pid is None):
            self._loading = asyncio.create_task(self._load(), name="engine-load")
            # Whoever waited may be gone by then; a failure is kept in the status.
            self._loading.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._loading

    async def _loaded(self, task: asyncio.Task[ModelInfo]) -> ModelInfo:
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            waiting = asyncio.current_task()
            if task.cancelled() and waiting is not None and not waiting.cancelling():
                raise _closed() from None
            raise

    async def _load(self) -> ModelInfo:
        self._info, self._progress = None, 0.0
        last = WorkerGoneError()
        try:
            for _ in range(STRIKES):
                try:
                    self._info = await self._load_into_new_worker()
                except WorkerGoneError as gone:
                    last = gone
                    self.untold_death()  # the status counts it; an answer need not tell of it
                else:
                    return self._info
            raise self.suspect("the model file", last)
        except TutorError as problem:
            self._problem = problem
            await self._end_worker()
            raise

    async def _load_into_new_worker(self) -> ModelInfo:
        self.note_death()
        await self._end_worker()
        config = self._config
        self._worker = await open_worker(config)
        exchange = self._worker.request("load", **config.to_wire())
        while True:
            line = await exchange.next()
            match line["say"]:
                case "loading":
                    self._tell(line["progress"])
                case "done":
                    self._tell(1.0)
                    return wire.info_from_wire(line["value"])
                case "failed":
                    raise wire.error_from_wire(line)

    def _tell(self, progress: float) -> None:
        self._progress = progress
        for watcher in self._watchers:
            watcher.put_nowait(progress)

    async def _end_worker(self) -> None:
        if self._worker is not None:
            worker, self._worker = self._worker, None
            await worker.stop()

    def _state(self) -> EngineState:
        if self._closed:
            return "closed"
        if self._problem is not None:
            return "failed"
        if self._loading is not None and not self._loading.done():
            return "loading"
        if self.pid is None:
            return "off"
        return "busy" if self.busy else "ready"


def _closed() -> EngineError:
    return EngineError("closed", "the engine has been closed")

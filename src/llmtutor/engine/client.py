"""The embedded engine as the app sees it: it answers, and comes back when it dies."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

from llmtutor.engine import wire
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.events import (
    Done,
    Event,
    Failed,
    Figures,
    Loading,
    Prefill,
    Restarted,
    Token,
    Warmth,
)
from llmtutor.engine.failure import EngineError
from llmtutor.engine.looking import NextTokens, Piece, Score, Surprise, WeighedSpan
from llmtutor.engine.process import WorkerGoneError
from llmtutor.engine.protocol import EngineStatus, ModelInfo, PromptSize, Vectors
from llmtutor.engine.request import (
    GenerateRequest,
    Message,
    PeekRequest,
    ScoreRequest,
    SpansRequest,
)
from llmtutor.engine.supervisor import STRIKES, Supervisor
from llmtutor.errors import TutorError


class WorkerEngine:
    """An :class:`~llmtutor.engine.protocol.Engine` in a process of its own.

    The process starts with the first request, or with :meth:`start`, and ends
    with :meth:`close` or with the app, however that ends.
    """

    def __init__(self, config: WorkerConfig) -> None:
        self._supervisor = Supervisor(config)

    @property
    def status(self) -> EngineStatus:
        return self._supervisor.status

    @property
    def config(self) -> WorkerConfig:
        """What the worker is told."""
        return self._supervisor.config

    @property
    def pid(self) -> int | None:
        """Of the worker, while there is one."""
        return self._supervisor.pid

    async def start(self) -> ModelInfo:
        self._supervisor.forgive()
        return await self._supervisor.ready()

    async def generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        deaths = 0
        while True:
            try:
                if reason := self._supervisor.untold_death():
                    yield Restarted(reason)
                # Closed by name: an abandoned generator would stop the work only when collected.
                async with aclosing(self._supervisor.load_progress()) as steps:
                    async for progress in steps:
                        yield Loading(progress)
                async with aclosing(self._answer(request)) as events:
                    async for event in events:
                        yield event
                return
            except WorkerGoneError as gone:
                deaths += 1
                if deaths >= STRIKES:
                    yield Failed(self._supervisor.suspect("this question", gone))
                    return
            except TutorError as problem:
                yield Failed(problem)
                return

    async def warm(self, messages: Sequence[Message]) -> AsyncGenerator[Warmth, None]:
        deaths = 0
        try:
            while deaths < STRIKES:
                try:
                    async with aclosing(self._warmth(messages)) as steps:
                        async for warmth in steps:
                            self._supervisor.warmth = warmth
                            yield warmth
                except WorkerGoneError as gone:
                    deaths += 1
                    why = str(gone)
                except TutorError as problem:
                    deaths, why = STRIKES, str(problem)
            yield Warmth("off", why=why)
        finally:
            self._supervisor.warmth = None

    async def score(self, request: ScoreRequest) -> list[Score]:
        steps = await self._ask("score", **wire.score_to_wire(request))
        return [Score(tuple(item)) for item in steps]

    async def spans(self, request: SpansRequest) -> list[WeighedSpan]:
        found = await self._ask("spans", **wire.spans_to_wire(request))
        return [wire.span_from_wire(line) for line in found]

    async def pieces(self, text: str | Sequence[Message]) -> list[Piece]:
        """See :class:`~llmtutor.engine.protocol.OpenEngine`."""
        wanted: dict[str, Any] = {"text": text}
        if not isinstance(text, str):
            wanted = {"messages": wire.messages_to_wire(text)}
        return [wire.piece_from_wire(line) for line in await self._ask("pieces", **wanted)]

    async def next_tokens(self, request: PeekRequest) -> NextTokens:
        """See :class:`~llmtutor.engine.protocol.OpenEngine`."""
        return wire.next_from_wire(await self._ask("next", **wire.peek_to_wire(request)))

    async def surprise(self, text: str) -> list[Surprise]:
        """See :class:`~llmtutor.engine.protocol.OpenEngine`."""
        return [wire.surprise_from_wire(line) for line in await self._ask("surprise", text=text)]

    async def use_adapter(self, path: Path | None, scale: float = 1.0) -> ModelInfo:
        """See :class:`~llmtutor.engine.protocol.OpenEngine`."""
        path = _absolute(path)
        line = await self._ask("adapter", path=str(path or ""), scale=scale)
        return self._supervisor.wears(path, scale, wire.info_from_wire(line))

    async def count_tokens(self, texts: Sequence[str]) -> list[int]:
        counts: list[int] = await self._ask("count", texts=list(texts))
        return counts

    async def measure(self, messages: Sequence[Message]) -> PromptSize:
        return PromptSize(**await self._ask("measure", messages=wire.messages_to_wire(messages)))

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return wire.vectors_from_wire(await self._ask("embed", texts=list(texts)))

    async def close(self) -> None:
        await self._supervisor.close()

    async def _answer(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        exchange = self._supervisor.request("generate", **wire.request_to_wire(request))
        self._supervisor.busy += 1
        try:
            while not exchange.finished:
                yield _event(await exchange.next())
        finally:
            self._supervisor.busy -= 1
            exchange.cancel()

    async def _warmth(self, messages: Sequence[Message]) -> AsyncGenerator[Warmth, None]:
        self._supervisor.note_death()
        await self._supervisor.ready()
        exchange = self._supervisor.request("warm", messages=wire.messages_to_wire(messages))
        try:
            while not exchange.finished:
                yield _warmth(await exchange.next())
        finally:
            exchange.cancel()

    async def _ask(self, do: str, **fields: Any) -> Any:
        """One request with one answer, tried once more if the worker dies over it."""
        deaths = 0
        while True:
            self._supervisor.note_death()
            await self._supervisor.ready()
            try:
                exchange = self._supervisor.request(do, **fields)
                try:
                    return await exchange.result()
                finally:
                    exchange.cancel()
            except WorkerGoneError as gone:
                deaths += 1
                if deaths >= STRIKES:
                    raise self._supervisor.suspect("this text", gone) from None


def _absolute(path: Path | None) -> Path | None:
    """A worker that is shared may have started in another folder."""
    return path.absolute() if path else None


def _warmth(line: wire.Line) -> Warmth:
    if line["say"] == "failed":
        raise wire.error_from_wire(line)
    fields = {key: value for key, value in line.items() if key not in {"id", "say"}}
    return Warmth(**fields)


def _event(line: wire.Line) -> Event:
    match line["say"]:
        case "token":
            return Token(line["text"])
        case "prefill":
            return Prefill(line["done"], line["total"])
        case "done":
            return Done(Figures(**line["value"]))
        case "failed":
            raise wire.error_from_wire(line)
    raise EngineError("protocol", f"the engine said '{line['say']}' where it should not")

"""The engine protocol over a server: for a class, or for a model too big for this computer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, NoReturn

from llmtutor.engine.events import Done, Event, Failed, Prefill, Token, Warmth
from llmtutor.engine.failure import EngineError
from llmtutor.engine.looking import Score, WeighedSpan
from llmtutor.engine.protocol import EngineState, EngineStatus, ModelInfo, PromptSize, Vectors
from llmtutor.engine.request import GenerateRequest, JsonSchema, Message, ScoreRequest, SpansRequest
from llmtutor.engine.server.address import ServerAddress, parse_address
from llmtutor.engine.server.chat import Reply, chat_body
from llmtutor.engine.server.link import Link
from llmtutor.engine.server.models import choose, model_info
from llmtutor.errors import TutorError
from llmtutor.settings import EngineSettings

_BYTES_A_TOKEN = 3
"""Fewer than any language has on average, so that a count is rather too high."""
_TURN_TOKENS = 8
"""What a chat format adds to a message."""


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Which server, and which of its models."""

    address: ServerAddress
    model: str = ""
    """Its name there; empty takes the first that the server names."""
    api_key: str = ""
    context: int = 2048
    """Tokens, where the server does not say."""

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> ServerConfig:
        """As the settings say.

        Raises:
            UsageError: the address is none, or another computer's and that is not allowed.
        """
        address = parse_address(settings.url, allow_remote=settings.allow_remote)
        return cls(address, settings.server_model, settings.api_key, settings.context)


class ServerEngine:
    """An :class:`~llmtutor.engine.protocol.Engine` on a server.

    It never takes another engine's place: where the server fails, the request
    fails, and says so. A server keeps its own cache, so nothing is read ahead.
    """

    def __init__(self, config: ServerConfig) -> None:
        self._config = config
        self._link = Link(config.address, config.api_key)
        self._info: ModelInfo | None = None
        self._problem: TutorError | None = None
        self._asking = asyncio.Lock()
        self._busy = 0
        self._closed = False
        self._old_json = False

    @property
    def status(self) -> EngineStatus:
        return EngineStatus(
            state=self._state(),
            model=self._info,
            problem=self._problem,
            away=self._config.address.away,
        )

    async def start(self) -> ModelInfo:
        if self._closed:
            raise _closed()
        async with self._asking:
            if self._info is None:
                try:
                    named = await choose(self._link, self._config.model)
                    self._info = model_info(named, self._config.address, self._config.context)
                except TutorError as problem:
                    self._problem = problem
                    raise
            self._problem = None
            return self._info

    async def generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        self._busy += 1
        try:
            info = await self.start()
            yield Prefill(0, 1)  # how far a server is, it does not tell
            async with aclosing(self._answer(request, info.name)) as events:
                async for event in events:
                    yield event
        except TutorError as problem:
            if isinstance(problem, EngineError) and problem.code == "server":
                # it may come back as another: asked anew next time
                self._info, self._problem = None, problem
            yield Failed(_closed() if self._closed else problem)
        finally:
            self._busy -= 1

    async def warm(self, messages: Sequence[Message]) -> AsyncGenerator[Warmth, None]:  # noqa: ARG002
        yield Warmth("off", why="a server keeps what it has read by itself")

    async def score(self, request: ScoreRequest) -> list[Score]:
        _unsupported(f"weigh {len(request.answers)} answers")

    async def spans(self, request: SpansRequest) -> list[WeighedSpan]:
        _unsupported(f"weigh the pieces of {len(request.texts)} texts")

    async def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """An estimate, rather too high: the protocol does not count."""
        return [-(-len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN) for text in texts]

    async def measure(self, messages: Sequence[Message]) -> PromptSize:
        """An estimate, rather too high: the protocol does not count."""
        info = await self.start()
        counts = await self.count_tokens(["".join(item.parts) for item in messages])
        return PromptSize(sum(counts) + _TURN_TOKENS * (len(messages) + 1), info.context)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        _unsupported(f"embed {len(texts)} texts; an embedding model on this computer does")

    async def close(self) -> None:
        self._closed = True
        await self._link.close()

    async def _answer(self, request: GenerateRequest, model: str) -> AsyncGenerator[Event, None]:
        reply = Reply(request, time.perf_counter())
        async with aclosing(self._events(request, model)) as events:
            async for event in events:
                if text := reply.take(event):
                    yield Token(text)
                if reply.is_over:
                    break
        if rest := reply.finish():
            yield Token(rest)
        yield Done(reply.figures())

    async def _events(
        self, request: GenerateRequest, model: str
    ) -> AsyncGenerator[dict[str, Any], None]:
        """The stream; servers that know a JSON schema only in its older form are asked so."""
        tries = (self._old_json, True) if isinstance(request.constraint, JsonSchema) else (False,)
        for old_json in dict.fromkeys(tries):
            body = chat_body(request, model, old_json=old_json)
            begun = False
            try:
                async with aclosing(self._link.stream("/chat/completions", body)) as events:
                    async for event in events:
                        begun, self._old_json = True, old_json
                        yield event
                return
            except EngineError:
                if begun or old_json or len(tries) == 1:
                    raise

    def _state(self) -> EngineState:
        if self._closed:
            return "closed"
        if self._problem is not None:
            return "failed"
        if self._asking.locked():
            return "loading"
        if self._info is None:
            return "off"
        return "busy" if self._busy else "ready"


def _unsupported(what: str) -> NoReturn:
    raise EngineError("unsupported", f"a server's model cannot {what}")


def _closed() -> EngineError:
    return EngineError("closed", "the engine has been closed")

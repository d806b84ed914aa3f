"""An engine without a model, for the tests of everything that talks to one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field

from llmtutor.engine.protocol import (
    Done,
    EngineStatus,
    Event,
    Failed,
    Figures,
    GenerateRequest,
    Message,
    ModelInfo,
    Prefill,
    PromptSize,
    Score,
    ScoreRequest,
    SpansRequest,
    Token,
    Vectors,
    Warmth,
    WeighedSpan,
)
from llmtutor.errors import TutorError

INFO = ModelInfo(
    name="scripted", path="/scripted.gguf", size=1, kind="chat", architecture="llama",
    parameters=1, context=2048, context_trained=2048, dimensions=0, vocabulary=1, device="CPU",
    threads=1, languages=("en",), scripts=frozenset({"latin"}), template="own",
)  # fmt: skip


@dataclass
class ScriptedEngine:
    """Says what it was given to say, word by word.

    Args:
        answer: the text, or what makes it from a request.
        problem: what every request fails with instead.
        pause: seconds between words, to be interrupted in.
    """

    answer: str | Callable[[GenerateRequest], str] = "A scripted answer."
    problem: TutorError | None = None
    pause: float = 0.0
    info: ModelInfo = INFO
    requests: list[GenerateRequest] = field(default_factory=list)
    warmed: list[tuple[Message, ...]] = field(default_factory=list)
    scored: list[ScoreRequest] = field(default_factory=list)
    span: str = ""
    spanned: list[SpansRequest] = field(default_factory=list)
    cancelled: int = 0
    closed: bool = False

    @property
    def status(self) -> EngineStatus:
        state = "closed" if self.closed else "failed" if self.problem else "ready"
        return EngineStatus(state, self.info, problem=self.problem)  # type: ignore[arg-type]

    async def start(self) -> ModelInfo:
        if self.problem:
            raise self.problem
        return self.info

    async def generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        self.requests.append(request)
        if self.problem:
            yield Failed(self.problem)
            return
        text = self.answer if isinstance(self.answer, str) else self.answer(request)
        words = [word for word in text.replace(" ", "\0 ").split("\0") if word]
        size = (await self.measure(request.messages)).tokens
        whole = False
        try:
            yield Prefill(size, size)
            for word in words:
                await asyncio.sleep(self.pause)
                yield Token(word)
            whole = True
            yield Done(Figures(size, 0, len(words), 0, 1.0, 1.0, "end"))
        finally:
            self.cancelled += not whole

    async def warm(self, messages: Sequence[Message]) -> AsyncGenerator[Warmth, None]:
        size = (await self.measure(messages)).tokens
        self.warmed.append(tuple(messages))
        yield Warmth("reading", 0, size)
        yield Warmth("warm", size, size)
        await asyncio.Event().wait()

    async def score(self, request: ScoreRequest) -> list[Score]:
        """Shorter answers are likelier."""
        self.scored.append(request)
        return [Score((-1.0,) * len(text.split())) for text in request.answers]

    async def spans(self, request: SpansRequest) -> list[WeighedSpan]:
        """The words of :attr:`span` where they stand; nothing where they stand nowhere."""
        self.spanned.append(request)
        places = [(number, text.find(self.span)) for number, text in enumerate(request.texts)]
        return [
            WeighedSpan(number, at, at + len(self.span), 1, -0.1, -0.1)
            for number, at in places
            if self.span and at >= 0
        ]

    async def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    async def measure(self, messages: Sequence[Message]) -> PromptSize:
        counts = await self.count_tokens([part for item in messages for part in item.parts])
        return PromptSize(sum(counts), self.info.context)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return Vectors(1, b"\0\0\x80\x3f" * len(texts), ())

    async def close(self) -> None:
        self.closed = True

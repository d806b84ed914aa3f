"""The engine as the rest of the program sees it.

Everything here is plain data. The embedded worker is one way to answer; a
server on the network or a scripted double in a test is another.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from llmtutor.engine.events import (
    Done,
    Event,
    Failed,
    Figures,
    Loading,
    Prefill,
    Restarted,
    StopReason,
    Token,
    WarmState,
    Warmth,
)
from llmtutor.engine.looking import Chance, NextTokens, Piece, Score, Surprise, WeighedSpan
from llmtutor.engine.request import (
    Constraint,
    Excerpt,
    GenerateRequest,
    Grammar,
    JsonSchema,
    Message,
    PeekRequest,
    Role,
    Sampling,
    ScoreRequest,
    SpansRequest,
)
from llmtutor.errors import TutorError

__all__ = [
    "Ability", "Chance", "Constraint", "Done", "Engine", "EngineState", "EngineStatus", "Event",
    "Excerpt", "Failed", "Figures", "GenerateRequest", "Grammar", "JsonSchema", "Loading",
    "Message", "ModelInfo", "ModelKind", "NextTokens", "PeekRequest", "Piece", "Prefill",
    "PromptSize", "Restarted", "Role", "Sampling", "Score", "ScoreRequest",
    "SpansRequest", "StopReason", "Surprise", "Token", "Vectors", "WarmState", "Warmth",
    "WeighedSpan",
]  # fmt: skip

ModelKind = Literal["chat", "base", "embedding"]
"""``base`` continues text and was never taught to follow instructions."""
EngineState = Literal["off", "loading", "ready", "busy", "failed", "closed"]

Ability = Literal["warm", "score", "spans", "look", "json", "grammar", "excerpt", "adapter"]
"""What not every engine can do: read ahead, weigh answers, find the likeliest pieces of a
text, show its tokens and probabilities, keep to a JSON schema, to a grammar, to a text;
change its adapter."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The model that answers, as it was loaded."""

    name: str
    path: str
    size: int
    """Bytes of the file."""
    kind: ModelKind
    architecture: str
    parameters: int
    context: int
    """Tokens it sees at once, here and now."""
    context_trained: int
    """Tokens it was trained to see at once."""
    dimensions: int
    """Numbers in one embedding."""
    vocabulary: int
    device: str
    """``CPU``, ``Metal`` or ``GPU``; of a server, its address."""
    threads: int
    languages: tuple[str, ...]
    """Language codes the file claims; empty where it claims none."""
    scripts: frozenset[str]
    """Scripts it can write: ``latin``, ``cjk``, ``cyrillic``, ``arabic``, ``devanagari``."""
    template: Literal["own", "builtin", "plain", "none"]
    """Chat format: the file's own, llama.cpp's for it, plain text, or no chat at all."""
    abilities: frozenset[Ability] = frozenset()
    adapter: str = ""
    """Name of the LoRA adapter in use; empty for none."""
    instructions: str = ""
    """What of the processor llama.cpp was built to use, as ``AVX2 FMA``; empty where unknown."""
    taught: frozenset[str] = frozenset()
    """Tasks that the file or its adapter says it was trained for, in words the trainer chose
    (``llmtutor.tasks`` in its metadata); empty where neither says."""
    title: str = ""
    """What the file calls itself (``general.name``); empty where it says nothing."""

    @property
    def can_generate(self) -> bool:
        return self.kind != "embedding"

    def knows(self, script: str) -> bool:
        return script in self.scripts


@dataclass(frozen=True, slots=True)
class PromptSize:
    """How much of the context a conversation takes."""

    tokens: int
    context: int


@dataclass(frozen=True, slots=True)
class Vectors:
    """Embeddings of several texts, each of length 1."""

    dimensions: int
    data: bytes
    """float32, little-endian, row after row: shape (texts, dimensions)."""
    cut: tuple[int, ...]
    """Indexes of texts longer than the model's context: only their start counted."""

    def __len__(self) -> int:
        return len(self.data) // (4 * self.dimensions) if self.dimensions else 0


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """How the engine is doing, for a status line and ``doctor``."""

    state: EngineState
    model: ModelInfo | None = None
    progress: float = 0.0
    """Of loading, from 0 to 1."""
    restarts: int = 0
    """How often the engine died and was started again."""
    last_restart: str = ""
    problem: TutorError | None = None
    warmth: Warmth | None = None
    """Of the section that is read ahead; None while none is wanted."""
    note: str = ""
    """What the student should know though nothing is wrong: a model that is loaded twice."""
    away: str = ""
    """Where questions and notes go that leave this computer; empty where they stay."""


class Engine(Protocol):
    """A language model. All methods belong to one event loop.

    Whatever a model lacks for a method, it raises ``EngineError`` with the code
    ``unsupported`` or ``wrong_kind``; ``ModelInfo.abilities`` tells before.
    """

    @property
    def status(self) -> EngineStatus: ...

    async def start(self) -> ModelInfo:
        """Load the model now, so that the first question need not wait.

        Raises:
            TutorError: there is no usable model; the error says what to do.
        """
        ...

    def generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        """Stream an answer: ends with exactly one ``Done`` or ``Failed``, never raises.

        Closing the generator, or cancelling the task that reads it, stops the
        computation at once.
        """
        ...

    def warm(self, messages: Sequence[Message]) -> AsyncGenerator[Warmth, None]:
        """Read the start of a conversation ahead, while nothing else is asked.

        ``messages`` is how a later request will begin, up to the end of a part:
        its last message goes on with further parts there. Any question
        interrupts the reading at once, and it is taken up again after. Runs
        until it is closed, which withdraws the wish; what was read may stay.
        Of several wishes the latest is served. Never raises: where it cannot
        be read, the last ``Warmth`` is ``off`` and says why.
        """
        ...

    async def score(self, request: ScoreRequest) -> list[Score]:
        """How likely each of several answers is, in their order.

        Raises:
            TutorError: there is no usable model, or the answers do not fit in.
        """
        ...

    async def spans(self, request: SpansRequest) -> list[WeighedSpan]:
        """Pieces of texts as whole answers, likeliest first, as far as they were followed.

        Raises:
            TutorError: there is no usable model, or the texts do not fit in.
        """
        ...

    async def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text alone, without any chat format.

        Raises:
            TutorError: there is no usable model.
        """
        ...

    async def measure(self, messages: Sequence[Message]) -> PromptSize:
        """Tokens of a conversation in this model's chat format.

        Raises:
            TutorError: there is no usable model, or it has no chat format.
        """
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, one a text.

        Raises:
            TutorError: there is no usable model, or it does not embed.
        """
        ...

    async def close(self) -> None:
        """End the model's process. Nothing can be asked afterwards."""
        ...


class OpenEngine(Engine, Protocol):
    """An engine that can be looked into, for teaching how it works."""

    async def pieces(self, text: str | Sequence[Message]) -> list[Piece]:
        """Tokens of a text, or of a conversation as the model is given it.

        Raises:
            TutorError: there is no usable model.
        """
        ...

    async def next_tokens(self, request: PeekRequest) -> NextTokens:
        """What the model would say next, with probabilities before and after sampling's cuts.

        Raises:
            TutorError: there is no usable model, or the text does not fit in.
        """
        ...

    async def surprise(self, text: str) -> list[Surprise]:
        """How little each token of a text was expected after those before it.

        Raises:
            TutorError: there is no usable model, or the text does not fit in.
        """
        ...

    async def use_adapter(self, path: Path | None, scale: float = 1.0) -> ModelInfo:
        """Put a LoRA adapter on the loaded model, or take it off; what was read is forgotten.

        Raises:
            TutorError: it is not there, damaged, or made for another model.
        """
        ...

"""What can be asked of a language model, as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:  # its YAML reader would be a tenth of the worker's start
    from llmtutor.settings import EngineSettings

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation, in parts that are tokenised apart.

    A part boundary is a token boundary, so what stands before it is the same
    tokens whatever comes after. Put what two prompts share, the notes, into a
    part of its own: the model then reads it once for both. A blank line between
    two parts belongs to the start of the second, where vocabularies cut anyway.
    """

    role: Role
    parts: tuple[str, ...]
    """Joined with nothing between them; each brings its own spaces and line ends."""

    @classmethod
    def of(cls, role: Role, *parts: str) -> Message:
        return cls(role, parts)


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is picked from the model's probabilities."""

    temperature: float = 0.0
    """0 takes the likeliest token every time; the four below it then do nothing."""
    top_k: int = 40
    """0 keeps all."""
    top_p: float = 0.95
    min_p: float = 0.05
    seed: int = 7
    repeat_penalty: float = 1.1
    """Over the last 64 tokens of the answer; the notes are never penalised. 1 is off."""

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Sampling:
        return cls(
            temperature=settings.temperature,
            top_k=settings.top_k,
            top_p=settings.top_p,
            min_p=settings.min_p,
            seed=settings.seed,
            repeat_penalty=settings.repeat_penalty,
        )


@dataclass(frozen=True, slots=True)
class JsonSchema:
    """The answer is one JSON value of this schema."""

    schema: str
    """The schema, as JSON text."""

    @classmethod
    def of(cls, schema: Mapping[str, Any]) -> JsonSchema:
        return cls(json.dumps(schema))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The answer is a text of this grammar."""

    gbnf: str
    """In llama.cpp's notation; the start symbol is ``root``."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The answer is copied, letter for letter, out of one of these texts."""

    texts: tuple[str, ...]
    whole_words: bool = True
    """Begin and end where a word does. Chinese and Japanese characters are words."""


Constraint = JsonSchema | Grammar | Excerpt


@dataclass(frozen=True, slots=True)
class GenerateRequest:
    """A conversation that wants its next answer.

    Order the messages from what changes least to what changes most (system,
    notes, earlier turns, question): tokens equal to those of the request
    before are not computed again.
    """

    messages: tuple[Message, ...]
    max_tokens: int = 160
    sampling: Sampling = field(default_factory=Sampling)
    stop: tuple[str, ...] = ()
    """Texts that end the answer; they are not part of it."""
    constraint: Constraint | None = None
    """What the answer must be. Each token is picked freely first; only one that
    breaks the constraint is picked again among those that keep it."""
    opening: str = ""
    """How the answer begins: already decided, and not repeated in what comes back."""
    background: bool = False
    """Nobody waits for it: it gives way to every request that somebody waits for, even while
    it is answered, and is begun anew after. Its words come all at once."""


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """Several answers to one conversation, to be weighed against each other."""

    messages: tuple[Message, ...]
    answers: tuple[str, ...]
    """Whole answers or beginnings of answers. The conversation is read once for all."""
    ends: bool = False
    """Whether each is the whole answer: that it ends there is then weighed too."""
    opening: str = ""
    """How all the answers begin; not weighed."""
    background: bool = False
    """As of :class:`GenerateRequest`."""


@dataclass(frozen=True, slots=True)
class SpansRequest:
    """Texts, and a conversation whose answer is a piece of one of them."""

    messages: tuple[Message, ...]
    texts: tuple[str, ...]
    """Pieces begin and end where words do; Chinese and Japanese characters are words."""
    beams: int = 14
    """How many places to start from: those whose first token is likeliest."""
    longest: int = 14
    """Tokens of the longest piece."""
    background: bool = False
    """As of :class:`GenerateRequest`."""


@dataclass(frozen=True, slots=True)
class PeekRequest:
    """A place in a text at which to look at what the model would say next."""

    messages: tuple[Message, ...] = ()
    """A conversation; none looks at bare text, without any chat format."""
    opening: str = ""
    """The answer so far; of bare text, all of it."""
    sampling: Sampling = field(default_factory=Sampling)
    """Whose temperature and truncation are shown beside the plain probabilities."""
    most: int = 20
    """How many of the likeliest tokens are wanted."""

"""What comes back while a model answers or reads ahead, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from llmtutor.errors import TutorError

StopReason = Literal["end", "stop", "length", "cancelled"]
"""The model ended, a stop string came, ``max_tokens`` were spent, or it was told to."""

WarmState = Literal["reading", "warm", "paused", "off"]
"""Being read; read whole; waiting for power, memory or another window; not to be read."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What an answer cost."""

    prompt_tokens: int
    cached_tokens: int
    """Of the prompt, how many needed no computing: they were there from a request
    before, from reading ahead, or from a snapshot."""
    new_tokens: int
    """Tokens the model wrote, hidden ones included."""
    hidden_tokens: int
    """Of those, how many were thinking that is not shown."""
    prefill_ms: float
    """Reading the rest of the prompt, wall clock."""
    decode_ms: float
    """Writing, wall clock, from the first token's choice to the last."""
    stop_reason: StopReason
    restored_tokens: int = 0
    """Of the cached ones, how many came from a snapshot on disk."""
    redrawn_tokens: int = 0
    """Of the new ones, how many broke the constraint at first and were picked again."""


@dataclass(frozen=True, slots=True)
class Loading:
    """The model file is being read."""

    progress: float
    """From 0 to 1."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """The prompt is being read."""

    done: int
    """Tokens, cached ones included."""
    total: int


@dataclass(frozen=True, slots=True)
class Token:
    """More of the answer: whole characters, no control characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The engine died and starts the answer anew: forget the tokens so far."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is whole. Always last."""

    figures: Figures


@dataclass(frozen=True, slots=True)
class Failed:
    """There will be no answer, and why. Always last."""

    problem: TutorError


Event = Loading | Prefill | Token | Restarted | Done | Failed


@dataclass(frozen=True, slots=True)
class Warmth:
    """How far a section is read ahead."""

    state: WarmState
    done: int = 0
    """Tokens read."""
    total: int = 0
    restored: int = 0
    """Of those, how many came from a snapshot on disk."""
    saved: bool = False
    """Whether a snapshot of it lies on disk."""
    why: str = ""
    """Of ``paused`` and ``off``: what it waits for, or why it is not read."""

    @property
    def is_warm(self) -> bool:
        return self.state == "warm"

"""What a look inside the model shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A token."""

    id: int
    data: bytes
    """Its bytes: often a part of a word, sometimes a part of a character. Of a
    control token, its name as the vocabulary writes it."""
    is_control: bool = False

    @property
    def text(self) -> str:
        """Its bytes as text; half a character becomes U+FFFD."""
        return self.data.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Chance:
    """A token that may come next."""

    piece: Piece
    probability: float
    """The model's own, at temperature 1 with nothing left out."""
    drawn: float
    """With which it would be picked, after temperature and truncation; 0 is cut off."""


@dataclass(frozen=True, slots=True)
class NextTokens:
    """What may come next at one place."""

    chances: tuple[Chance, ...]
    """Likeliest first."""
    kept: int
    """Tokens of the whole vocabulary that temperature and truncation leave a chance."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """How little a token of a text was expected."""

    piece: Piece
    bits: float | None
    """``-log2`` of its probability after what stands before it; None at the very start."""


@dataclass(frozen=True, slots=True)
class Score:
    """How likely one answer is."""

    steps: tuple[float, ...]
    """Natural logarithm of each token's probability after those before it."""

    @property
    def total(self) -> float:
        """Log-probability of the whole: falls with length."""
        return sum(self.steps)

    @property
    def mean(self) -> float:
        """Log-probability of a token, for answers of different lengths. 0 for no tokens."""
        return self.total / len(self.steps) if self.steps else 0.0

    @property
    def first(self) -> float:
        """Log-probability of the first token: enough to tell whether an answer would begin so."""
        return self.steps[0] if self.steps else 0.0


@dataclass(frozen=True, slots=True)
class WeighedSpan:
    """A piece of a text as a whole answer."""

    text: int
    """Index of its text in the request."""
    start: int
    end: int
    """Code points: ``texts[text][start:end]``."""
    tokens: int
    log_probability: float
    """Natural logarithm, of all its tokens after each other."""
    ends: float
    """Natural logarithm of the probability that the answer ends there."""

    @property
    def total(self) -> float:
        """Log-probability of exactly this as the whole answer."""
        return self.log_probability + self.ends

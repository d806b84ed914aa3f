"""How clear a statement is by itself, as a model reads it that was taught to tell.

Readers who knew nothing of the program labelled statements of many lectures (``adapter/alone.py``
in ``models/``); a model that learnt from them sees what rules on words do not.
"""

from __future__ import annotations

from typing import Protocol

ALONE = 0.85, 0.96
"""Probabilities for a statement that is met with nothing beside it: below the first it does not
stand, from the second it does, whatever the rules find (``python -m adapter.heard``)."""
UNDER_LINES = 0.2, 0.7
"""The same for one that is shown under the lines before it."""


def is_clear(about: str, clear: float | None) -> bool:
    """Whether a model vouches for a statement under what stands above it."""
    return clear is not None and clear >= _scale(about)[1]


def is_unclear(about: str, clear: float | None) -> bool:
    """Whether a model says that a statement needs more than what stands above it."""
    return clear is not None and clear < _scale(about)[0]


def _scale(about: str) -> tuple[float, float]:
    return UNDER_LINES if _BREAK in about else ALONE


_BREAK = "\n"
"""Between the titles and the lines that stand above a statement."""


class Clarity(Protocol):
    """Remembers what a model made of statements; ``storage`` provides it."""

    def of(self, about: str, text: str) -> float | None:
        """The probability that a statement is clear; None where no model has read it.

        Args:
            about: what stands above it, as :func:`above`.
            text: the statement.
        """
        ...

    def keep(self, about: str, text: str, clear: float) -> None: ...


def above(lecture: str, section: str, lines: str = "") -> str:
    """All that the reader of a statement sees beside it.

    The titles of lecture and section, and lines of the notes where some are shown.
    """
    titles = " › ".join(dict.fromkeys(filter(None, (lecture, section))))
    return _BREAK.join(filter(None, (titles, lines)))

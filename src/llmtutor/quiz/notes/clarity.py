"""How clear a statement is by itself, as a model reads it that was taught to tell.

Readers who knew nothing of the program labelled statements of many lectures (``adapter/alone.py``
in ``models/``); a model that learnt from them sees what rules on words do not.
"""

from __future__ import annotations

from typing import Protocol

CLEAR, UNCLEAR = 0.9, 0.5
"""Probabilities: from the one a statement stands whatever the rules find, below the other it
does not."""
FOLLOWS = 0.7
"""The first of these for a statement that is shown with the lines before it."""


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
    return "\n".join(filter(None, (titles, lines)))

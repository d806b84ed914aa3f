"""What an export wrote and left out, and what an import read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from llmtutor.content.models import FileWarning
from llmtutor.review.intake import ImportedCard


@dataclass(frozen=True, slots=True)
class Written:
    """A file ready to be written."""

    data: bytes
    count: int
    """Cards in it."""
    left_out: tuple[str, ...] = ()
    """What the format cannot hold, a line each."""


@dataclass(frozen=True, slots=True)
class ReadCards:
    """What a file held."""

    cards: tuple[ImportedCard, ...]
    warnings: tuple[FileWarning, ...] = ()


def left_out(kinds: Iterable[str], where: str) -> tuple[str, ...]:
    """One line for each kind of question that a format does not know."""
    return tuple(
        f"{count} of the kind '{kind}': {where} has none such"
        for kind, count in sorted(Counter(kinds).items())
    )

"""Names that survive edits: ids come from words, never from positions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

MAX_SLUG = 60
_NOT_WORD = re.compile(r"[\W_]+")


def slug(title: str) -> str:
    """A title as an id: lower case, words joined by hyphens, any script.

    >>> slug("GPT (Generative Pre-Training)")
    'gpt-generative-pre-training'
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    name = _NOT_WORD.sub("-", folded).strip("-")
    return name[:MAX_SLUG].rstrip("-") or "untitled"


def unique(name: str, taken: Iterable[str]) -> str:
    """``name``, or ``name-2``, ``name-3`` … where it is already taken."""
    used = set(taken)
    candidate, number = name, 2
    while candidate in used:
        candidate, number = f"{name}-{number}", number + 1
    return candidate


class Names:
    """Gives out each name once: the second ``a`` is ``a-2``. As :func:`unique`, for many."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._numbers: dict[str, int] = {}

    def give(self, name: str) -> str:
        number = self._numbers.get(name, 0) + 1
        candidate = name if number == 1 else f"{name}-{number}"
        while candidate in self._given:
            number += 1
            candidate = f"{name}-{number}"
        self._numbers[name] = number
        self._given.add(candidate)
        return candidate


def meaning(text: str) -> str:
    """Text reduced to what carries meaning: NFKC, case folded, words only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_WORD.sub(" ", folded).strip()


def meaning_id(*texts: str) -> str:
    """16 hex digits that stay the same while the words stay the same."""
    joined = "\n".join(meaning(text) for text in texts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]

"""Prompt compression in the spirit of LLMLingua: leave out what the model expects anyway.

A token that a model finds unsurprising after those before it tells it little.
Whole words are left out, so that what stays can be read; words of the question,
numbers and denials always stay. Quotes are never touched, only the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llmtutor.engine.protocol import Surprise
from llmtutor.search.analysis import term_set

KEEP = 0.65
"""Share of the words of the notes that stay."""
_KEPT = re.compile(r"\d|^(?:no|not|never|none|without|cannot)$|n't$|[^\x00-\u024f]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compressed:
    """Notes with words left out."""

    text: str
    words: int
    """Before."""
    kept: int

    def told(self) -> str:
        """What was done, in a line."""
        return f"{self.kept} of {self.words} words kept, the most surprising ones"


def compress(
    notes: str, surprises: Sequence[Surprise], question: str, share: float = KEEP
) -> Compressed:
    """Leave out the words that the model expected most.

    Args:
        notes: the text.
        surprises: of the text's tokens, in order; together they spell the text.
        question: whose words always stay.
        share: of the words, how many stay at least; 1 leaves all.
    """
    bits = _bits_of_words(notes, surprises)
    asked = term_set(question)
    words = [(match, bits[number]) for number, match in enumerate(re.finditer(r"\S+", notes))]
    wanted = round(share * len(words))
    must = {
        number
        for number, (match, _) in enumerate(words)
        if _KEPT.search(match[0].strip(".,;:()")) or term_set(match[0]) & asked
    }
    by_surprise = sorted(range(len(words)), key=lambda number: -words[number][1])
    kept = set(must)
    for number in by_surprise:
        if len(kept) >= wanted:
            break
        kept.add(number)
    lines: list[str] = []
    at = 0
    for line in notes.split("\n"):
        size = len(line.split())
        chosen = [words[n][0][0] for n in range(at, at + size) if n in kept]
        lines.append(" ".join(chosen))
        at += size
    text = "\n".join(line for line in lines if line)
    return Compressed(text, len(words), len(kept))


def _bits_of_words(notes: str, surprises: Sequence[Surprise]) -> list[float]:
    """Per word, the bits of its tokens together; a word of unknown tokens counts as surprising."""
    data = b""
    ends: list[tuple[int, float]] = []
    for item in surprises:
        data += item.piece.data if not item.piece.is_control else b""
        ends.append((len(data), item.bits if item.bits is not None else 99.0))
    totals: list[float] = []
    place, offset = 0, 0
    for match in re.finditer(r"\S+", notes):
        offset = len(notes[: match.end()].encode("utf-8", "replace"))
        total = 0.0
        while place < len(ends) and ends[place][0] <= offset:
            total += ends[place][1]
            place += 1
        totals.append(total if place else 99.0)
    return totals

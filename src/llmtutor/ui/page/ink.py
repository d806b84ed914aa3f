"""Text with styles by name, in which every character knows its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

Ink = Literal[
    "strong", "em", "strike", "code", "link", "picture", "title", "dim", "sign", "quoted",
    "block", "keyword", "string", "number", "comment", "name", "here", "rule", "good",
]  # fmt: skip
"""What a piece of text is; the stylesheet says how that looks."""

NOWHERE = -1
"""The origin of a character that the source does not hold."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def harmless(text: str) -> str:
    """Text in which nothing can steer the terminal; its length stays the same."""
    return text if text.isprintable() else _CONTROLS.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of characters in one ink."""

    start: int
    end: int
    ink: Ink


@dataclass(frozen=True, slots=True)
class Inked:
    """Text, its inks, and the offset in the source that each character comes from."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    origins: tuple[int, ...] = ()
    """As many as characters; :data:`NOWHERE` where the source does not hold it."""

    @classmethod
    def of(cls, text: str, *inks: Ink) -> Inked:
        """Text of the app's own, or of a title: it comes from no place in the section."""
        marks = tuple(Mark(0, len(text), ink) for ink in inks) if text else ()
        return cls(harmless(text), marks, (NOWHERE,) * len(text))

    def __len__(self) -> int:
        return len(self.text)

    def __add__(self, other: Inked) -> Inked:
        return joined((self, other))

    def part(self, start: int, end: int) -> Inked:
        """The characters from ``start`` to ``end``."""
        marks = tuple(
            Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.ink)
            for mark in self.marks
            if mark.start < end and mark.end > start
        )
        return Inked(self.text[start:end], marks, self.origins[start:end])

    def inked(self, ink: Ink) -> Inked:
        """The same text with one more ink over all of it."""
        return Inked(self.text, (*self.marks, Mark(0, len(self.text), ink)), self.origins)


def joined(parts: Iterable[Inked]) -> Inked:
    """Pieces of text one after another."""
    pieces = list(parts)
    starts = [0, *accumulate(len(piece) for piece in pieces)]
    return Inked(
        "".join(piece.text for piece in pieces),
        tuple(
            Mark(mark.start + start, mark.end + start, mark.ink)
            for piece, start in zip(pieces, starts, strict=False)
            for mark in piece.marks
        ),
        tuple(origin for piece in pieces for origin in piece.origins),
    )


@dataclass(slots=True)
class Writer:
    """Puts inked text together, piece by piece, with inks that open and close."""

    _text: list[str] = field(default_factory=list)
    _origins: list[int] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _open: list[tuple[Ink, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._origins)

    @property
    def last(self) -> str:
        """The last character, or nothing."""
        return self._text[-1][-1] if self._text else ""

    def write(self, text: str, origins: Sequence[int] | None = None, *inks: Ink) -> None:
        """Add text; without origins it is the app's own."""
        if not text:
            return
        start = len(self)
        self._text.append(harmless(text))
        self._origins.extend(origins if origins is not None else [NOWHERE] * len(text))
        self._marks.extend(Mark(start, len(self), ink) for ink in inks)

    def open(self, ink: Ink) -> None:
        self._open.append((ink, len(self)))

    def close(self) -> None:
        """End the ink that was opened last."""
        if self._open:
            ink, start = self._open.pop()
            if len(self) > start:
                self._marks.append(Mark(start, len(self), ink))

    def done(self) -> Inked:
        while self._open:
            self.close()
        return Inked("".join(self._text), tuple(self._marks), tuple(self._origins))


def origins_of(piece: str, source: str, start: int, end: int) -> list[int]:
    """Where each character of ``piece`` stands in ``source[start:end]``.

    Verbatim where it can be found so; else character by character in order,
    passing over what the source has more (a backslash, the indent of a line).
    """
    found = source.find(piece, start, end)
    if found >= 0:
        return list(range(found, found + len(piece)))
    origins: list[int] = []
    position = start
    for char in piece:
        at = source.find(char, position, end)
        origins.append(at if at >= 0 else NOWHERE)
        position = at + 1 if at >= 0 else position
    return origins

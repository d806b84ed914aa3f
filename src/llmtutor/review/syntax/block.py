"""Notes cut into lines that know where they stand, and what a card found in them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from llmtutor.review.models import BLANK, CardKind

_FENCE = re.compile(r"^[ \t]*(?:[-*+] )?[ \t]*(```+|~~~+)")
_HIDDEN = re.compile(r"(`+)(?:.+?)\1|\$\$.+?\$\$|\$[^$\s](?:[^$]*[^$\s])?\$|<!--.*?-->", re.DOTALL)
_SCHEDULE = re.compile(r"\s*<!--SR:(?P<marks>[^>]*)-->")
_MARK = re.compile(r"!(\d{4}-\d{2}-\d{2}),(\d+(?:\.\d+)?),(\d+)")
_BLOCK_ID = re.compile(r"\s+\^[\w-]+[ \t]*$", re.MULTILINE)
_TAG = re.compile(
    r"(?:^|(?<=\s))(?:#(?:flashcards?|cards?)(?:/[\w/-]+)?|#?\[\[card\]\])(?=\s|$)[ \t]*"
)
_LEAD = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")

MAX_SIDE = 4_000
"""Code points of one side; what is longer is prose that only looks like a card."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, without its line break."""

    text: str
    start: int
    """Code points from the beginning of the text."""
    code: bool
    """Inside a fenced block, where signs mean nothing."""

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def heading(self) -> bool:
        return bool(re.match(r"#{1,6}\s", self.text)) and not self.code

    @property
    def rule(self) -> bool:
        return not self.code and bool(re.fullmatch(r"(?:-{3,}|\*{3,}|_{3,})\s*", self.text))

    @property
    def indent(self) -> int:
        expanded = self.text.expandtabs(4)
        return len(expanded) - len(expanded.lstrip())

    @property
    def item(self) -> bool:
        return bool(_LEAD.match(self.text)) and not self.code


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the Obsidian plugin knew of a card: ``<!--SR:!2026-03-01,13,250-->``."""

    due: date
    days: float
    """The interval that ends then."""
    ease: int
    """Percent; 250 is where a card begins."""


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """A card as it was written."""

    kind: CardKind
    front: str
    back: str
    start: int
    """Of the piece of notes it was read from, in code points."""
    end: int
    remembered: Remembered | None = None


def lines_of(text: str) -> list[Line]:
    """The lines of a text, with fenced code marked."""
    lines: list[Line] = []
    start, fence = 0, ""
    for raw in text.split("\n"):
        mark = _FENCE.match(raw)
        inside = bool(fence)
        if mark and not fence:
            fence, inside = mark[1], True
        elif mark and fence and mark[1].startswith(fence) and not raw.strip().strip(fence[0]):
            fence = ""
        lines.append(Line(raw, start, inside))
        start += len(raw) + 1
    return lines


def span(lines: Sequence[Line]) -> tuple[int, int]:
    """Where some lines stand in the text."""
    return lines[0].start, lines[-1].start + len(lines[-1].text)


def joined(lines: Sequence[Line]) -> str:
    """The lines as text again."""
    return "\n".join(line.text for line in lines)


def masked(text: str) -> str:
    """The same length, with code, mathematics and comments blotted out."""
    return _HIDDEN.sub(lambda match: "\x00" * len(match[0]), text)


def tidy(text: str) -> str:
    """A side of a card without what programs wrote into it: tags, block ids, comments."""
    bare = _BLOCK_ID.sub("", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    return _TAG.sub("", bare).strip()


def without_lead(text: str) -> str:
    """A line without its bullet, number or tick box."""
    return _LEAD.sub("", text, count=1)


def is_tagged(text: str) -> bool:
    """Whether the notes say themselves that they hold cards."""
    return _TAG.search(masked(text)) is not None


def remembered(text: str) -> list[Remembered]:
    """The schedules that the Obsidian plugin left in some text, one for each card of it."""
    found = _SCHEDULE.search(text)
    result = []
    for due, days, ease in _MARK.findall(found["marks"]) if found else ():
        try:
            result.append(Remembered(date.fromisoformat(due), float(days), int(ease)))
        except ValueError:
            continue
    return result


def clozes(text: str, blanks: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """``(front, back)`` for each blank: that one hidden, the others shown.

    Args:
        text: the whole.
        blanks: ``(start, end, words)`` of each marked piece with its marks, in order.
    """
    for hidden in range(len(blanks)):
        pieces, position = [], 0
        for index, (start, end, words) in enumerate(blanks):
            pieces += [text[position:start], BLANK if index == hidden else words]
            position = end
        pieces.append(text[position:])
        yield "".join(pieces), blanks[hidden][2]


def usable(front: str, back: str) -> bool:
    """Whether the front has words, the back says something, and neither is a page."""
    worded = any(char.isalnum() for char in front)
    return worded and bool(back) and max(len(front), len(back)) <= MAX_SIDE

"""What stands before a statement in the notes: lines to show with it where it leans on them.

Most notes are written to be read from the top: "takes three days" follows the line that says
what takes them. With the two lines before them, readers found seven in ten of the statements
clear that lean on others (``benchmarks/standing.py``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from llmtutor.content.inline import count_words
from llmtutor.quiz.notes.english import BLANK, content_stems, is_verb, words_of
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import Item, SectionNotes, Statement, one_line

MOST_LINES, MOST_WORDS = 2, 45
MOST_QUOTED = 600
"""Code points from the first line shown to the end of the statement."""
_LEAST = 2
"""Words of meaning of a line that is shown."""
REMARK = re.compile(
    r"\b(?:I|I'm|my|me|we|our|you|your|exams?|lectur(?:es?|er|ers)|prof|TODO|slides?|seminars?"
    r"|tutorials?|ask|reading|this week|next week|(?:last|first|next) (?:row|column)"
    r"|(?:she|he) (?:likes|loves|wants|stressed|keeps)|essays?|comes back in|in section \d"
    r"|skipped|optional|hmm|homework|problem (?:set|sheet)s?|PS ?\d)\b|^\(|\?|←"
    "|老[師师]|自[問问]|[期必常會会]考|期[中末]|？",
    re.IGNORECASE,
)
"""What somebody says to himself, asks, or says of the course."""
_SHOUTED = re.compile("!!|！")
_GOES_ON = re.compile(r"(?:It|They|He|She|Its|Their|His|Her|it|they|he|she)\b")
_DANGLES = re.compile(
    r"(?:NOT|Not|Hardly|But|So|And|Then|Also|Against|Same|Both|Others?|Neither|Latter|That|This"
    r"|These|Those|[A-Z][a-z]+ed (?:in|by|at|for|with|from|to|on))\b"
)
"""Opens what goes on about a line that is not shown: "Compiled in the 12th century"."""
_ENDS = (".", "!", "?", ":", "…", "。", "：", "！", "？")


@dataclass(frozen=True, slots=True)
class Before:
    """Lines of the notes that a question shows above what it asks."""

    text: str
    """On one line."""
    start: int
    """Where the first begins in the section's text."""


@dataclass
class Lines:
    """The statements of one section, in their order."""

    section: SectionNotes

    def before(self, start: int) -> Before | None:
        """The lines of its paragraph or list to show with what begins at a place; None at its head.

        The line that a list stands under comes first, then the one right before.

        Args:
            start: of a statement or of a part of one, an offset into the section's text.
        """
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        own = self.section.statements[at]
        item = self._item(own)
        head = self._head(own, item) if item else None
        shown = self._shown(own, item, head)
        while shown and (_words(shown) > MOST_WORDS or own.end - shown[0].start > MOST_QUOTED):
            shown = shown[1:]
        while shown and shown[0] is not head and _DANGLES.match(shown[0].text):
            shown = shown[1:]
        if shown and _GOES_ON.match(shown[0].text):
            return None  # who "they" are stands further up
        parts = [*map(_line, shown), *_own_part(own, start)]
        if not parts or BLANK in own.verbatim or any(BLANK in one for one in parts):
            return None
        return Before(" ".join(parts), shown[0].start if shown else own.start)

    def _shown(
        self, statement: Statement, item: Item | None, head: Statement | None
    ) -> list[Statement]:
        said = self._said[: bisect_left(self._said_starts, statement.start)]
        earlier = [one for one in said if one.block == statement.block]
        if item:
            if own := [one for one in earlier if one.start >= item.start]:
                return _last(own)  # of its own line of the list, not of the one before
            # of the lines before it what each opens with: the rest is on that
            opens = {one.start for each in self._items for one in self._first(each)}
            earlier = [one for one in earlier if one.start in opens]
        if head is None:
            return _last(earlier)
        between = [one for one in earlier if one.start > head.start]
        return [head, *between[1 - MOST_LINES :]]

    def _head(self, statement: Statement, item: Item) -> Statement | None:
        """The line that a list's line stands under: its parent, or what leads to the list."""
        if parent := self._parent(item):
            last = min(parent.end, statement.start)
            held = (one for one in self.section.statements if parent.start <= one.start < last)
            return next((one for one in held if count_words(one.text) > 1), None)
        earlier = self.section.statements[: bisect_left(self._starts, statement.start)]
        above = [one for one in earlier if one.block != statement.block]
        return above[-1] if above and above[-1].text.endswith((":", "：")) else None

    def _first(self, item: Item) -> Sequence[Statement]:
        """What a line of a list opens with."""
        at = bisect_left(self._starts, item.start)
        return [one for one in self.section.statements[at : at + 1] if one.start < item.end]

    def _item(self, statement: Statement) -> Item | None:
        """The line of a list that a statement is part of."""
        if statement.form != "item":
            return None
        return next((one for one in reversed(self._items) if one.start <= statement.start), None)

    def _parent(self, item: Item) -> Item | None:
        earlier = (one for one in reversed(self._items) if one.start < item.start)
        return next((one for one in earlier if one.depth < item.depth), None)

    @cached_property
    def _items(self) -> Sequence[Item]:
        return [item for held in self.section.lists for item in held.items]

    @cached_property
    def _said(self) -> Sequence[Statement]:
        return [
            one
            for one in self.section.statements
            if not (REMARK.search(one.text) or _SHOUTED.search(one.text))
            and one.text.count("(") == one.text.count(")")
            and (one.lead or _says_something(one.text))
        ]

    @cached_property
    def _said_starts(self) -> list[int]:
        return [one.start for one in self._said]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.section.statements]


def _says_something(text: str) -> bool:
    """Whether a line is more than a word that is left over: "Slow.", "AD 106.", "Step 3."."""
    if is_chinese(text) or text.endswith((":", "：")) or len(content_stems(text)) >= _LEAST:
        return True
    return any(is_verb(word) for word in words_of(text).lower)


def _last(earlier: Sequence[Statement]) -> list[Statement]:
    """The last lines, and one more where they open with what goes on about the one before."""
    shown = [*earlier[-MOST_LINES:]]
    if len(earlier) > MOST_LINES and _GOES_ON.match(shown[0].text):
        return [earlier[-MOST_LINES - 1], *shown]
    return shown


def _own_part(statement: Statement, start: int) -> list[str]:
    """What stands before a place in its own sentence: a label, or another clause."""
    if start > statement.start:
        before = one_line(statement.verbatim[: start - statement.start]).rstrip(" ,;:–-")
        before = before.removesuffix(" whereas").removesuffix(" and").removesuffix(" but")
        return [f"{before};"] if count_words(before) > 1 else []
    return [f"{statement.lead}:"] if statement.lead else []


def _line(statement: Statement) -> str:
    text = f"{statement.lead}: {statement.text}" if statement.lead else statement.text
    text = " ".join(text.split()).replace("**", "").lstrip(" ,;:)–-") or text  # half of an emphasis
    return text if text.endswith(_ENDS) else f"{text}{'。' if statement.cjk else '.'}"


def _words(shown: Sequence[Statement]) -> int:
    return sum(count_words(_line(one)) for one in shown)

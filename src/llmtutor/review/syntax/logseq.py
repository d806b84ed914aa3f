"""Blocks tagged ``#card``, with the answer below them or ``{{cloze …}}`` in them, as in Logseq."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from llmtutor.review.syntax.block import (
    Line,
    WrittenCard,
    clozes,
    joined,
    masked,
    span,
    tidy,
    usable,
    without_lead,
)

_CARD = re.compile(r"(?:^|\s)(?:#card|#?\[\[card\]\])(?=\s|$)")
_CLOZE = re.compile(r"\{\{cloze[ \t]+(.+?)\}\}", re.DOTALL)
_PROPERTY = re.compile(r"^[ \t]*(?:[-*+] )?[\w.-]+:: ?.*$")
_LOGBOOK = re.compile(r"^[ \t]*:LOGBOOK:.*?^[ \t]*:END:[ \t]*$", re.DOTALL | re.MULTILINE)
_HINT = " \\\\ "


def read_logseq(lines: Sequence[Line], used: set[int]) -> list[WrittenCard]:
    """Cards in these lines; the lines they took are added to ``used``."""
    cards: list[WrittenCard] = []
    for number, line in enumerate(lines):
        if number in used or line.code or not _CARD.search(masked(line.text)):
            continue
        end = number + 1
        while end < len(lines) and _is_below(lines[end], line):
            end += 1
        while lines[end - 1].blank:
            end -= 1
        own = number + 1
        while own < end and not lines[own].item:
            own += 1
        found = _cards(lines[number:own], lines[own:end])
        if found:
            used.update(range(number, end))
            cards += found
    return cards


def _is_below(line: Line, parent: Line) -> bool:
    return line.blank or line.code or line.indent > parent.indent


def _cards(block: Sequence[Line], children: Sequence[Line]) -> list[WrittenCard]:
    head = tidy(_bare(without_lead(joined(block))))
    start, end = span([*block, *children])
    blanks = [
        (found.start(), found.end(), head[found.start(1) : found.end(1)].split(_HINT)[0])
        for found in _CLOZE.finditer(head)
    ]
    if blanks:
        pairs = clozes(head, blanks)
        return [
            WrittenCard("cloze", front, back, start, end)
            for front, back in pairs
            if usable(front, back)
        ]
    answer = tidy(_bare(textwrap.dedent(joined(children).expandtabs(4))))
    items = [line for line in answer.split("\n") if line.strip()]
    if len(items) == 1:
        answer = without_lead(items[0])
    return [WrittenCard("basic", head, answer, start, end)] if usable(head, answer) else []


def _bare(text: str) -> str:
    """Text without what Logseq itself keeps in it."""
    kept = [line for line in _LOGBOOK.sub("", text).split("\n") if not _PROPERTY.match(line)]
    return "\n".join(kept)

"""Cutting a passage into sentences with verbatim offsets, in Latin and Chinese scripts.

A sentence here is what a reader would quote: a sentence of prose, one bullet's
sentence, one row of a table. Markup that opens a line (``- ``, ``> ``, ``1. ``) is outside.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from llmtutor.content.inline import IMAGE, LINK

MAX_SENTENCE = 1200
"""Code points; a longer run without any end is cut at a space, so that no quote is a page."""

_LINE_LEAD = re.compile(r"[ \t]*(?:(?:[-*+•‣▪·>]|#{1,6}|\d{1,3}[.)]|[（(]\d{1,2}[）)])[ \t]+)*")
_ITEM = re.compile(r"[ \t]*(?:[-*+•‣▪]|\d{1,3}[.)]|[（(]\d{1,2}[）)])[ \t]+")
_TABLE_RULE = re.compile(r"[ \t|:\-]+$")
_LINK = re.compile(f"{IMAGE.pattern}|{LINK.pattern}")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
# a run of dots is tried once, from its first: a line of them would take the square of its length
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]*_]*+(?=\s|$)|[。！？；…]+[」』”’）)]*")
_ABBREVIATIONS = frozenset(
    """al approx cf ch chap co corp dept dr ed eds eg eq eqs est etc fig figs gen gov i.e e.g ie inc
    incl excl jr lt ltd mr mrs ms mt p pp ph.d prof ref refs rep resp rev sen sgt sr st v vol vs viz
    a.k.a u.s u.k u.n jan feb apr jun jul aug sep sept oct nov dec""".split()
)
_BEFORE_NUMBERS = frozenset("art b c ca d mar max min no nos pat r sec".split())
"""Abbreviations that are words or letters too: they count as one before a number only."""
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_SURNAME = re.compile(
    r"\s*(?!(?:A|An|And|As|At|But|By|For|He|His|How|If|In|It|Its|On|She|So|The"
    r"|Their|These|They|This|To|We|What|When|Which|Who|With)\b)[A-Z][a-z]+"
)
"""What follows initials: "J.M. Cameron"; after "the U.S. In" a sentence has ended."""
_LAST_WORD = re.compile(r"([^\W\d_](?:[^\W\d_]|\.(?=[^\W\d_]))*)$")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, by code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of ``text[start:end]``; offsets count from the start of ``text``."""
    spans: list[Span] = []
    for unit in _units(text, start, len(text) if end is None else end):
        spans.extend(_cut(text, unit))
    return spans


def _units(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of text that a sentence never crosses: a paragraph, a list item, a table row."""
    unit_start = unit_end = -1
    fenced = False
    for line in _lines(text, start, end):
        raw = line.of(text)
        if _FENCE.match(raw):
            fenced = not fenced
        lead = _LINE_LEAD.match(raw)
        content = line.start + (lead.end() if lead else 0)
        row = raw.lstrip().startswith("|")
        alone = fenced or row or not raw.strip() or bool(_FENCE.match(raw))
        if unit_start >= 0 and (alone or _ITEM.match(raw)):
            yield Span(unit_start, unit_end)
            unit_start = -1
        if row and not fenced and not _TABLE_RULE.match(raw):
            yield _trimmed(text, line.start, line.end)
        if alone or content >= line.end:
            continue
        if unit_start < 0:
            unit_start = content
        unit_end = line.end
    if unit_start >= 0:
        yield Span(unit_start, unit_end)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        newline = text.find("\n", start, end)
        stop = end if newline < 0 else newline
        yield Span(start, stop)
        start = stop + 1


def _cut(text: str, unit: Span) -> Iterator[Span]:
    begin = unit.start
    row = text.startswith("|", begin)
    whole = deque(_whole(text, unit))
    for match in () if row else _END.finditer(text, unit.start, unit.end):
        while whole and whole[0].end <= match.start():
            whole.popleft()
        if whole and whole[0].start < match.start():
            continue
        if match[0][0] in ".…" and _goes_on(text, unit.start, match.start(), match.end()):
            continue
        yield from _bounded(text, begin, match.end())
        begin = match.end()
    yield from _bounded(text, begin, unit.end)


def _whole(text: str, unit: Span) -> Iterator[Span]:
    """Links, which are never cut: half of one is no text that a reader could open."""
    if text.find("](", unit.start, unit.end) >= 0:
        for link in _LINK.finditer(text, unit.start, unit.end):
            yield Span(*link.span())


def _goes_on(text: str, start: int, dot: int, after: int) -> bool:
    """Whether the full stop at ``dot`` ends no sentence but a word such as "e.g." or an initial."""
    following = text[after : after + 2].lstrip()
    if following[:1].islower():
        return True
    word = _LAST_WORD.search(text, max(start, dot - 12), dot)
    if word is None:
        return False
    name = word[1].casefold()
    initial = len(name) == 1 and word[1].isupper() and name not in "i"
    if _INITIALS.fullmatch(word[1]) and _SURNAME.match(text, after):
        return True
    numbered = name in _BEFORE_NUMBERS and following[:1].isdigit()
    return initial or numbered or name in _ABBREVIATIONS


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    span = _trimmed(text, start, end)
    while span.end - span.start > MAX_SENTENCE:
        limit = span.start + MAX_SENTENCE
        cut = text.rfind(" ", span.start + MAX_SENTENCE // 2, limit)
        cut = limit if cut < 0 else cut
        yield _trimmed(text, span.start, cut)
        span = _trimmed(text, cut, span.end)
    if span.end > span.start:
        yield span


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

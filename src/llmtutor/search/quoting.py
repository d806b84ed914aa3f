"""A long sentence cut down to the clauses that answer, verbatim."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from llmtutor.content.inline import IMAGE, LINK
from llmtutor.content.sentences import Span

MOST_WORDS = 60
"""Of one quote; a longer one is a paragraph, which nobody checks at a glance."""
_CJK = "㐀-䶿一-鿿豈-﫿぀-ヿ가-힣"
_UNIT = re.compile(f"[{_CJK}]|[^\\W_{_CJK}]+(?:['’.,\\-][^\\W_{_CJK}]+)*")
_A_CHARACTER = 1 / 1.6
"""Of a word: a Chinese one has 1.6 characters on average."""
_CLAUSE = re.compile(r"[,;:|–—]\s+|\s[-–—]\s+|[，；：、,;]|\s+\(|\)\s+")
_LINKED = re.compile(f"{IMAGE.pattern}|{LINK.pattern}")


def length(text: str) -> float:
    """Words; Chinese, Japanese and Korean characters count as parts of one."""
    return sum(_weight(match[0]) for match in _UNIT.finditer(text))


def cut_down(text: str, span: Span, worth: Callable[[str], float]) -> Span:
    """The clauses of a sentence that are worth most, at most :data:`MOST_WORDS` words of it.

    Args:
        text: that holds the sentence.
        span: of the sentence.
        worth: of a piece of it; the earliest of equals is taken.
    """
    if span.end - span.start <= MOST_WORDS / _A_CHARACTER:
        return span
    sentence = span.of(text)
    few = sentence.isascii() and len(sentence) <= 2 * MOST_WORDS  # a letter and a space a word
    if few or length(sentence) <= MOST_WORDS:
        return span
    edges = _edges(text, span)
    sizes = [length(text[start:end]) for start, end in pairwise(edges)]
    best, most = span, -1.0
    for first in range(len(sizes)):
        last, words = first, 0.0
        while last < len(sizes) and (words + sizes[last] <= MOST_WORDS or last == first):
            words += sizes[last]
            last += 1
        piece = _trimmed(text, edges[first], edges[last])
        value = worth(piece.of(text))
        if value > most + 1e-9:
            best, most = piece, value
        if last == len(sizes):
            break
    return best


def _edges(text: str, span: Span) -> list[int]:
    """Where a sentence may be cut: between clauses, in a long clause between words, in no link."""
    links = [match.span() for match in _LINKED.finditer(text, span.start, span.end)]

    def free(place: int) -> bool:
        return not any(start < place < end for start, end in links)

    edges = [span.start]
    for match in _CLAUSE.finditer(text, span.start, span.end):
        place = match.start() if "(" in match[0] else match.end()
        if free(place) and span.start < place < span.end:
            edges.append(place)
    edges.append(span.end)
    fine: list[int] = []
    for start, end in pairwise(edges):
        fine.append(start)
        if length(text[start:end]) > MOST_WORDS:
            fine += [place for place in _between_words(text, start, end) if free(place)]
    return [*fine, span.end]


def _between_words(text: str, start: int, end: int) -> list[int]:
    """Places in a clause without end, a quarter of a quote apart."""
    places, words = [], 0.0
    for match in _UNIT.finditer(text, start, end):
        if words >= MOST_WORDS / 4 and match.start() > start:
            places.append(match.start())
            words = 0.0
        words += _weight(match[0])
    return places


def _weight(unit: str) -> float:
    return _A_CHARACTER if len(unit) == 1 and not unit.isascii() else 1.0


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "("):
        end -= 1
    return Span(start, end)

"""``Q:``, ``A:`` and ``C:`` with ``[deletions]``, as hashcards and repeater have them."""

from __future__ import annotations

import re
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
)

_OPEN = re.compile(r"^(Q|A|C):(?:[ \t]|$)")
_DELETION = re.compile(r"(?<![!\\\[])\[(?![\]\[^])((?:\\.|[^\[\]\\])+)\](?![(\[\]])")
_TICK_BOX = re.compile(r"[ xX]")
_ESCAPED = re.compile(r"\\([\[\]])")


def read_hashcards(lines: Sequence[Line], used: set[int]) -> list[WrittenCard]:
    """Cards in these lines; the lines they took are added to ``used``.

    In a text that begins with a card, sides run on over empty lines until the
    next card or ``---``, as hashcards has it; among prose they end at an empty
    line, once something was said.
    """
    runs_on = _begins_with_card(lines)
    cards: list[WrittenCard] = []
    number = 0
    while number < len(lines):
        mark = _mark(lines, number)
        if mark not in {"Q", "C"} or number in used:
            number += 1
            continue
        end = _end_of_side(lines, number, runs_on, used)
        sides = [(number, end)]
        if mark == "Q" and end < len(lines) and _mark(lines, end) == "A":
            sides.append((end, _end_of_side(lines, end, runs_on, used)))
        found = _card(lines, sides) if mark == "Q" else _cloze_cards(lines, sides[0])
        cards += found
        if found:
            used.update(range(number, sides[-1][1]))
        number = sides[-1][1]
    return cards


def _begins_with_card(lines: Sequence[Line]) -> bool:
    for number, line in enumerate(lines):
        if not line.blank and not line.heading and not line.rule:
            return _mark(lines, number) in {"Q", "C"}
    return False


def _mark(lines: Sequence[Line], number: int) -> str:
    found = None if lines[number].code else _OPEN.match(lines[number].text)
    return found[1] if found else ""


def _end_of_side(lines: Sequence[Line], start: int, runs_on: bool, used: set[int]) -> int:
    """Number of the line after the side that opens at ``start``."""
    said = bool(lines[start].text[2:].strip())
    number = start + 1
    while number < len(lines):
        line = lines[number]
        if number in used or (not line.code and (_mark(lines, number) or _ends_side(line))):
            break
        if not runs_on and said and lines[number - 1].blank and not (line.indent or line.code):
            break
        said = said or not line.blank
        number += 1
    while number > start + 1 and lines[number - 1].blank:
        number -= 1
    # an answer may stand after an empty line
    ahead = number
    while ahead < len(lines) and lines[ahead].blank:
        ahead += 1
    return ahead if ahead < len(lines) and _mark(lines, ahead) == "A" else number


def _ends_side(line: Line) -> bool:
    return line.heading or line.rule


def _card(lines: Sequence[Line], sides: Sequence[tuple[int, int]]) -> list[WrittenCard]:
    if len(sides) < 2:
        return []
    front, back = (tidy(joined(lines[first:last])[2:]) for first, last in sides)
    start, end = span(lines[sides[0][0] : sides[1][1]])
    return [WrittenCard("basic", front, back, start, end)] if usable(front, back) else []


def _cloze_cards(lines: Sequence[Line], side: tuple[int, int]) -> list[WrittenCard]:
    text = tidy(joined(lines[side[0] : side[1]])[2:])
    start, end = span(lines[side[0] : side[1]])
    blanks = [
        (found.start(), found.end(), _ESCAPED.sub(r"\1", text[found.start(1) : found.end(1)]))
        for found in _DELETION.finditer(masked(text))
        if not _TICK_BOX.fullmatch(found[1])
    ]
    return [
        WrittenCard("cloze", _ESCAPED.sub(r"\1", front), back, start, end)
        for front, back in clozes(text, blanks)
        if usable(front, back)
    ]

"""``Q::A``, ``Q:::A``, ``?``, ``??`` and ``==cloze==``: Obsidian's spaced repetition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.review.syntax.block import (
    Line,
    Remembered,
    WrittenCard,
    clozes,
    joined,
    masked,
    remembered,
    span,
    tidy,
    usable,
    without_lead,
)

_INLINE = re.compile(r"(?<!:)(:::?)(?!:)")
_HIGHLIGHT = re.compile(r"==(?![\s=])((?:(?!==).)+?)(?<![\s=])==", re.DOTALL)
_PROPERTY = re.compile(
    r"^[ \t]*(?:[-*+] )?(?:id|collapsed|title|tags?|alias(?:es)?|type|created|updated|template|"
    r"public|icon|deck|heading|background-color|card-[\w-]+|query-[\w-]+|logseq\.[\w.-]+)::",
    re.IGNORECASE,
)
_NAMESPACE = re.compile(r"\b(?:std|boost|crate|core|self|super|absl|fmt|ranges|chrono)\s*$")
_ADDRESS = re.compile(r"[0-9a-fA-F:]*$")


def read_inline(lines: Sequence[Line], used: set[int]) -> list[WrittenCard]:
    """``question::answer`` on one line, ``:::`` for both directions."""
    cards = []
    for number, line in enumerate(lines):
        if number in used or line.code or line.heading or line.text.lstrip().startswith("|"):
            continue
        sides = _inline_sides(line.text)
        if sides is None:
            continue
        front, back, both = sides
        # the plugin keeps its schedule at the end of the line, or on the next
        after = lines[number + 1] if number + 1 < len(lines) else None
        known = remembered(line.text)
        if not known and after and after.text.startswith("<!--SR:"):
            known = remembered(after.text)
        start, end = span([line])
        used.add(number)
        cards += list(
            _directions("basic_both" if both else "basic", front, back, start, end, known)
        )
    return cards


def read_multiline(lines: Sequence[Line], used: set[int]) -> list[WrittenCard]:
    """Lines, ``?`` on a line of its own (``??`` for both directions), lines up to an empty one."""
    cards = []
    for number, line in enumerate(lines):
        sign = line.text.strip()
        if line.code or sign not in {"?", "??"} or number in used:
            continue
        first, last = number, number + 1
        while first and not _ends_block(lines[first - 1]) and first - 1 not in used:
            first -= 1
        while last < len(lines) and (lines[last].code or not _ends_block(lines[last])):
            last += 1
        front, back = tidy(joined(lines[first:number])), tidy(joined(lines[number + 1 : last]))
        if not usable(front, back):
            continue
        start, end = span(lines[first:last])
        known = remembered(joined(lines[first:last]))
        used.update(range(first, last))
        kind = "basic_both" if sign == "??" else "basic"
        cards += list(_directions(kind, front, back, start, end, known))
    return cards


def read_highlights(lines: Sequence[Line], used: set[int]) -> list[WrittenCard]:
    """A card for each ``==highlight==``, with its paragraph, or its item of a list, around it."""
    cards = []
    for block in _blocks(lines, used):
        raw = joined(block)
        text = tidy(without_lead(raw) if block[0].item else raw)
        blanks = [
            (found.start(), found.end(), text[found.start(1) : found.end(1)])
            for found in _HIGHLIGHT.finditer(masked(text))
        ]
        start, end = span(block)
        known = remembered(raw)
        for number, (front, back) in enumerate(clozes(text, blanks)):
            if usable(front, back):
                past = known[number] if number < len(known) else None
                cards.append(WrittenCard("cloze", front, back, start, end, past))
    return cards


def _inline_sides(text: str) -> tuple[str, str, bool] | None:
    """Both sides of a one-line card and whether it goes both ways; None for other lines."""
    plain = masked(text)
    signs = _INLINE.findall(plain)
    found = _INLINE.search(plain)
    if found is None or len(signs) > 1 or _PROPERTY.match(text):
        return None
    left, right = text[: found.start()], text[found.end() :]
    if not _is_written_as_card(left, right):
        return None
    front, back = tidy(without_lead(left)), tidy(right)
    return (front, back, len(found[1]) == 3) if usable(front, back) else None


def _is_written_as_card(left: str, right: str) -> bool:
    """Whether ``::`` stands between two sides, and not inside a name of code or an address."""
    tight = bool(left) and bool(right) and not left[-1].isspace() and not right[0].isspace()
    if not tight:
        return bool(left.strip())
    if _NAMESPACE.search(left) or left.endswith(("[", "(", "/")):
        return False
    token = _ADDRESS.search(left)
    return not (
        token and any(char.isdigit() for char in token[0]) and right[:1] in "0123456789abcdef/"
    )


def _directions(
    kind: str, front: str, back: str, start: int, end: int, known: Sequence[Remembered]
) -> Iterator[WrittenCard]:
    yield WrittenCard("basic", front, back, start, end, known[0] if known else None)
    if kind == "basic_both":
        past = known[1] if len(known) > 1 else None
        yield WrittenCard("basic", back, front, start, end, past)


def _ends_block(line: Line) -> bool:
    return line.blank or line.heading or line.rule


def _blocks(lines: Sequence[Line], used: set[int]) -> Iterator[list[Line]]:
    """Paragraphs; each item of a list and each row of a table by itself."""
    block: list[Line] = []
    for number, line in enumerate(lines):
        alone = line.item or line.text.lstrip().startswith("|")
        if block and (_ends_block(line) or line.code or alone or number in used):
            yield block
            block = []
        if not (_ends_block(line) or line.code or number in used):
            block.append(line)
    if block:
        yield block

"""Titles in plain text that signs, a line below them or capitals set off from what they head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

LONGEST = 90
"""Characters of a title."""
_LONGEST_LINE = 2 * LONGEST
"""With its signs; longer ones are not looked at, since patterns take long on them."""
_SIGNED = re.compile(
    r"={2,}|~{2,}|-{3,}|--(?= .*--$)|_{3,}|\*{3,}(?=\s)|[■◆](?![■◆])|【(?=[^【】]+】$)"
)
"""What opens ``== 2. Memory ==``, ``---- TEXTURE``, ``■ 開始``, ``【開始】``."""
_SIGNS = " \t=~-_*】"
_UNDERLINE = re.compile(r"={3,}|~{3,}|-{3,}")
_LETTER = re.compile(r"[^\W\d_]")
_DRAWN = re.compile(r"[|│┃+]\s*$|[|│┃]|-{3,}\S*[+>]|→\s*$")
_ENDS = re.compile(r"[.!?。！？;；,，:：]$")
_NO_TITLE = re.compile(_ENDS.pattern + r"|^\s*[-*+•]\s")
_COLUMNS = re.compile(r"\S\s{2,}\S.*\S\s{2,}\S")
_LEAST_CAPITALS, _MOST_CAPITAL_WORDS = 4, 8


def set_off(lines: Sequence[str]) -> dict[int, tuple[str, int]]:
    """Which lines are titles that are set off: ``{line: (title, lines it takes)}``.

    Args:
        lines: of a text without markup.
    """
    found: dict[int, tuple[str, int]] = {}
    for number, line in enumerate(lines):
        if len(line) > _LONGEST_LINE:
            continue
        before = lines[number - 1] if number else ""
        after = lines[number + 1] if number + 1 < len(lines) else ""
        signed = _SIGNED.match(line.strip())
        title = line.strip()[signed.end() :].strip(_SIGNS) if signed else ""
        if _is_title(title):
            found[number] = _plain(title), 1
        elif before.strip():
            continue
        elif _UNDERLINE.fullmatch(after.strip()) and _is_title(line) and not _NO_TITLE.search(line):
            found[number] = _plain(line), 2
        elif after.strip() and _is_capitals(line.strip()):
            found[number] = _plain(line), 1
    return _without_lists(lines, found)


def _plain(title: str) -> str:
    return " ".join(title.split())


def _is_title(text: str) -> bool:
    """Whether a text can be a title: words, on one line, no drawing."""
    bare = text.strip()
    return len(bare) <= LONGEST and bool(_LETTER.search(bare)) and not _DRAWN.search(bare)


def _is_capitals(text: str) -> bool:
    """Whether a line is all in capitals, as a title is."""
    letters = _LETTER.findall(text)
    few = len(text.split()) <= _MOST_CAPITAL_WORDS
    few = few and not (_ENDS.search(text) or _COLUMNS.search(text))
    return few and len(letters) >= _LEAST_CAPITALS and text == text.upper() != text.lower()


def _without_lists(
    lines: Sequence[str], found: dict[int, tuple[str, int]]
) -> dict[int, tuple[str, int]]:
    """Without titles one right below the other: those are the items of a list."""
    listed = {
        one
        for pair in pairwise(sorted(found))
        if pair[1] - pair[0] == 1 and lines[pair[0]][:1] == lines[pair[1]][:1]
        for one in pair
    }
    return {number: title for number, title in found.items() if number not in listed}

"""Lines of plain text that stand by themselves, though no empty line parts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

_SLACK, _SLACK_IN_SENTENCE = 8, 25
"""Characters that were left on a line where its author broke it: of what the next word needs,
and where the next line goes on in small letters."""
_USUAL = 0.6
"""Share of the breaks of a paragraph that its author made, where the others are chance."""
_WIDEST = 120
"""Characters of a line; on a longer one nobody breaks it because it is full."""
_FULL, _WIDE = 60, 100
"""Characters between which the lines of prose that is broken mostly are."""
_PAGE = 72
"""Characters of a line, at least, where a file that has longer ones is broken into lines."""
_LONGER = 0.75
"""Share of a file's lines that are no longer than its lines usually get."""
_WORD = re.compile(r"\S+")
ITEM = re.compile(r"\s*(?:[-*+•◦▪‣·●○]|\d{1,3}[.)])\s+")
"""What opens a line of a list."""


def usual_width(lines: Sequence[str]) -> int:
    """Up to where the lines of a file go, in characters, were it broken where they are full."""
    lengths = sorted(len(line) for line in lines if line.strip())
    return min(lengths[int(_LONGER * (len(lengths) - 1))], _PAGE) if lengths else 0


def marks(lines: Sequence[str], usual: int) -> list[str]:
    """What to put before each line of a paragraph, that its lines stay apart in Markdown.

    Args:
        lines: of one paragraph.
        usual: up to where the lines of the file go.

    Returns:
        As many: a bullet, an empty line above, or nothing; nothing at all for prose that was
        broken where a line was full.
    """
    width = _width(lines, usual)
    broken = [_is_broken(one, after, width) for one, after in pairwise(lines)]
    made = ["\n" if _is_set_back(one, after) else "" for one, after in pairwise(["", *lines])]
    if not broken or sum(broken) < _USUAL * len(broken):
        return made
    for first, end in _runs(lines):
        if first and lines[first][:1].isspace():
            continue  # an item goes on
        if end - first == 1:
            made[first] = "\n" if first and broken[first - 1] else made[first]
            continue
        for at in range(first, end):
            made[at] = "  - " if at > first and lines[at][:1].isspace() else "- "
    return made


def _is_set_back(line: str, after: str) -> bool:
    """Whether a line stands further left than the item before it, and so is not part of it."""
    item = ITEM.match(line)
    return bool(item and line[:1].isspace() and after[:1].isupper())


def _width(lines: Sequence[str], usual: int) -> int:
    """Up to where the lines of a paragraph go; one that its author let run on sets no width."""
    lengths = sorted(len(line) for line in lines[:-1]) or [0]
    full = sum(_FULL <= length <= _WIDE for length in lengths)
    longer = sum(len(line) > _WIDE for line in lines)
    one = longer == 1 or longer * 8 <= len(lines)
    if len(max(lines, key=len)) > _WIDEST and one and full * 2 >= len(lengths):
        return lengths[(len(lengths) - 1) // 2]
    return max(usual, *map(len, lines))


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Lines in a row that are no items, from the first to the one after the last."""
    for is_item, run in groupby(range(len(lines)), key=lambda at: bool(ITEM.match(lines[at]))):
        if not is_item:
            first, *rest = run
            yield first, first + 1 + len(rest)


def _is_broken(line: str, after: str, width: int) -> bool:
    """Whether the next line's first word would have found room on a line."""
    if width > _WIDEST:
        return True
    word = _WORD.search(after)
    length = len(word[0]) if word and word[0].isascii() else 1
    slack = width - len(line) - 1 - length
    return slack >= (_SLACK_IN_SENTENCE if after.lstrip()[:1].islower() else _SLACK)

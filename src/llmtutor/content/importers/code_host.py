"""The page of a code host around a text that was copied from it: buttons and counts, no notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llmtutor.content.models import FileWarnings

_HEAD_HOLDS = "folders and files"
_HEAD_ENDS = "repository files navigation"
_TAIL_BEGINS = "about"
_TAIL_HOLDS = ("stars", "watchers", "forks")
_MOST = 100
"""Lines of furniture at either end; what is longer is the text itself."""


def without_code_host(lines: Sequence[str], warnings: FileWarnings) -> list[str]:
    """Blank out what a code host puts above and below a README; the lines keep their numbers.

    Nothing is taken away unless the whole frame is there: above the text a list
    of files up to "Repository files navigation", below it "About" with the
    counts of stars, watchers and forks.
    """
    kept = list(lines)
    for part in (_head(lines), _tail(lines)):
        if part:
            warnings.add(part.start + 1, "a code host's page around the text", "left it out")
            kept[part.start : part.stop] = [""] * len(part)
    return kept


def _head(lines: Sequence[str]) -> range:
    first = list(_said(lines[:_MOST]))
    if _HEAD_HOLDS in first and _HEAD_ENDS in first[first.index(_HEAD_HOLDS) :]:
        return range(first.index(_HEAD_ENDS) + 1)
    return range(0)


def _tail(lines: Sequence[str]) -> range:
    above = max(0, len(lines) - _MOST)
    last = list(_said(lines[above:]))
    for at, words in enumerate(last):
        rest = iter(last[at:])
        if words == _TAIL_BEGINS and all(sign in rest for sign in _TAIL_HOLDS):
            return range(above + at, len(lines))
    return range(0)


def _said(lines: Sequence[str]) -> Iterator[str]:
    return (line.strip().casefold() for line in lines)

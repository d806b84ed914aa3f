"""Which parts of the notes a student stands badly in, told by the answers so far. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from llmtutor.library.library import Scope

WEAK = 0.8
"""Mean scores below this are weak."""
MOST = 8
"""Parts that one quiz is spread over."""
_DOUBT = 1.0
"""Answers that every part is thought to have got right besides: one slip makes no weakness."""


def weak_topics(scores: Mapping[str, tuple[float, int]], most: int = MOST) -> list[str]:
    """Paths of the weakest parts, weakest first.

    Args:
        scores: ``(mean score 0 to 1, answers)`` of each part, by path.
        most: how many at most.
    """
    known = {
        path: (mean * count + _DOUBT) / (count + _DOUBT)
        for path, (mean, count) in scores.items()
        if count and mean < WEAK
    }
    return sorted(known, key=lambda path: (known[path], path))[:most]


def scopes_of(paths: Sequence[str]) -> list[Scope]:
    """Paths of courses, lectures or sections as scopes; others are left out."""
    parts = [path.split("/") for path in paths]
    return [Scope(*part) for part in parts if len(part) <= len(("course", "lecture", "section"))]

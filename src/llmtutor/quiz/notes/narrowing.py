"""The verbatim piece of a sentence that holds one of its clauses."""

from __future__ import annotations

import re
from dataclasses import replace

from llmtutor.quiz.models import Source

_NEXT_CLAUSE = re.compile(r"(?:[;；]|[,，]\s+(?:and|while|whereas|but)\s)\s*")
_WORDS = 4
"""Words at either end of a clause by which it is found."""


def narrowed(source: Source, clause: str) -> Source:
    """The part of a source that a clause was taken from, if it can be found; else all of it.

    Where a sentence says one thing of X and another of Y, only the first half
    is evidence for a question on X.
    """
    words = clause.split()
    begin = _find(source.text, words[:_WORDS])
    if begin is None:
        return source
    found = _find(source.text[begin.start() :], words[-_WORDS:])
    if found is None:
        return source
    end = begin.start() + found.end()
    start = 0
    for match in _NEXT_CLAUSE.finditer(source.text, 0, begin.start()):
        start = match.end()
    rest = re.match(r"[.。*_`\"”)]*", source.text[end:])
    end += rest.end() if rest else 0
    return replace(
        source, text=source.text[start:end], start=source.start + start, end=source.start + end
    )


def _find(text: str, words: list[str]) -> re.Match[str] | None:
    """Words in a row, whatever markup or line end stands between them."""
    pattern = r"[\s*_`\[\]]{1,6}".join(re.escape(word) for word in words)
    return re.search(pattern, text)

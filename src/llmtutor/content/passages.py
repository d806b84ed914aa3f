"""Grouping a section's blocks into passages of a size that search and readers like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llmtutor.content.blocks import Block, is_comment
from llmtutor.content.identity import meaning_id
from llmtutor.content.models import Passage
from llmtutor.content.sentences import sentences

TARGET = 600
"""Characters at which a passage of several blocks is full: about 100 English words."""
LONGEST = 1400
"""A single block longer than this is cut between sentences."""

_UNQUOTABLE = {"code", "html", "rule", "heading", "definition"}


def passages(text: str, blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """Cut a section's text into passages; every quotable block is in exactly one.

    Args:
        text: the section's text.
        blocks: its blocks, offsets into ``text``.
    """
    made: list[Passage] = []
    for start, end, kind in _runs(text, blocks):
        made.append(Passage(meaning_id(text[start:end]), start, end, kind))
    return tuple(made)


def _runs(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, str]]:
    start = end = -1
    for block in blocks:
        code = block.kind == "code" or (block.kind == "html" and not is_comment(text, block))
        if start >= 0 and (block.kind in _UNQUOTABLE or end - start >= TARGET):
            yield start, end, "text"
            start = -1
        if code:
            yield block.start, block.end, "code"
        if block.kind in _UNQUOTABLE:
            continue
        if block.end - block.start > LONGEST:
            if start >= 0:
                yield start, end, "text"
                start = -1
            yield from _cut(text, block)
            continue
        start = block.start if start < 0 else start
        end = block.end
    if start >= 0:
        yield start, end, "text"


def _cut(text: str, block: Block) -> Iterator[tuple[int, int, str]]:
    """A long block in pieces of whole sentences."""
    start = end = -1
    for sentence in sentences(text, block.start, block.end):
        if start >= 0 and sentence.end - start > TARGET:
            yield start, end, "text"
            start = -1
        start = sentence.start if start < 0 else start
        end = sentence.end
    if start >= 0:
        yield start, end, "text"

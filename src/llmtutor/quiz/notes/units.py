"""A block cut into what its author ended: wrapped text is one piece, lines of a list several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llmtutor.content.blocks import Block
from llmtutor.content.sentences import Span
from llmtutor.search.analysis import STOPWORDS
from llmtutor.search.kinds import is_reference

RAGGED = 10
"""Columns by which wrapped text may fall short of its width."""


def units(text: str, block: Block) -> Iterator[Span]:
    """A block cut at line ends that were meant: the next word would have fitted on the line."""
    lines: list[Span] = []
    position = block.start
    for written in text[block.start : block.end].split("\n"):
        lines.append(Span(position, position + len(written)))
        position += len(written) + 1
    width = max((len(line.of(text)) for line in lines if "](" not in line.of(text)), default=0)
    start = block.start
    for line, following in zip(lines, lines[1:], strict=False):
        if _is_meant(line.of(text).rstrip(), following.of(text).split(), width):
            yield Span(start, line.end)
            start = following.start
    yield Span(start, block.end)


def _is_meant(line: str, following: Sequence[str], width: int) -> bool:
    """Whether a line ends because its author ended it, not because it was full."""
    if not following or line.endswith((",", ";", "-", "—")):
        return False
    head = following[0]
    if is_reference(line):
        return True
    if line.count("**") % 2 or line.count("[") > line.count("]"):
        return False
    if line.split()[-1:] and line.rsplit(maxsplit=1)[-1].lower() in STOPWORDS:
        return False  # no sentence or label ends in "of" or "in"
    if not (head[:1].isupper() or head[:1].isdigit() or not head.isascii()):
        return False
    return len(line) + 1 + len(head) + RAGGED <= width

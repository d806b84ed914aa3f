"""Markdown cut into blocks with offsets: what is a heading, what is code, what is prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_KINDS = {
    "paragraph_open": "prose",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
    "heading_open": "heading",
}
MAX_TITLE = 300
"""Characters; a longer line that starts like a heading is read as prose."""
_MAX_UNDERLINED_TITLE = 80
_COMMENTS = re.compile(r"(?:<!--(?:(?!-->).)*+-->\s*+)++\Z", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?。！？;；:：,，]$")


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block; ``start`` and ``end`` are offsets into the parsed text."""

    kind: str
    """prose, list, quote, table, code, html, rule, heading or definition (``[1]: address``)."""
    start: int
    end: int
    line: int
    """0-based line of its start."""
    level: int = 0
    """1 to 6 for a heading, else 0."""
    info: str = ""
    """The title of a heading as written; the info string of fenced code."""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.disable(["inline", "text_join"])  # blocks only: five times faster
    return parser


def blocks(text: str) -> list[Block]:
    """Cut Markdown into its top-level blocks, in order.

    A line of dashes under a paragraph is a slide break unless the paragraph
    looks like a title; CommonMark would make any paragraph above it a heading.
    """
    starts = _line_starts(text)
    found: list[Block] = []
    tokens = _parser().parse(text)
    for index, token in enumerate(tokens):
        if token.level != 0 or token.map is None or token.type not in _KINDS:
            continue
        first, last = token.map
        start, end = starts[first], starts[min(last, len(starts) - 1)]
        end = start + len(text[start:end].rstrip())
        title = tokens[index + 1].content if token.type == "heading_open" else ""
        if token.type == "heading_open" and token.markup == "-" and not _is_title(title):
            cut = text.rindex("\n", start, end)
            found.append(Block("prose", start, start + len(text[start:cut].rstrip()), first))
            found.append(Block("rule", cut + 1, end, last - 1))
            continue
        found.append(_block(token, start, end, title))
    return list(_with_definitions(text, found))


def is_comment(text: str, block: Block) -> bool:
    """Whether a block is nothing but HTML comments."""
    return block.kind == "html" and bool(_COMMENTS.match(text, block.start, block.end))


def _block(token: Token, start: int, end: int, title: str) -> Block:
    line = token.map[0] if token.map else 0
    if token.type == "heading_open" and len(title) > MAX_TITLE:
        return Block("prose", start, end, line)
    level = int(token.tag[1]) if token.type == "heading_open" else 0
    info = title if level else token.info.strip()
    return Block(_KINDS[token.type], start, end, line, level, info)


def _with_definitions(text: str, found: Sequence[Block]) -> Iterator[Block]:
    """The blocks, and between them the lines that the parser keeps to itself."""
    position = line = 0
    for block in [*found, Block("end", len(text), len(text), 0)]:
        between = text[position : block.start]
        if words := between.strip():
            start = position + between.index(words[0])
            number = line + text.count("\n", position, start)
            yield Block("definition", start, start + len(words), number)
        if block.kind != "end":
            yield block
        line += text.count("\n", position, block.end)
        position = block.end


def _is_title(paragraph: str) -> bool:
    """Whether a paragraph above a line of dashes is a title: one short line of words."""
    line = paragraph.strip()
    return (
        "\n" not in line
        and len(line) <= _MAX_UNDERLINED_TITLE
        and not line.startswith(("!", "[", "<", "-", "*", "+", "|", ">"))
        and not _SENTENCE_END.search(line)
    )


def _line_starts(text: str) -> list[int]:
    """Offsets of all lines, as the parser counts them, and the end of the text."""
    return [0, *_after_newlines(text), len(text)]


def _after_newlines(text: str) -> Iterator[int]:
    position = text.find("\n")
    while position >= 0:
        yield position + 1
        position = text.find("\n", position + 1)

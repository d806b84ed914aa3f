"""Markdown → the blocks of a page. Nothing in it is live: no markup, no tags, no links to click."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from llmtutor.content.inline import plain
from llmtutor.ui.page.blocks import Align, Block, Code, Lead, Paragraph, Rule, Table
from llmtutor.ui.page.code import coloured
from llmtutor.ui.page.ink import Inked, Mark, harmless, joined, origins_of
from llmtutor.ui.page.spans import IMAGE_TAG, picture_of_tag, write_spans
from llmtutor.ui.signs import Signs

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TAB = 4
_COMMENT = re.compile(r"\s*<!--")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # text_join would hide how an escaped character was written
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")


def read_blocks(text: str, signs: Signs) -> list[Block]:
    """The blocks of a section's Markdown."""
    reader = _Reader(text, signs)
    tokens = _parser().parse(text)
    for index, token in enumerate(tokens):
        reader.read(tokens, index, token)
    return reader.blocks


@dataclass(slots=True)
class _Container:
    """A list item or a quotation that is open."""

    first: Inked
    rest: Inked
    used: bool = False


@dataclass(slots=True)
class _Reader:
    """Walks the parser's tokens and keeps what is open around them."""

    source: str
    signs: Signs
    blocks: list[Block] = field(default_factory=list)
    gap: bool = True
    containers: list[_Container] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    """Of each open list: the next number, None in a list of bullets."""
    starts: list[int] = field(default_factory=list)
    table: Table | None = None
    table_rows: list[tuple[Inked, ...]] = field(default_factory=list)
    cells: list[Inked] = field(default_factory=list)
    cell_at: int = 0

    def __post_init__(self) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.source))]

    def read(self, tokens: Sequence[Token], index: int, token: Token) -> None:
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            start = int(token.attrs.get("start", 1)) if kind.startswith("ordered") else None
            self.numbers.append(start)
            if len(self.numbers) > 1 and _is_tight(tokens, index + 1):
                self.gap = False
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self.numbers.pop()
            self.gap = True
        elif kind == "list_item_open":
            self._open_item(tokens, index)
        elif kind == "blockquote_open":
            bar = Inked.of(f"{self.signs.quote} ", "sign")
            self.containers.append(_Container(bar, bar))
        elif kind in {"list_item_close", "blockquote_close"}:
            self.containers.pop()
        elif read := _READERS.get(kind):
            read(self, token)

    def _open_item(self, tokens: Sequence[Token], index: int) -> None:
        number = self.numbers[-1]
        if number is None:
            sign = f"{self.signs.bullet} "
        else:
            sign = f"{number}. "
            self.numbers[-1] = number + 1
        first_item = tokens[index - 1].type.endswith("list_open")
        if not first_item and _is_tight(tokens, index):
            self.gap = False
        blank = Inked.of(" " * cell_len(sign))
        self.containers.append(_Container(Inked.of(sign, "sign"), blank))

    def inline(self, token: Token) -> None:
        if token.map is None:
            return
        if self.table is not None:
            self._cell(token)
            return
        text = write_spans(token, self._origins(token.content, token.map[0]))
        if text.text.strip():
            self._add(Paragraph(text=text))

    def _cell(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        start = max(self.starts[first], self.cell_at)
        origins = origins_of(token.content, self.source, start, self._end(last))
        self.cell_at = max([start, *(origin + 1 for origin in origins)])
        self.cells.append(write_spans(token, origins))

    def fence(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        language, _, caption = token.info.strip().partition(" ")
        code = harmless(token.content.rstrip("\n"))
        marks = coloured(code, language)
        lines: list[Inked] = []
        position = 0
        at = self.starts[min(first + bool(token.markup), len(self.starts) - 1)]
        for line in code.split("\n"):
            origins = origins_of(line, self.source, at, self._end(last)) if line else []
            at = max([at, *(origin + 1 for origin in origins)])
            inks = tuple(mark for mark in marks if mark.start < position + len(line))
            whole = Inked(line, _moved(inks, position, len(line)), tuple(origins))
            lines.append(_without_tabs(whole))
            position += len(line) + 1
        drawn = language in {"", "text"}
        self._add(Code(lines=tuple(lines), caption=plain(caption), drawn=drawn))

    def html(self, token: Token) -> None:
        """Comments are not shown, tags neither; their text and pictures are."""
        if _COMMENT.match(token.content):
            return
        first, last = token.map or (0, 0)
        for line in IMAGE_TAG.sub(lambda tag: f"\n{tag[0]}\n", token.content).split("\n"):
            if IMAGE_TAG.fullmatch(line.strip()):
                self._add(Paragraph(text=picture_of_tag(line)))
            elif words := plain(line):
                places = origins_of(words, self.source, self.starts[first], self._end(last))
                self._add(Paragraph(text=Inked(harmless(words), (), tuple(places)), gap=False))

    def rule(self, _token: Token) -> None:
        self._add(Rule())

    def heading(self, token: Token) -> None:
        """A slide break under a paragraph, which the parser takes for its underline."""
        if token.markup == "-":
            self._add(Rule())

    def table_open(self, _token: Token) -> None:
        self.table = Table()
        self.cell_at = 0

    def row_close(self, _token: Token) -> None:
        if self.table is None:
            return
        cells, self.cells = tuple(self.cells), []
        if self.table.head:
            self.table_rows.append(cells)
        else:
            self.table = replace(self.table, head=tuple(cell.inked("strong") for cell in cells))

    def head_cell(self, token: Token) -> None:
        if self.table is not None:
            align = _align(str(token.attrs.get("style", "")))
            self.table = replace(self.table, aligns=(*self.table.aligns, align))

    def table_close(self, _token: Token) -> None:
        if self.table is not None:
            table, self.table = self.table, None
            self._add(replace(table, rows=tuple(self.table_rows)))
            self.table_rows = []

    def _add(self, block: Block) -> None:
        gap = self.gap and (block.gap or not self.blocks)
        above = joined(item.rest for item in self.containers if item.used)
        first = joined(item.rest if item.used else item.first for item in self.containers)
        rest = joined(item.rest for item in self.containers)
        for item in self.containers:
            item.used = True
        self.blocks.append(replace(block, lead=Lead(first, rest, above), gap=gap))
        self.gap = True

    def _origins(self, content: str, first: int) -> list[int]:
        """Where each character of a paragraph stands: line by line, for its leads are cut off."""
        origins: list[int] = []
        for number, line in enumerate(content.split("\n")):
            row = min(first + number, len(self.starts) - 1)
            if number:
                origins.append(self.starts[row] - 1)
            origins += origins_of(line, self.source, self.starts[row], self._end(row + 1))
        return origins

    def _end(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else len(self.source)


_READERS: dict[str, Callable[[_Reader, Token], None]] = {
    "inline": _Reader.inline,
    "fence": _Reader.fence,
    "code_block": _Reader.fence,
    "html_block": _Reader.html,
    "hr": _Reader.rule,
    "heading_close": _Reader.heading,
    "table_open": _Reader.table_open,
    "th_open": _Reader.head_cell,
    "tr_close": _Reader.row_close,
    "table_close": _Reader.table_close,
}


def _is_tight(tokens: Sequence[Token], item: int) -> bool:
    """Whether the list of the item that opens here has no empty lines in it."""
    return item + 1 < len(tokens) and tokens[item + 1].hidden


def _align(style: str) -> Align:
    return "right" if "right" in style else "center" if "center" in style else "left"


def _moved(marks: Sequence[Mark], start: int, length: int) -> tuple[Mark, ...]:
    """The marks that touch a line, counted from its start."""
    return tuple(
        Mark(max(mark.start - start, 0), min(mark.end - start, length), mark.ink)
        for mark in marks
        if mark.end > start and mark.start < start + length
    )


def _without_tabs(line: Inked) -> Inked:
    """Tabs as spaces up to the next stop, so that what is aligned stays so."""
    if "\t" not in line.text:
        return line
    pieces: list[Inked] = []
    width = start = 0
    for index, char in enumerate(line.text):
        if char == "\t":
            piece = line.part(start, index)
            width += cell_len(piece.text)
            spaces = TAB - width % TAB
            pieces += [piece, Inked.of(" " * spaces)]
            width, start = width + spaces, index + 1
    return joined([*pieces, line.part(start, len(line))])

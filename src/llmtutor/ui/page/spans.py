"""The inside of a block: emphasis, code, links and pictures, as inked text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size

from llmtutor.ui.page.ink import NOWHERE, Ink, Inked, Writer, origins_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENS: dict[str, Ink] = {"em_open": "em", "strong_open": "strong", "s_open": "strike"}
_CLOSES = {"em_close", "strong_close", "s_close"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
IMAGE_TAG = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(alt|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def write_spans(token: Token, origins: list[int]) -> Inked:
    """The text of an ``inline`` token.

    Args:
        token: from the parser, with its children.
        origins: of each character of ``token.content``, in the section.
    """
    reader = _Reader(token.content.replace("\n", " "), origins)
    for child in token.children or ():
        reader.read(child)
    return reader.out.done()


def picture(title: str, address: str) -> Inked:
    """A picture as a line: it is looked at elsewhere."""
    text = f"picture: {title}" if title else "picture"
    return Inked.of(f"{text}  {address}" if address else text, "picture")


def picture_of_tag(tag: str) -> Inked:
    """A picture given as an HTML tag."""
    given = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(tag)}
    return picture(given.get("alt", ""), given.get("src", ""))


@dataclass(slots=True)
class _Reader:
    """Walks the children of a token and its source side by side."""

    source: str
    """The token's content, line ends as spaces."""
    origins: list[int]
    cursor: int = 0
    out: Writer = field(default_factory=Writer)

    def read(self, child: Token) -> None:
        kind = child.type
        if kind in _OPENS:
            self._pass(child.markup)
            self.out.open(_OPENS[kind])
        elif kind in _CLOSES:
            self._pass(child.markup)
            self.out.close()
        elif read := _READERS.get(kind):
            read(self, child)

    def text(self, child: Token) -> None:
        if child.content:
            places = self._places(child.content)
            self.out.write(child.content, places)

    def special(self, child: Token) -> None:
        """A backslash escape or an entity: written otherwise than it is read."""
        at = self.source.find(child.markup, self.cursor)
        origin = self.origins[at] if 0 <= at < len(self.origins) else NOWHERE
        self.out.write(child.content, [origin] * len(child.content))
        if at >= 0:
            self.cursor = at + len(child.markup)

    def code(self, child: Token) -> None:
        self._pass(child.markup)
        self.out.write(child.content, self._places(child.content), "code")
        self._pass(child.markup)

    def soft_break(self, _child: Token) -> None:
        """A line end in a paragraph is a space, but none between Chinese characters."""
        origin = self.origins[self.cursor] if self.cursor < len(self.origins) else NOWHERE
        self.cursor += 1
        after = self.source[self.cursor : self.cursor + 1]
        if not (_is_wide(self.out.last) and _is_wide(after)):
            self.out.write(" ", [origin])

    def hard_break(self, _child: Token) -> None:
        self.out.write("\n")

    def link_open(self, child: Token) -> None:
        self._pass("<" if child.markup == "autolink" else "[")
        self.out.open("link")

    def link_close(self, child: Token) -> None:
        self.out.close()
        if child.markup == "autolink":
            self._pass(">")
        else:
            self.cursor = _after_target(self.source, self.cursor)

    def image(self, child: Token) -> None:
        self._pass("![")
        title = "".join(part.content for part in child.children or ())
        if len(self.out) and self.out.last != "\n":
            self.out.write("\n")
        self.out.open("picture")
        self.out.write("picture: " if title else "picture")
        self.out.write(title, self._places(title))
        self.out.write(f"  {child.attrs.get('src', '')}")
        self.out.close()
        self.cursor = _after_target(self.source, self.cursor)
        if self.source[self.cursor :].strip():
            self.out.write("\n")

    def html(self, child: Token) -> None:
        """Tags are not shown; a line break and a picture are."""
        self._pass(child.content)
        if _BREAK.fullmatch(child.content):
            self.out.write("\n")
        elif IMAGE_TAG.fullmatch(child.content):
            shown = picture_of_tag(child.content)
            self.out.write(shown.text, None, "picture")

    def _pass(self, markup: str) -> None:
        at = self.source.find(markup, self.cursor)
        if at >= 0:
            self.cursor = at + len(markup)

    def _places(self, text: str) -> list[int]:
        """Origins of text that stands at the cursor or after it; the cursor passes it."""
        at = origins_of(text, self.source, self.cursor, len(self.source))
        if at and at[-1] >= 0:
            self.cursor = at[-1] + 1
        known = len(self.origins)
        return [self.origins[index] if 0 <= index < known else NOWHERE for index in at]


_READERS: dict[str, Callable[[_Reader, Token], None]] = {
    "text": _Reader.text,
    "text_special": _Reader.special,
    "code_inline": _Reader.code,
    "softbreak": _Reader.soft_break,
    "hardbreak": _Reader.hard_break,
    "link_open": _Reader.link_open,
    "link_close": _Reader.link_close,
    "image": _Reader.image,
    "html_inline": _Reader.html,
}


def _after_target(source: str, cursor: int) -> int:
    """The place after ``](address "title")`` or ``][name]``, from its first bracket on."""
    at = source.find("]", cursor)
    if at < 0:
        return cursor
    opening = source[at + 1 : at + 2]
    if opening == "[":
        return source.find("]", at + 2) + 1 or at + 1
    if opening != "(":
        return at + 1
    depth = 0
    for index in range(at + 1, len(source)):
        depth += {"(": 1, ")": -1}.get(source[index], 0)
        if not depth:
            return index + 1
    return at + 1


def _is_wide(char: str) -> bool:
    """Whether words are written without spaces in this character's script."""
    return bool(char) and get_character_cell_size(char) == 2 and not "가" <= char <= "힣"

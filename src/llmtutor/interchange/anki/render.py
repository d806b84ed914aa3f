"""An Anki note and its templates → the two sides of a card, as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from llmtutor.review.models import BLANK

_TAG = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_SECTION = re.compile(r"\{\{\s*([#^])\s*([^{}]+?)\s*\}\}(.*?)\{\{\s*/\s*\2\s*\}\}", re.DOTALL)
_CLOZE = re.compile(r"\{\{c(\d+)::((?:(?!\{\{c\d+::).)*?)(?:::([^{}]*?))?\}\}", re.DOTALL)
_TYPED = re.compile(r"\{\{\s*type:[^{}]*\}\}")
"""Where Anki asks for the answer to be typed; filled in, it would give it away."""
_ANSWER = re.compile(r"<hr[^>]*\bid\s*=\s*[\"']?answer[^>]*>", re.IGNORECASE)
_MEDIA = re.compile(r"\[sound:[^\]]*\]")
_ANKI_MATHS = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_SPACES = re.compile(r"[ \t\xa0]+")
_BREAKS = re.compile(r"\n{3,}")
_BLOCKS = frozenset("div p br li ul ol tr table h1 h2 h3 h4 h5 h6 hr pre blockquote".split())
_SILENT = frozenset(("style", "script", "head", "title"))
MAX_DEPTH = 8


def sides(question: str, answer: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """Front and back as plain text.

    Args:
        question: template of the front.
        answer: template of the back; what repeats the front is left out.
        fields: the note's fields, HTML.
    """
    front = filled(_TYPED.sub("", question), fields)
    back = filled(_ANSWER.split(answer)[-1], {**fields, "FrontSide": ""})
    return text_of(front), text_of(back)


def cloze_sides(text: str, number: int, extra: str = "") -> tuple[str, str]:
    """Front and back of one deletion of a cloze note; empty where it has none of that number."""
    hidden: list[str] = []

    def show(found: re.Match[str]) -> str:
        if int(found[1]) != number:
            return found[2]
        hidden.append(found[2])
        hint = f" ({found[3].strip('()')})" if found[3] else ""
        return f"{BLANK}{hint}"

    front = text
    for _ in range(MAX_DEPTH):
        replaced = _CLOZE.sub(show, front)
        if replaced == front:
            break
        front = replaced
    if not hidden:
        return "", ""
    answer = "; ".join(text_of(words).replace(BLANK, "…") for words in hidden)
    note = text_of(extra)
    return text_of(front), f"{answer}\n\n{note}" if note else answer


def filled(template: str, fields: Mapping[str, str]) -> str:
    """A template with its fields put in, and its conditional parts decided."""
    for _ in range(MAX_DEPTH):
        decided = _SECTION.sub(lambda found: _section(found, fields), template)
        if decided == template:
            break
        template = decided
    return _TAG.sub(lambda found: fields.get(found[1].split(":")[-1].strip(), ""), template)


def _section(found: re.Match[str], fields: Mapping[str, str]) -> str:
    filled_in = bool(text_of(fields.get(found[2].strip(), "")))
    return found[3] if filled_in == (found[1] == "#") else ""


def text_of(html: str) -> str:
    """HTML as text: line breaks kept, emphasis and code as Markdown, pictures by name."""
    parser = _Text()
    parser.feed(_MEDIA.sub("", html))
    parser.close()
    text = "".join(parser.pieces)
    text = _ANKI_MATHS.sub(lambda found: f"${found[1] or found[2]}$", text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BREAKS.sub("\n\n", "\n".join(lines)).strip()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "img":
            name = dict(attrs).get("src") or "picture"
            self.pieces.append(f"[picture: {name.rsplit('/', 1)[-1][:80]}]")
        elif tag in {"b", "strong"}:
            self.pieces.append("**")
        elif tag == "code":
            self.pieces.append("`")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"b", "strong"}:
            self.pieces.append("**")
        elif tag == "code":
            self.pieces.append("`")
        elif tag in _BLOCKS and tag not in {"li", "br"}:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)

"""Markdown as people write it → Markdown that means what they meant. Lines keep their numbers."""

from __future__ import annotations

import re
from itertools import groupby

from llmtutor.content.front_matter import read_front_matter
from llmtutor.content.importers.html import html_to_markdown
from llmtutor.content.importers.own_lines import marks, usual_width
from llmtutor.content.models import FileWarnings

_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})", re.MULTILINE)
_LIQUID = re.compile(r"\{\{\s*(?:site|page|layout)\b[^{}]{0,500}\}\}|\{%[^{}]{0,500}%\}")
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^\s#])", re.MULTILINE)
_TAG_IN_ADDRESS = re.compile(r"\]\((https?://[^\s()<>]{1,2000})(<br\s*/?>)", re.IGNORECASE)
_DOUBLED_ADDRESS = re.compile(r"\]\((https?://[^\s()]{1,2000})\(\1\)(?!\))")
_OTHER = re.compile(
    r"^\s*(?:[#>|<\[$!\\]|[-*+•]\s|\d{1,3}[.)]\s|={2,}|-{2,})|^(?:\s{4}|\t)|\||\$\$|(?: {2}|\\)$"
)
"""A line of something else than prose: a list, a table, a formula, breaks that are marked."""
_NO_ADDRESS = re.compile(r"\[([^\[\]\n]{1,300})\]\(\s*\)")


def import_markdown(text: str, source: str, warnings: FileWarnings) -> str:
    """Mend what Markdown would misread: pasted HTML, broken links, page furniture.

    Raises:
        InputFileError: malformed front matter.
    """
    start = read_front_matter(text, source).body_start
    head, body = text[:start], text[start:]
    line = head.count("\n")
    pieces: list[str] = []
    for piece, code in _split_code(body):
        pieces.append(piece if code else _mend(piece, line, warnings))
        line += piece.count("\n")
    return head + "".join(pieces)


def _split_code(body: str) -> list[tuple[str, bool]]:
    """The text in order as ``(piece, is fenced code)``; joined again it is the same text."""
    pieces: list[tuple[str, bool]] = []
    position, opened = 0, ""
    for match in _FENCE.finditer(body):
        fence = match[1]
        if not opened:
            pieces.append((body[position : match.start()], False))
            position, opened = match.start(), fence
        elif fence[0] == opened[0] and len(fence) >= len(opened):
            line_end = body.find("\n", match.end())
            line_end = len(body) if line_end < 0 else line_end + 1
            pieces.append((body[position:line_end], True))
            position, opened = line_end, ""
    pieces.append((body[position:], bool(opened)))
    return pieces


def _mend(text: str, lines_before: int, warnings: FileWarnings) -> str:
    local = FileWarnings(warnings.file)

    def tell(match: re.Match[str], what: str, did: str, instead: str) -> str:
        local.add(text.count("\n", 0, match.start()) + 1, what, did)
        return match.expand(instead)

    text = "\n".join(_without_furniture(text.split("\n"), local))
    text = _TAG_IN_ADDRESS.sub(
        lambda m: tell(m, "a link without its closing bracket", "closed it", r"](\1)\2"), text
    )
    text = _DOUBLED_ADDRESS.sub(
        lambda m: tell(m, "a link that gives its address twice", "kept one", r"](\1)"), text
    )
    for match in _NO_ADDRESS.finditer(text):
        tell(match, f"the link '{match[1]}' has no address", "kept its title", "")
    text = _TIGHT_HEADING.sub(r"\1 ", text)
    text = html_to_markdown(text, local)
    text = "\n".join(_with_lines_apart(text.split("\n"), local))
    for item in local.items:
        warnings.add(item.line + lines_before, item.what, item.did)
    return text


def _with_lines_apart(lines: list[str], warnings: FileWarnings) -> list[str]:
    """Paragraphs whose lines stand by themselves as lists, which Markdown would run together."""
    kept, width, first = list(lines), usual_width(lines), 0
    found: list[int] = []
    for apart, block in groupby(lines, key=_stands_apart):
        part = list(block)
        end = first + len(part)
        if not apart and len(part) > 1 and not any(map(_OTHER.search, part)):
            signs = marks(part, width)
            kept[first:end] = [sign + line.lstrip() for sign, line in zip(signs, part, strict=True)]
            found += [first + 1] * any(signs)
        first = end
    if found:
        places = f"{len(found)} places" if len(found) > 1 else "one place"
        warnings.add(found[0], f"lines without empty lines between ({places})", "kept them apart")
    return kept


def _stands_apart(line: str) -> bool:
    """Whether a line is empty or a heading, and no part of a paragraph."""
    return not line.strip() or line.startswith("#")


def _without_furniture(lines: list[str], warnings: FileWarnings) -> list[str]:
    """Blank out lines of a page template, such as ``{{ site.time | date }}``."""
    kept = []
    for number, line in enumerate(lines, start=1):
        if _LIQUID.search(line):
            warnings.add(number, "a line of a page template", "left it out")
            kept.append("")
        else:
            kept.append(line)
    return kept

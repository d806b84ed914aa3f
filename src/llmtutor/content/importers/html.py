"""HTML pasted into Markdown notes → Markdown; anything else in angle brackets is text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from llmtutor.content.inline import hide_code, show_code
from llmtutor.content.models import FileWarnings

_TAG = re.compile(r"(?<!\\)<(/?)([A-Za-z][A-Za-z0-9]{0,15})((?:\s[^<>]{0,3000})?)\s*/?>")
_ATTRIBUTE = re.compile(
    r"([a-zA-Z-]{1,30})\s*=\s*(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s>]{1,2000}))"
)
_ANCHOR = re.compile(
    r"<a\s([^<>]{0,3000})>((?:(?!</a>).){0,500}?)</a\s*>", re.IGNORECASE | re.DOTALL
)
_SILENT = re.compile(r"<(script|style)\b[^<>]{0,2000}>", re.IGNORECASE)
_SILENT_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`"}
_RAISED_OR_LOWERED = re.compile(r"<(sup|sub)\s*>([^<>\n]{1,60})</\1\s*>", re.IGNORECASE)
_SIGNS = {
    "sup": str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
"""Signs that stand high or low by themselves."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er?|ère|o|a|[*†‡™®])", re.IGNORECASE)
"""What is raised for its looks alone: 1st, Mᵉ, a footnote's star."""
_FORMULA = re.compile(r"[\w+−·×/*.,'() -]+")
"""Not a footnote's link."""
_DROPPED = frozenset(
    """p div span font center table thead tbody tr td th ul ol dl dt dd sub sup small big u s del
    ins mark details summary section article figure figcaption picture source html body head
    blockquote pre hr label abbr cite q wbr nav header footer main aside button""".split()
)


def html_to_markdown(text: str, warnings: FileWarnings) -> str:
    """Turn the HTML in Markdown into Markdown on the same line.

    Pictures, frames and links keep their addresses; layout tags go; what is not
    HTML, such as ``<pad>``, is text and stays visible; so does code between backticks.
    """
    text, code = hide_code(text)
    text = "".join(_without_silent(text, warnings))
    text = _ANCHOR.sub(_anchor, text)
    text = _RAISED_OR_LOWERED.sub(_raised_or_lowered, text)
    text = _TAG.sub(lambda match: _converted(match, text), text)
    return show_code(text, code)


def _without_silent(text: str, warnings: FileWarnings) -> Iterator[str]:
    """The text without scripts and styles; line ends stay. One without an end stays whole."""
    position, endless = 0, set[str]()
    for opening in _SILENT.finditer(text):
        name = opening[1].lower()
        if opening.start() < position or name in endless:
            continue
        closing = _SILENT_END[name].search(text, opening.end())
        if closing is None:
            endless.add(name)
            continue
        line = text.count("\n", 0, opening.start()) + 1
        warnings.add(line, f"a <{name}> block", "left it out")
        yield text[position : opening.start()]
        yield "\n" * text.count("\n", opening.start(), closing.end())
        position = closing.end()
    yield text[position:]


def _attributes(text: str) -> dict[str, str]:
    found = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found[name.lower()] = " ".join(html.unescape(double or single or bare).split())
    return found


def _anchor(match: re.Match[str]) -> str:
    url = _attributes(match[1]).get("href", "")
    return f"[{match[2]}]({url})" if url else match[2]


def _raised_or_lowered(match: re.Match[str]) -> str:
    """10<sup>9</sup> as 10⁹ and d<sub>k</sub> as d_k: without a sign they say another thing."""
    name, given = match[1].lower(), match[2].strip()
    signs = _SIGNS[name]
    if all(ord(char) in signs for char in given):
        return given.translate(signs)
    if not _FORMULA.fullmatch(given) or (name == "sup" and _ORDINAL.fullmatch(given)):
        return given
    return ("^" if name == "sup" else "_") + (given if given.isalnum() else f"({given})")


def _converted(match: re.Match[str], text: str) -> str:
    if text.startswith("](", match.start() - 2):  # an address: [title](<a name.md>)
        return match[0]
    closing, name, given = bool(match[1]), match[2].lower(), _attributes(match[3])
    if name in _MARKS and not given:
        return _MARKS[name]
    if name == "br":
        return "  " if text[match.end() : match.end() + 1] in {"", "\n"} else " "
    if name in _OPENERS:
        return "" if closing else _OPENERS[name](given)
    if name in _DROPPED:
        return " " if name in {"td", "th"} else ""
    return "\\" + match[0]


def _image(given: dict[str, str]) -> str:
    return f"![{_label(given.get('alt', ''))}]({given['src']})" if given.get("src") else ""


def _frame(given: dict[str, str]) -> str:
    return f"Video: [{_label(given.get('title', ''))}]({given['src']})" if given.get("src") else ""


def _label(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _heading(level: int) -> Callable[[dict[str, str]], str]:
    return lambda _: "#" * level + " "


_OPENERS: dict[str, Callable[[dict[str, str]], str]] = {
    "img": _image,
    **dict.fromkeys(("iframe", "embed", "video", "audio"), _frame),
    "li": lambda _: "- ",
    **{f"h{level}": _heading(level) for level in range(1, 7)},
}

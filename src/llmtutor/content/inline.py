"""Inside a block: links, figures, and text without its markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from llmtutor.content.models import Link

# Every repetition is bounded: notes are hostile until proven otherwise, and an
# unbounded lazy match over a line of five million characters never ends.
_TARGET = (
    r"\(\s*<?((?:[^()\s<>]|\([^()\s]{0,500}\)){0,2000})>?(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\s*\)"
)
_CHAR = r"[^\[\]\n]|\n(?![ \t]*\n)"  # a label may run over lines, not over paragraphs
_LABEL = rf"\[((?:{_CHAR}|\[(?:{_CHAR}){{0,200}}\]){{0,600}})\]"
IMAGE = re.compile("!" + _LABEL + _TARGET)
LINK = re.compile(r"(?<!!)" + _LABEL + _TARGET)
_BARE = re.compile(r"https?://[^\s<>()\[\]\"'`，。、）」]+(?:\([^\s()]*\)[^\s<>()\[\]\"'`]*)*")
_CODE = re.compile(r"(?<![\\`])(`{1,3})(?!`)([^\n]{1,500}?)(?<!`)\1(?!`)")
_HIDDEN = re.compile(r"\x00(\d{1,7})\x00")
_VALUE = r"(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\s\"'=<>`]{1,2000})"
_ELEMENT = (
    r"(?:[abipqsu]|abbr|article|aside|b[dr]|bdi|bdo|big|blockquote|body|br|button|caption|center|cite"
    r"|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form"
    r"|h[1-6r]|head|header|html|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|object|ol"
    r"|picture|pre|samp|script|section|small|source|span|strike|strong|style|su[bp]|summary|svg|table"
    r"|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|ul|var|video|wbr|[a-z]+-[a-z-]+)"
)
"""Names of HTML; "<x²> = 2Dt" is an average, and no tag."""
_TAG = re.compile(
    rf"(?<!\\)(?:</{_ELEMENT}\s*>|<!--(?:(?!<!--|-->).){{0,2000}}-->"
    rf"|<{_ELEMENT}(?:\s+[a-zA-Z_:][\w.:-]{{0,60}}\s*=\s*{_VALUE}){{0,40}}\s*/?>)",
    re.DOTALL | re.IGNORECASE,
)
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_STRONG = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.{1,200}?)(?<=\S)\1(?![\w*])", re.DOTALL)
_UNDERSCORE = re.compile(r"(?<!\w)(_{1,3})(?=\S)(.{1,200}?)(?<=\S)\1(?!\w)", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"[\[*_`<\\]")
_SPACE = re.compile(r"[ \t]+")
_WORD = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯]|[^\W_]+(?:['’.\-][^\W_]+)*")

KINDS = ("paper", "code", "model", "video", "image", "dataset", "blog", "course")
_LABELLED = re.compile(
    r"(?:^|[\s*_(])(" + "|".join(KINDS) + r")s?\W{0,6}$", re.IGNORECASE | re.MULTILINE
)
_REACH = 2_000
"""Characters before a link in which the word that says what it is may stand."""
_HOSTS = {
    "arxiv.org": "paper",
    "aclanthology.org": "paper",
    "openreview.net": "paper",
    "semanticscholar.org": "paper",
    "github.com": "code",
    "gist.github.com": "code",
    "kaggle.com": "code",
    "colab.research.google.com": "code",
    "youtube.com": "video",
    "youtu.be": "video",
    "vimeo.com": "video",
    "medium.com": "blog",
}


def plain(markdown: str) -> str:
    """Markdown text as words on a page: no link addresses, no emphasis, no tags."""
    if not _MARKUP.search(markdown):
        return _one_space(markdown)
    text, code = hide_code(markdown)
    text = IMAGE.sub(r"\1", text)
    text = LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub(" ", text)
    text = _STRONG.sub(r"\2", text)
    text = _UNDERSCORE.sub(r"\2", text)
    text = _ESCAPE.sub(r"\1", text)
    return _one_space(show_code(text, [span.strip("`").strip() for span in code]))


def _one_space(text: str) -> str:
    if "  " in text or "\t" in text:
        text = _SPACE.sub(" ", text)
    return text.strip()


def hide_code(text: str) -> tuple[str, list[str]]:
    """Put a mark where each code span stands, so that nothing in it is taken for markup."""
    spans: list[str] = []

    def hide(match: re.Match[str]) -> str:
        spans.append(match[0])
        return f"\x00{len(spans) - 1}\x00"

    return _CODE.sub(hide, text), spans


def show_code(text: str, spans: Sequence[str]) -> str:
    """Put code spans back where their marks stand."""
    return _HIDDEN.sub(lambda mark: spans[int(mark[1])] if int(mark[1]) < len(spans) else "", text)


def title(heading: str) -> str:
    """A heading's words on one line: no links, no tags, no surplus spaces."""
    return " ".join(plain(heading).split())


def count_words(text: str) -> int:
    """Words of plain text; each Chinese, Japanese or Korean character counts as one."""
    return len(_WORD.findall(text))


def links(markdown: str) -> list[Link]:
    """Links, figures and bare addresses of a piece of Markdown, in order, each once."""
    found: dict[tuple[str, str], tuple[int, Link]] = {}
    text = _CODE.sub(_blank, markdown)
    bare = LINK.sub(_blank, text)
    for pattern, image in ((IMAGE, True), (LINK, False)):
        for match in pattern.finditer(text):
            url = match[2]
            kind = "image" if image else _kind(bare, match.start(), url)
            link = Link(title(match[1]) or _name(url), url, kind)
            found.setdefault((link.title, url), (match.start(), link))
    rest = IMAGE.sub(_blank, bare)
    for match in _BARE.finditer(rest):
        url = match[0].rstrip(".,;:!?*_")
        if not any(known.url == url for _, known in found.values()):
            link = Link(_name(url), url, _kind(bare, match.start(), url))
            found.setdefault((link.title, url), (match.start(), link))
    return [link for _, link in sorted(found.values(), key=lambda item: item[0])]


def _line_above_list(text: str, line_start: int) -> str:
    """The line that a list hangs under ("**Papers:**"), for a link in that list."""
    lines = text[max(0, line_start - 4000) : line_start].splitlines()
    while (
        lines and lines[-1].lstrip()[:1] in {"-", "*", "+", "•"} and lines[-1].lstrip()[1:2] == " "
    ):
        lines.pop()
    return _TAG.sub("", lines[-1]).rstrip() if lines else ""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _name(url: str) -> str:
    """A title for an address that has none: its last readable part."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:80]
    return (parts.path.rstrip("/").rpartition("/")[2] or parts.netloc or url)[:80]


def _kind(bare: str, start: int, url: str) -> str:
    """What a link is: the word before it says so ("Paper: …"), else its host.

    Earlier links of the line are blanks in ``bare``: "**Papers:** [a](…), [b](…)".
    """
    line_start = bare.rfind("\n", 0, start) + 1
    before = bare[max(line_start, start - _REACH) : start].strip(" ,;、").rstrip("-*•+ ")
    label = _LABELLED.search(before[-80:] or _line_above_list(bare, line_start))
    if label:
        return label[1].lower()
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        path = urlsplit(url).path
    except ValueError:
        return "link"
    if host == "huggingface.co":
        return "dataset" if path.startswith("/datasets/") else "model"
    return _HOSTS.get(host, "link")

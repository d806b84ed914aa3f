"""Plain text without any markup → Markdown: headings, lists and code are guessed from shape."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from llmtutor.content.identity import meaning
from llmtutor.content.importers.code_host import without_code_host
from llmtutor.content.importers.columns import as_table, parted
from llmtutor.content.importers.own_lines import ITEM, marks, usual_width
from llmtutor.content.importers.set_off import LONGEST, set_off
from llmtutor.content.models import FileWarnings

_HEAD = 4
"""Lines at the top of a text, at most, for the first to be its title: who, when, where."""

_CONTENTS = {"table of contents", "contents", "目錄", "目录", "大綱"}
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,2})*)(?:[.)]|(?<=\.\d)|(?<=\.\d\d))\s+")
_BULLET = re.compile(r"(\s*)[•◦▪‣·●○]\s+")
_ENDS = re.compile(r"[.!?。！？;；,，:：…\"”]$")
_CODE = re.compile(
    r"^\s*(?:#\s|//|(?:from|import|def|class|for|while|return|if|else|print|const|let|var)\b.*[(:=.\w]$"
    r"|[\w.\[\]\"']+(?:,\s*[\w.]+)*\s*[+\-*/]?=\s*\S|[\w.]+\(.*\)?,?$|[)\]}]+[,;]?$|\w+=\S.*,$"
    r"|[\"'].*[\"'],?$|[@$>]{1,3}\s?\w)"
)
_STATEMENT = re.compile(r"[=(){}\[\];]|^\s*(?:import|from|return)\b")
_DRAWING = re.compile(r"[─-╿▀-▟]{2}|[|+\\/_=\-]{6}")
_TICKS = re.compile(r"\s*(`{3,})")
_LIVE = re.compile(r"^(\s{0,3})(#{1,6}\s|>|={3,}\s*$|-{3,}\s*$|\*{3,}\s*$|`{3}|~{3}|\|)")


@dataclass(slots=True)
class _Paragraph:
    first: int
    """0-based line."""
    lines: list[str]
    kind: str = "prose"
    """prose, heading, list, code or drawing."""
    is_set_off: bool = False
    """A heading for certain, whatever it looks like."""
    is_title: bool = False
    """Of the whole text."""


def import_plain(text: str, warnings: FileWarnings) -> str:
    """Guess structure, keep every line.

    A heading is a short line alone between blank lines that does not end like a
    sentence, one of a series of numbered ones, each right above its text, or what
    signs, a line below it or capitals set off. Where a table of contents stands, its
    entries are the top level.
    """
    lines = without_code_host(text.split("\n"), warnings)
    titles = set_off(lines)
    for number, (title, taken) in titles.items():
        lines[number : number + taken] = [title, *[""] * (taken - 1)]
    paragraphs = list(_paragraphs(lines, titles))
    _classify(paragraphs)
    contents = _contents(paragraphs)
    levels, out, width = _levels(paragraphs, contents), list(lines), usual_width(lines)
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            out[paragraph.first] = "#" * next(levels) + " " + paragraph.lines[0].strip()
        elif paragraph.kind not in {"code", "drawing"}:
            end = paragraph.first + len(paragraph.lines)
            out[paragraph.first : end] = _as_markdown(paragraph, width)
    headings = sum(paragraph.kind == "heading" for paragraph in paragraphs)
    warnings.add(1, "plain text without headings marked", f"read {headings} lines as headings")
    return "\n".join(_fenced(out, paragraphs))


def _paragraphs(lines: Sequence[str], set_off: Collection[int]) -> Iterator[_Paragraph]:
    current: _Paragraph | None = None
    titles = {*_titles_on_text(lines), *set_off}
    glued = _title_of_all(lines)
    titles |= {*glued}
    for number, line in enumerate(lines):
        if not line.strip() or number in titles:
            if current:
                yield current
            current = None
            if number in titles:
                sure = number in set_off or number in glued
                yield _Paragraph(number, [line], is_set_off=sure, is_title=number in glued)
        elif current:
            current.lines.append(line)
        else:
            current = _Paragraph(number, [line])
    if current:
        yield current


def _title_of_all(lines: Sequence[str]) -> list[int]:
    """The first line, right above a second one that does not go on with it; else nothing."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    line, after, *below = [*lines[first : first + _HEAD], "", ""]
    apart = re.match(r"[(（A-Z]", after) and not all(one.strip() for one in below)
    return [first] if apart and _is_heading(line) else []


def _titles_on_text(lines: Sequence[str]) -> set[int]:
    """Lines such as ``2. Consideration`` that stand right above their text, in a series from 1.

    Items of a list are no titles: what follows a title is a sentence, and no item.
    """
    found: dict[int, tuple[int, ...]] = {}
    for number, (line, after) in enumerate(zip(lines, lines[1:], strict=False)):
        match = _NUMBERED.match(line)
        if match and _is_heading(line) and after.strip() and not ITEM.match(after):
            text = after.strip()
            if _ENDS.search(text) or len(text) > LONGEST or len(text) > 2 * len(line):
                found[number] = tuple(map(int, match[1].split(".")))
    tops = [place[0] for place in found.values() if len(place) == 1]
    in_series = len(tops) > 1 and tops == list(range(1, len(tops) + 1))
    return set(found) if in_series else set()


def _classify(paragraphs: Sequence[_Paragraph]) -> None:
    for paragraph in paragraphs:
        lines = paragraph.lines
        if paragraph.is_set_off:
            paragraph.kind = "heading"
        elif sum(bool(_DRAWING.search(line)) for line in lines) * 2 >= len(lines):
            paragraph.kind = "drawing"
        elif _is_code(lines):
            paragraph.kind = "code"
        elif all(ITEM.match(line) for line in lines) and (
            len(lines) > 1 or lines[0][0].isspace() or not _NUMBERED.match(lines[0])
        ):
            paragraph.kind = "list"
        elif len(lines) == 1 and _is_heading(lines[0]):
            paragraph.kind = "heading"
    _headings_open_something(paragraphs)


def _is_code(lines: Sequence[str]) -> bool:
    looks = sum(bool(_CODE.match(line)) for line in lines)
    real = any(_STATEMENT.search(line) for line in lines)
    return real and len(lines) > 1 and looks * 3 >= len(lines) * 2


def _is_heading(line: str) -> bool:
    text = line.strip()
    bare = _NUMBERED.sub("", text)
    return (
        not line[0].isspace()
        and 2 <= len(text) <= LONGEST
        and (not _ENDS.search(text) or (text[-1] == "?" and text.isupper()))
        and not ITEM.match(text if not _NUMBERED.match(text) else bare)
        and bool(bare)
        and not bare[0].islower()
        and not (bare[0] in "(（" and bare[-1] in ")）")
        and "http" not in text
        and "://" not in text
        and len(bare.split()) <= 14
    )


def _headings_open_something(paragraphs: Sequence[_Paragraph]) -> None:
    """A run of short lines with nothing between them is a list of words, not of headings.

    Nor are those at the very end, below which nothing stands.
    """
    run: list[_Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            run.append(paragraph)
            continue
        for early in run[:-2] if len(run) > 3 else []:
            early.kind = "prose"
        run = []
    for left in run:
        left.kind = "prose"


def _contents(paragraphs: Sequence[_Paragraph]) -> set[str]:
    """Meanings of the entries of a table of contents, if the text has one."""
    for paragraph, after in zip(paragraphs, paragraphs[1:], strict=False):
        if meaning(paragraph.lines[0]) in _CONTENTS and after.kind == "list":
            return {meaning(ITEM.sub("", line, count=1)) for line in after.lines}
    return set()


def _levels(paragraphs: Sequence[_Paragraph], contents: set[str]) -> Iterator[int]:
    """The level of each heading in turn.

    A numbered one stands below the last that is not; so are all others below
    one that stands right above a heading, and so only names a group of them.
    """
    level, below = 1, 0
    top = 2 if contents else 1
    if _is_title_of_all(paragraphs):
        yield 1
        paragraphs, top = paragraphs[1:], 2
    for paragraph, after in zip_longest(paragraphs, paragraphs[1:]):
        if paragraph.kind != "heading":
            continue
        heading = meaning(paragraph.lines[0])
        if match := _NUMBERED.match(paragraph.lines[0]):
            yield level + 1 + match[1].count(".")
            continue
        if contents and (heading in _CONTENTS or any(_same(heading, e) for e in contents)):
            level, below = 1, 0
        elif after and after.kind == "heading" and not _NUMBERED.match(after.lines[0]):
            level, below = top, 1
        else:
            level = top + below
        yield level


def _is_title_of_all(paragraphs: Sequence[_Paragraph]) -> bool:
    """Whether the first line is a heading, and others, set off by more, are below it."""
    first, *rest = [*paragraphs, _Paragraph(0, [])]
    set_off_below = not first.is_set_off and any(one.is_set_off for one in rest)
    return first.is_title or (first.kind == "heading" and set_off_below)


def _same(title: str, entry: str) -> bool:
    return title == entry or (len(entry) > 12 and (title.startswith(entry) or entry in title))


def _as_markdown(paragraph: _Paragraph, width: int) -> list[str]:
    """A paragraph's lines, as many: tables, lines that stand by themselves, or prose."""
    made: list[str] = []
    rest: list[str] = []
    for part in [*parted(paragraph.lines), []]:
        table = as_table(part)
        if rest and (table or not part):
            marked = list(zip(marks(rest, width), rest, strict=True))
            lines = [mark + _harmless(line.strip() if mark else line) for mark, line in marked]
            made += ["\n" + lines[0] if made else lines[0], *lines[1:]]  # below a table
            rest = []
        if table:
            made += table
        else:
            rest += part
    return made


def _harmless(line: str) -> str:
    """Bullets as Markdown writes them; characters that would be live are escaped."""
    if match := _BULLET.match(line):
        return f"{match[1]}- {line[match.end() :]}"
    if ITEM.match(line):
        return line[2:] if line.startswith("  ") else line
    indented = line.expandtabs(4).startswith("    ")  # would be code
    return _LIVE.sub(r"\1\\\2", line.lstrip() if indented else line)


def _fenced(lines: Sequence[str], paragraphs: Sequence[_Paragraph]) -> Iterator[str]:
    """Put fences around code and drawings; code paragraphs that follow each other are one."""
    opened_at: dict[int, str] = {}
    closed_after: set[int] = set()
    inside = (_TICKS.match(line) for line in lines)
    fence = "`" * max(3, 1 + max((len(ticks[1]) for ticks in inside if ticks), default=0))
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind not in {"code", "drawing"}:
            continue
        previous = paragraphs[index - 1] if index else None
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        if previous is None or previous.kind != paragraph.kind:
            opened_at[paragraph.first] = fence + ("text" if paragraph.kind == "drawing" else "")
        if following is None or following.kind != paragraph.kind:
            closed_after.add(paragraph.first + len(paragraph.lines) - 1)
    for number, line in enumerate(lines):
        if number in opened_at:
            yield opened_at[number]
        yield line
        if number in closed_after:
            yield fence

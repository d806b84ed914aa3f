"""From the blocks of a Markdown body to sections a student reads one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from llmtutor.content import inline
from llmtutor.content.blocks import Block, blocks, is_comment
from llmtutor.content.identity import Names, slug
from llmtutor.content.models import FileWarnings, Link, Section
from llmtutor.content.passages import passages
from llmtutor.content.sentences import sentences

MAX_SECTION = 12_000
"""Characters; a longer section is read in parts, because a pane draws it whole."""
MAX_HEADINGS = 20_000

_DIRECTIVE = re.compile(r"\A<!--\s*((?:id|topics)\s*:.*?)-->\Z", re.DOTALL)
_DIRECTIVE_PART = re.compile(r"(id|topics)\s*:\s*([^;]*)")


@dataclass(frozen=True, slots=True)
class Draft:
    """A heading and the blocks under it, before it is a section."""

    title: str
    level: int
    blocks: tuple[Block, ...]
    line: int
    heading: str = ""
    """The heading as written, for the links it holds."""


def cut_into_drafts(body: str, found: Sequence[Block]) -> list[Draft]:
    """One draft a heading; the text before the first heading is a draft of level 0."""
    drafts: list[Draft] = []
    current, held = Draft("", 0, (), 0), list[Block]()
    for block in found:
        if block.kind != "heading":
            held.append(block)
            continue
        drafts.append(replace(current, blocks=tuple(held)))
        title = inline.title(block.info)
        current, held = Draft(title, block.level, (), block.line, block.info), []
    drafts.append(replace(current, blocks=tuple(held)))
    return drafts if has_body(body, drafts[0]) else drafts[1:]


def has_body(body: str, draft: Draft) -> bool:
    """Whether anything to read stands under the heading."""
    return any(block.kind != "rule" and not is_comment(body, block) for block in draft.blocks)


def sections(
    body: str, drafts: Sequence[Draft], *, first_line: int, warnings: FileWarnings
) -> tuple[Section, ...]:
    """Turn drafts into sections with ids, levels counted from 1, passages and links.

    Args:
        body: the text that the drafts' offsets count into.
        drafts: in reading order, each with a title.
        first_line: the line of the file on which ``body`` starts.
        warnings: told of titles that were missing and sections that were cut.
    """
    top = min((draft.level for draft in drafts if draft.level), default=1)
    made: list[Section] = []
    names = Names()
    for index, draft in enumerate(drafts):
        level = max(draft.level, top) - top + 1
        line = draft.line + first_line
        below = drafts[index + 1].level if index + 1 < len(drafts) else 0
        group = not has_body(body, draft) and below > draft.level
        title = draft.title
        if not title:
            title = "Untitled"
            warnings.add(line, "a heading without words", "called it 'Untitled'")
        for part in _parts(body, draft, line, warnings):
            section = _section(body, draft, part, title, level, group, line)
            made.append(replace(section, id=names.give(section.id)))
    return tuple(made)


def _section(
    body: str,
    draft: Draft,
    part: tuple[int, int, int],
    title: str,
    level: int,
    group: bool,
    line: int,
) -> Section:
    start, end, number = part
    text, offset = body[start:end], start
    identity, topics = _directive(body, draft)
    inside = [
        replace(block, start=max(block.start, start) - offset, end=min(block.end, end) - offset)
        for block in draft.blocks
        if block.start < end and block.end > start
    ]
    if number > 1:
        title = f"{title} ({number})"
    prose = "\n\n".join(text[b.start : b.end] for b in inside if b.kind not in {"code", "rule"})
    heading_links = inline.links(draft.heading) if number <= 1 else []
    return Section(
        id=(identity or slug(title)) if number <= 1 else slug(title),
        title=title,
        level=level,
        group=group,
        text=text,
        passages=passages(text, inside),
        links=_each_once([*heading_links, *inline.links(prose)]),
        words=inline.count_words(inline.plain(prose)),
        line=line,
        topics=topics,
    )


def _each_once(links: Sequence[Link]) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(links))


def _directive(body: str, draft: Draft) -> tuple[str, tuple[str, ...]]:
    """The ``id`` and ``topics`` that the comment under a heading gives."""
    for block in draft.blocks[:1]:
        if match := _DIRECTIVE.match(body[block.start : block.end]):
            parts = dict(_DIRECTIVE_PART.findall(match[1]))
            topics = [topic.strip() for topic in parts.get("topics", "").split(",")]
            identity = parts.get("id", "").strip()
            return slug(identity) if identity else "", tuple(topic for topic in topics if topic)
    return "", ()


def _parts(
    body: str, draft: Draft, line: int, warnings: FileWarnings
) -> Iterator[tuple[int, int, int]]:
    """``(start, end, number)`` of the pieces a draft is read in: one, unless it is very long."""
    content = list(draft.blocks)
    if content and _DIRECTIVE.match(body[content[0].start : content[0].end]):
        content = content[1:]
    while content and content[-1].kind == "rule":
        content.pop()
    while content and content[0].kind == "rule":
        content.pop(0)
    if not content:
        yield 0, 0, 0
        return
    if content[-1].end - content[0].start <= MAX_SECTION:
        yield content[0].start, content[-1].end, 0
        return
    cuts = _cuts(body, content)
    warnings.add(
        line,
        f"the section '{draft.title}' has {content[-1].end - content[0].start:,} characters",
        f"cut it into {len(cuts)} parts to read one at a time",
    )
    for number, (start, end) in enumerate(cuts, start=1):
        yield start, end, number


def _cuts(body: str, content: Sequence[Block]) -> list[tuple[int, int]]:
    """Cut between blocks, and inside a very long block between sentences or lines."""
    pieces: list[tuple[int, int]] = []
    for block in content:
        if block.end - block.start <= MAX_SECTION:
            pieces.append((block.start, block.end))
        elif block.kind == "code":
            pieces.extend(_lines(body, block))
        else:
            pieces.extend((span.start, span.end) for span in _covering(body, block))
    merged: list[tuple[int, int]] = []
    for start, end in pieces:
        if merged and end - merged[-1][0] <= MAX_SECTION:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _covering(body: str, block: Block) -> Iterator[Block]:
    """Sentence pieces that leave no character out: each runs to where the next one starts."""
    spans = sentences(body, block.start, block.end)
    starts = [block.start, *(span.start for span in spans[1:]), block.end]
    for start, end in zip(starts, starts[1:], strict=False):
        yield replace(block, start=start, end=end)


def _lines(body: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    while start < block.end:
        end = min(start + MAX_SECTION, block.end)
        if end < block.end and (newline := body.rfind("\n", start, end)) > start:
            end = newline + 1
        yield start, end
        start = end


def read_blocks(body: str) -> list[Block]:
    """Blocks of a body, with headings beyond any sensible number read as prose."""
    found = blocks(body)
    headings = sum(block.kind == "heading" for block in found)
    if headings <= MAX_HEADINGS:
        return found
    return [replace(b, kind="prose") if b.kind == "heading" else b for b in found]

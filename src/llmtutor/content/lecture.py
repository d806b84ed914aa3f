"""One Markdown file → one Lecture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from llmtutor.content import inline
from llmtutor.content.blocks import Block
from llmtutor.content.clean import one_line
from llmtutor.content.front_matter import FrontMatter, read_front_matter
from llmtutor.content.identity import slug
from llmtutor.content.models import FileWarning, FileWarnings, Lecture
from llmtutor.content.sections import Draft, cut_into_drafts, has_body, read_blocks, sections

DESCRIPTION_WORDS = 50
"""Text before the first heading is the description up to here, a section beyond."""


@dataclass(frozen=True, slots=True)
class ReadLecture:
    """A lecture, and what its reader had to decide."""

    lecture: Lecture
    warnings: tuple[FileWarning, ...]


def read_lecture(text: str, *, source: str, fallback_title: str) -> ReadLecture:
    r"""Read Markdown that was cleaned of control characters.

    Args:
        text: the file's content, lines ending in ``\n``.
        source: the file's name, for warnings and errors.
        fallback_title: the title where neither front matter nor a heading gives one.

    Raises:
        InputFileError: malformed front matter.
    """
    front = read_front_matter(text, source)
    body = text[front.body_start :]
    warnings = FileWarnings(source)
    drafts = cut_into_drafts(body, read_blocks(body))
    drafts, heading_title = _without_title(body, drafts, front)
    title = inline.title(front.text("title")) or heading_title or one_line(fallback_title)
    drafts, summary = _without_description(body, drafts, front)
    drafts = [_named(draft, title, len(drafts) == 1) for draft in drafts]
    _tell_untitled_slides(drafts, front.body_line, warnings)
    made = sections(body, drafts, first_line=front.body_line, warnings=warnings)
    lecture = Lecture(
        id=slug(front.text("id") or fallback_title or title),
        title=title,
        sections=made,
        summary=summary,
        aims=front.texts("aims"),
        prerequisites=front.texts("prerequisites"),
    )
    return ReadLecture(lecture, tuple(warnings.items))


def _without_title(body: str, drafts: list[Draft], front: FrontMatter) -> tuple[list[Draft], str]:
    """Take a lone top heading that opens the file as the lecture's title."""
    headed = [draft for draft in drafts if draft.level]
    if not headed:
        return drafts, ""
    first = headed[0]
    alone = sum(draft.level <= first.level for draft in headed) == 1
    if first.level != 1 or not alone or len(headed) == 1:
        return drafts, ""
    given = inline.title(front.text("title"))
    if given and given.casefold() != first.title.casefold():
        return drafts, ""
    opening = replace(first, level=0, title="", heading="")
    rest = [draft for draft in drafts if draft is not first]
    if rest and rest[0].level == 0:
        rest[0] = replace(rest[0], blocks=(*rest[0].blocks, *opening.blocks))
    elif has_body(body, opening):
        rest.insert(0, opening)
    return rest, first.title


def _without_description(
    body: str, drafts: list[Draft], front: FrontMatter
) -> tuple[list[Draft], str]:
    """Take a short text before the first heading as the lecture's description."""
    summary = front.text("summary") or front.text("description")
    if len(drafts) < 2 or drafts[0].level:
        return drafts, summary
    opening = drafts[0]
    text = " ".join(inline.plain(_text(body, opening.blocks)).split())
    simple = all(block.kind in {"prose", "rule"} for block in opening.blocks)
    if not simple or inline.count_words(text) > DESCRIPTION_WORDS:
        return drafts, summary
    if summary and text:
        return drafts, summary
    return drafts[1:], text


def _text(body: str, blocks: Sequence[Block]) -> str:
    return "\n".join(body[block.start : block.end] for block in blocks if block.kind != "rule")


def _named(draft: Draft, title: str, only: bool) -> Draft:
    """A title for the text that stands before the first heading."""
    if draft.level:
        return draft
    return replace(draft, title=title if only else "Introduction")


def _tell_untitled_slides(drafts: Sequence[Draft], first_line: int, warnings: FileWarnings) -> None:
    """Say where a slide without a heading continues the section before it."""
    for draft in drafts:
        for before, block in zip(draft.blocks, draft.blocks[1:], strict=False):
            if before.kind == "rule" and block.kind not in {"rule", "html"}:
                warnings.add(
                    block.line + first_line,
                    "a slide without a title",
                    f"kept it in '{draft.title}'",
                )

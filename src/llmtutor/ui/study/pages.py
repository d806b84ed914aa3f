"""What a section and a lecture look like as a page."""

from __future__ import annotations

from collections.abc import Sequence

from llmtutor.content.models import Section
from llmtutor.library.library import LectureHead
from llmtutor.ui.atlas import minutes
from llmtutor.ui.desk import Desk
from llmtutor.ui.page.blocks import Block, Lead, Paragraph
from llmtutor.ui.page.ink import Inked, joined
from llmtutor.ui.page.markdown import read_blocks


def section_page(
    desk: Desk, path: str, section: Section, *, title: str = "", original: bool = False
) -> list[Block]:
    """Its title, its text, and what comes next.

    Args:
        desk: what every screen works with.
        path: of the section.
        section: as it is to be shown.
        title: in the language of the section, where that is not the course's present one.
        original: say that these are the words that were written, where a
            translation is wanted.
    """
    title = title or (desk.atlas.title(path) if path in desk.atlas else section.title)
    blocks: list[Block] = [Paragraph(text=Inked.of(title, "title"))]
    if original:
        words = "in the original" if desk.translated(path) else "not translated yet"
        blocks.append(_line(f"({words})", "dim"))
    blocks += read_blocks(section.text, desk.signs)
    if len(blocks) == 1:
        blocks.append(_line("There is no text in this section.", "dim"))
    return [*blocks, _next_line(desk, path)]


def lecture_page(desk: Desk, lecture: LectureHead) -> list[Block]:
    """What a lecture is about, before its first section."""
    blocks: list[Block] = [Paragraph(text=Inked.of(lecture.title, "title"))]
    read, count = desk.atlas.state_of_lecture(lecture, desk.states)
    time = minutes(lecture.words)
    facts = (
        f"{count} section{'s' * (count != 1)}, about {time} minute{'s' * (time != 1)} to read;"
        f" {read} read"
    )
    blocks.append(_line(facts, "dim"))
    if lecture.summary:
        blocks.append(_line(lecture.summary))
    blocks += _list(desk, "You will be able to", lecture.aims)
    blocks += _list(desk, "You should know", lecture.prerequisites)
    blocks += _sections(desk, lecture)
    return [*blocks, _next_line(desk, lecture.path)]


def _list(desk: Desk, heading: str, items: Sequence[str]) -> list[Block]:
    if not items:
        return []
    bullet = Lead(Inked.of(f"{desk.signs.bullet} ", "sign"), Inked.of("  "))
    return [
        _line(heading, "strong"),
        *(Paragraph(bullet, gap=False, text=Inked.of(item)) for item in items),
    ]


def _sections(desk: Desk, lecture: LectureHead) -> list[Block]:
    blocks: list[Block] = [_line("Sections", "strong")]
    signs = {"read": desk.signs.right, "opened": desk.signs.part}
    for section in lecture.sections:
        sign = signs.get(desk.states.get(section.path, ""), " ")
        indent = "  " * (section.level - 1)
        lead = Lead(Inked.of(f"{indent}{sign} ", "sign"), Inked.of(f"{indent}  "))
        time = "" if section.group else f"  {minutes(section.words)} min"
        text = joined((Inked.of(section.title), Inked.of(time, "dim")))
        blocks.append(Paragraph(lead, gap=False, text=text))
    return blocks


def _next_line(desk: Desk, place: str) -> Block:
    """The last row: where reading on leads to."""
    after = desk.atlas.after(place)
    if after is None:
        return _line(f"{desk.signs.line * 3}  the end of your library", "dim")
    first = desk.atlas.is_lecture(place)
    lecture, here = desk.atlas.lecture(after), desk.atlas.lecture(place)
    word = "start" if first else "next" if lecture is here else "next lecture"
    title = desk.atlas.title(after)
    if lecture and lecture is not here:
        title = f"{lecture.title} {desk.signs.crumb} {title}"
    return Paragraph(
        text=joined(
            (
                Inked.of(f"{desk.signs.line * 3}  {word}: ", "dim"),
                Inked.of(title, "strong"),
                Inked.of("  n", "dim"),
            )
        )
    )


def _line(text: str, *inks: object) -> Paragraph:
    return Paragraph(text=Inked.of(text, *inks))  # type: ignore[arg-type]

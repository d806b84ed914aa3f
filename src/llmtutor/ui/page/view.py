"""The widget that shows a page: it draws rows, scrolls, and marks a passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from llmtutor.ui.page.blocks import Block
from llmtutor.ui.page.ink import Ink, Inked
from llmtutor.ui.page.layout import Page, Row, columns_between, lay_out
from llmtutor.ui.signs import PRETTY, Signs

if TYPE_CHECKING:
    from textual.events import Resize
    from textual.selection import Selection

MEASURE = 84
"""Cells of the widest row of prose: longer ones are hard to follow."""
GUTTER = 2
"""Cells left of the text, where the bar beside a marked passage stands."""
_OVERLAP = 2
_Run = tuple[int, int, list[Ink | None]]
"""Rows that stay on the screen when a page is turned."""


class PageView(ScrollView, can_focus=True):
    """Shows one page of text."""

    BINDING_GROUP_TITLE = "Reading"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "read_on", "read on", id="page.read_on", show=False,
                tooltip="Turn the page; at the end, go to the next section"),
        Binding("j,down", "lines(1)", "line down", id="page.down", show=False,
                tooltip="One line down"),
        Binding("k,up", "lines(-1)", "line up", id="page.up", show=False, tooltip="One line up"),
        Binding("pagedown", "pages(1)", "page down", id="page.page_down", show=False,
                tooltip="One page down"),
        Binding("pageup,b", "pages(-1)", "page up", id="page.page_up", show=False,
                tooltip="One page up"),
        Binding("g,home", "top", "top", id="page.top", show=False, tooltip="Start of the section"),
        Binding("G,end", "bottom", "end", id="page.bottom", show=False,
                tooltip="End of the section"),
        Binding("right", "columns(8)", "right", id="page.right", show=False,
                tooltip="See more of code or a table that is wider than the page"),
        Binding("left", "columns(-8)", "left", id="page.left", show=False,
                tooltip="Back to the left"),
    ]  # fmt: skip
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"page--{ink}"
        for ink in (
            "strong", "em", "strike", "code", "link", "picture", "title", "dim", "sign", "quoted",
            "block", "keyword", "string", "number", "comment", "name", "here", "rule", "good",
        )
    } | {"page--bar"}  # fmt: skip

    @dataclass
    class Moved(Message):
        """The rows on the screen changed."""

        view: PageView
        top: float
        end_shown: bool
        """Whether the last row is on the screen."""

        @property
        def control(self) -> PageView:
            return self.view

    class EndPassed(Message):
        """The student wants to read on, beyond the end of the page."""

    def __init__(self, *, signs: Signs = PRETTY, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._blocks: Sequence[Block] = ()
        self._page = Page()
        self._margin = GUTTER
        self._marked: tuple[int, int] | None = None
        self._marked_rows = range(0)
        self._goal: float | Literal["mark"] | None = None
        """Where to scroll to at the next layout; None stays."""
        self._strips: dict[int, Strip] = {}

    @property
    def page(self) -> Page:
        return self._page

    @property
    def marked(self) -> tuple[int, int] | None:
        """The piece of the section that is marked, by offsets."""
        return self._marked

    @property
    def end_shown(self) -> bool:
        return self.scroll_offset.y + self.size.height >= len(self._page.rows)

    def show(
        self, blocks: Sequence[Block], *, top: float = 0, mark: tuple[int, int] | None = None
    ) -> None:
        """Show a page from a row on, or from where a marked passage stands.

        Args:
            blocks: the page.
            top: the row to put at the top of the screen.
            mark: offsets in the section of what to mark; it decides the top.
        """
        self._blocks, self._marked = blocks, mark
        self._goal = "mark" if mark else top
        self._lay_out()

    def mark(self, span: tuple[int, int] | None) -> None:
        """Mark a passage and bring it into view; None takes the mark away."""
        self._marked = span
        if span is not None:
            self._goal = "mark"
        self._lay_out()

    @property
    def _measure(self) -> int:
        """Cells of a row of prose."""
        return min(MEASURE, self.size.width - GUTTER - 1)

    def _lay_out(self) -> None:
        if self.size.width <= GUTTER:
            return  # hidden: laid out once there is a size
        width = self._measure
        self._margin = GUTTER + max(0, self.size.width - GUTTER - 1 - width) // 2
        self._page = lay_out(self._blocks, width, self._signs)
        found = self._page.rows_between(*self._marked) if self._marked else None
        self._marked_rows = range(found[0], found[1] + 1) if found else range(0)
        total = self._margin + self._page.width + (self._page.width > width)
        self.virtual_size = Size(total, len(self._page.rows))
        self._redraw()
        self._scroll_to_goal()
        self._tell()

    def _scroll_to_goal(self) -> None:
        goal, self._goal = self._goal, None
        if goal == "mark" and self._marked_rows:
            above = max(1, (self.size.height - len(self._marked_rows)) // 3)
            goal = max(0, self._marked_rows.start - above)
        if isinstance(goal, int | float):
            # forced: a page that has just become long has no scrollbar yet
            self.scroll_to(y=goal, x=0, animate=False, force=True)

    def on_resize(self, _event: Resize) -> None:
        """Keep what is at the top of the screen there, at whatever width."""
        if self._goal is None and self._page.rows:
            top = min(int(self.scroll_offset.y), len(self._page.rows) - 1)
            block = self._page.rows[top].block
            inside = top - self._page.row_of_block(block)
            again = lay_out(self._blocks, self._measure, self._signs)
            self._goal = again.row_of_block(block) + inside if top else 0
        self._lay_out()

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _tell(self) -> None:
        self.post_message(self.Moved(self, self.scroll_offset.y, self.end_shown))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._tell()

    def action_lines(self, count: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + count, animate=False)

    def action_pages(self, count: int) -> None:
        self.action_lines(count * max(1, self.size.height - _OVERLAP))

    def action_columns(self, count: int) -> None:
        self.scroll_to(x=self.scroll_offset.x + count, animate=False)

    def action_read_on(self) -> None:
        if self.end_shown:
            self.post_message(self.EndPassed())
        else:
            self.action_pages(1)

    def action_top(self) -> None:
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        self.scroll_to(y=len(self._page.rows), animate=False)

    # Drawing

    def render_line(self, y: int) -> Strip:
        left, top = self.scroll_offset
        strip = self._strip(top + y)
        cut = strip.crop_extend(left, left + self.size.width, self._ground)
        return cut.apply_offsets(left, top + y)

    def _strip(self, number: int) -> Strip:
        if number >= len(self._page.rows):
            return Strip.blank(self.size.width, self._ground)
        if number not in self._strips:
            self._strips[number] = self._drawn(number, self._page.rows[number])
        return self._strips[number]

    def _drawn(self, number: int, row: Row) -> Strip:
        marked = number in self._marked_rows
        base = self._ground
        ground = base + self._style("block") if row.band else base
        bar = self._signs.evidence if marked else " "
        segments = [
            Segment(" " * (self._margin - GUTTER), base),
            Segment(bar.ljust(GUTTER), base + self._component("page--bar")),
        ]
        for start, end, inks in self._runs(number, row.text, marked):
            style = sum((self._style(ink) for ink in inks), ground)
            segments.append(Segment(row.text.text[start:end], style))
        used = cell_len(row.text.text)
        if row.band and used < self._measure:
            segments.append(Segment(" " * (self._measure - used), ground))
        return Strip(segments)

    def _runs(self, number: int, text: Inked, marked: bool) -> list[_Run]:
        """The row cut where its inks change: ``(start, end, inks)``."""
        marks: list[tuple[int, int, Ink | None]] = [(m.start, m.end, m.ink) for m in text.marks]
        if marked and self._marked and (span := columns_between(text, *self._marked)):
            marks.append((*span, "here"))
        selection = self.text_selection.get_span(number) if self.text_selection else None
        if selection is not None:
            start, end = selection
            end = len(text) if end < 0 else end - self._margin
            marks.append((max(0, start - self._margin), max(0, end), None))
        cuts = sorted({0, len(text), *(min(at, len(text)) for m in marks for at in m[:2])})
        return [
            (start, end, [ink for left, right, ink in marks if left <= start and right >= end])
            for start, end in pairwise(cuts)
        ]

    @property
    def _ground(self) -> Style:
        return self.visual_style.rich_style

    def _style(self, ink: Ink | None) -> Style:
        if ink is None:
            return self.screen.get_component_rich_style("screen--selection")
        return self._component(f"page--{ink}")

    def _component(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        rows = (" " * self._margin + row.text.text for row in self._page.rows)
        taken = selection.extract("\n".join(rows))
        lines = taken.splitlines()
        margin = " " * self._margin
        return "\n".join(line.removeprefix(margin).rstrip() for line in lines).strip("\n"), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        self._redraw()

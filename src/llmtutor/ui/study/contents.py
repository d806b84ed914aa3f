"""The tree of courses, lectures and sections, with what has been read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, Tree
from textual.widgets.tree import TreeNode

from llmtutor.library.library import LectureHead
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact
from llmtutor.ui.page.ink import harmless


@dataclass
class PlaceChosen(Fact):
    """The student chose a section or a lecture to read."""

    place: str


class ContentsTree(Tree[str]):
    """Each node's data is the place it stands for."""

    BINDING_GROUP_TITLE = "Contents"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "open", id="contents.open",
                tooltip="Read this section, or see what the lecture is about"),
        Binding("space", "toggle_node", "open or close", id="contents.toggle", show=False,
                tooltip="Show or hide what is below"),
        Binding("j,down", "cursor_down", "down", id="contents.down", show=False,
                tooltip="One line down"),
        Binding("k,up", "cursor_up", "up", id="contents.up", show=False, tooltip="One line up"),
        Binding("right,l", "expand", "show", id="contents.expand", show=False,
                tooltip="Show what is below"),
        Binding("left,h", "collapse", "hide", id="contents.collapse", show=False,
                tooltip="Hide what is below, or go up to the lecture"),
        Binding("g,home", "first", "top", id="contents.top", show=False,
                tooltip="First line"),
        Binding("G,end", "last", "end", id="contents.end", show=False,
                tooltip="Last line"),
    ]  # fmt: skip

    COMPONENT_CLASSES: ClassVar[set[str]] = {"contents--current"}

    def __init__(self, desk: Desk) -> None:
        super().__init__(Text("Contents"))
        self._desk = desk
        self._places: dict[str, TreeNode[str]] = {}
        self.current = ""
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False

    def fill(self) -> None:
        """Show the library anew; what was unfolded stays so."""
        unfolded = {place for place, node in self._places.items() if node.is_expanded}
        self.clear()
        self._places = {"": self.root}
        courses = self._desk.atlas.courses
        for course in courses:
            above = self.root
            if len(courses) > 1:
                above = self._add(self.root, course.id, course.title, True)
                if course.id in unfolded:
                    above.expand()
            for lecture in course.lectures:
                node = self._add(above, lecture.path, lecture.title, bool(lecture.sections))
                if lecture.path in unfolded:
                    self._unfold(node, lecture)

    def show_place(self, place: str) -> None:
        """Put the cursor where the student reads."""
        lecture = self._desk.atlas.lecture(place)
        before, self.current = self.current, place
        left = self._desk.atlas.lecture(before)
        if left and left is not lecture and (node := self._places.get(left.path)):
            node.collapse()
        if lecture and (node := self._places.get(lecture.path)):
            self._unfold(node, lecture)
        for changed in {before, place} - {""}:
            self.refresh_place(changed)
        if node := self._places.get(place):
            above = node.parent
            while above is not None:
                above.expand()
                above = above.parent
            self.call_after_refresh(self.move_cursor, node)

    def refresh_place(self, place: str) -> None:
        """Draw the marks of a section and its lecture again."""
        lecture = self._desk.atlas.lecture(place)
        for path in (place, lecture.path if lecture else ""):
            if path in self._places:
                self._places[path].refresh()

    def _add(self, above: TreeNode[str], place: str, title: str, more: bool) -> TreeNode[str]:
        node = above.add(Text(harmless(title)), data=place, allow_expand=more)
        self._places[place] = node
        return node

    def _unfold(self, node: TreeNode[str], lecture: LectureHead) -> None:
        """Sections are put in when they are first seen: a library may hold thousands."""
        if not node.children:
            above: list[tuple[int, TreeNode[str]]] = [(0, node)]
            for number, section in enumerate(lecture.sections):
                while above[-1][0] >= section.level:
                    above.pop()
                below = lecture.sections[number + 1 : number + 2]
                more = bool(below) and below[0].level > section.level
                made = self._add(above[-1][1], section.path, section.title, more)
                if more:
                    above.append((section.level, made))
                    made.expand()
        if not node.is_expanded:  # expanding again would be told again
            node.expand()

    @on(Tree.NodeExpanded)
    def _node_expanded(self, event: Tree.NodeExpanded[str]) -> None:
        event.stop()
        lecture = self._desk.atlas.lecture(event.node.data or "")
        if lecture and lecture.path == event.node.data:
            self._unfold(event.node, lecture)

    @on(Tree.NodeSelected)
    def _node_selected(self, event: Tree.NodeSelected[str]) -> None:
        event.stop()
        place = event.node.data or ""
        if place in self._desk.atlas:
            event.node.expand()
            self.post_message(PlaceChosen(place))
        else:
            event.node.toggle()

    def action_first(self) -> None:
        self.cursor_line = 0

    def action_last(self) -> None:
        self.cursor_line = self.last_line

    def action_expand(self) -> None:
        if self.cursor_node is not None:
            self.cursor_node.expand()

    def action_collapse(self) -> None:
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded and node.children:
            node.collapse()
        elif node.parent is not None and node.parent is not self.root:
            self.move_cursor(node.parent)

    def render_label(self, node: TreeNode[str], base_style: Style, style: Style) -> Text:
        signs = self._desk.signs
        place = node.data or ""
        icon = ""
        if node.allow_expand:
            icon = f"{signs.open if node.is_expanded else signs.closed} "
        label = node.label.plain if isinstance(node.label, Text) else str(node.label)
        mark = self._mark(place)
        room = self.size.width - self._indent(node) - cell_len(icon) - cell_len(mark)
        if 0 < room < cell_len(label):
            label = set_cell_size(label, max(1, room - len(signs.dots))).rstrip() + signs.dots
        text = Text.assemble(
            (icon, base_style + Style(meta={"toggle": True})), (mark, style), (label, style)
        )
        if place == self.current:
            here = self.get_component_rich_style("contents--current", partial=True, default=style)
            text.stylize(here)
        return text

    def _mark(self, place: str) -> str:
        desk, signs = self._desk, self._desk.signs
        if desk.atlas.is_lecture(place):
            lecture = desk.atlas.lecture(place)
            read, count = desk.atlas.state_of_lecture(lecture, desk.states) if lecture else (0, 0)
            return f"{signs.right} " if count and read == count else ""
        section = desk.atlas.section(place)
        if section is None or section.group:
            return ""
        sign = {"read": signs.right, "opened": signs.part}.get(desk.states.get(place, ""), " ")
        return f"{sign} "

    def _indent(self, node: TreeNode[str]) -> int:
        depth, above = 0, node.parent
        while above is not None and above is not self.root:
            depth, above = depth + 1, above.parent
        return depth * self.guide_depth + 1


class Contents(Vertical):
    """The tree, and how much of the course has been read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="contents")
        self._desk = desk
        self.border_title = "Contents"

    def compose(self) -> ComposeResult:
        yield ContentsTree(self._desk)
        yield Static(id="shares", markup=False)

    @property
    def outline(self) -> ContentsTree:
        return self.query_one(ContentsTree)

    def show_share(self, read: int, count: int) -> None:
        """Show how many sections of the course have been read."""
        text = f"{read} of {count} sections read" if count else "No sections yet"
        self.query_one("#shares", Static).update(Content(text))

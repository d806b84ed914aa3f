"""What an exam came to: by topic, against the one before, and what to read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from llmtutor.review.exam.report import ExamReport, Reread
from llmtutor.ui.atlas import Atlas
from llmtutor.ui.facts import Fact
from llmtutor.ui.outcome import OutcomeView, points
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import Signs
from llmtutor.ui.today.rows import counted

_TITLE = 34


@dataclass
class RereadChosen(Fact):
    """The student wants to read a section again."""

    path: str


@dataclass
class ReportTurned(Fact):
    """The student wants the report of an exam before or after this one, or another exam."""

    step: int
    """-1 the one before, 1 the one after, 0 a new exam."""


class ReportView(OutcomeView):
    """Score, topics, earlier scores, and sections to read again."""

    BINDING_GROUP_TITLE = "The report of an exam"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "turn(0)", "another exam", id="report.another", tooltip="Another exam"),
        Binding("p", "turn(-1)", "exam before", id="report.before",
                tooltip="The report of the exam before"),
        Binding("n", "turn(1)", "exam after", id="report.after",
                tooltip="The report of the exam after"),
        Binding("j", "move(1)", "down", id="report.down", show=False, tooltip="Next section"),
        Binding("k", "move(-1)", "up", id="report.up", show=False, tooltip="Section before"),
    ]  # fmt: skip

    def __init__(self, report: ExamReport, at: int, count: int, atlas: Atlas, signs: Signs) -> None:
        """Show a report.

        Args:
            report: of a finished exam.
            at: which of all exams it is, from 0.
            count: how many there are.
            atlas: for titles.
            signs: to draw with.
        """
        super().__init__(atlas, signs)
        self._report = report
        self._at, self._count = at, count

    def compose(self) -> ComposeResult:
        report, result = self._report, self._report.result
        head = f"{points(result.score)} of {result.items}, {result.share * 100:.0f} %"
        yield Static(head, id="score", markup=False)
        yield Static("\n".join(self._notes()), id="report-notes", markup=False)
        yield Static(self._topics(), id="topics", markup=False)
        yield from self.again([self._line(item) for item in report.reread])

    def _notes(self) -> list[str]:
        report, made = self._report, self._report.result.made.astimezone()
        scope = report.result.scope
        parts = [f"{made:%A} {made.day} {made:%B}, {made:%H:%M}",
                 self._atlas.title(scope) if scope else "everything",
                 counted(round(report.seconds / 60), "minute")]  # fmt: skip
        parts += [f"{report.unanswered} unanswered"] if report.unanswered else []
        parts += [counted(report.pauses, "pause")] if report.pauses else []
        if report.interruptions:
            parts.append(f"left {counted(report.interruptions, 'time')}")
        lines = [harmless(", ".join(parts))]
        before = [one for one in report.earlier if one.made < report.result.made]
        if before:
            scores = ", ".join(f"{one.share * 100:.0f} %" for one in before[-6:])
            lines.append(f"on the same part before: {scores}")
        return lines

    def _topics(self) -> Content:
        rows = []
        for topic in self._report.topics:
            title = harmless(self._atlas.title(topic.topic))
            if cell_len(title) > _TITLE:
                title = set_cell_size(title, _TITLE - 3).rstrip() + self._signs.dots
            before = "" if topic.before is None else f"  {topic.before * 100:.0f} % before"
            score = f"  {points(topic.score):>4} of {topic.items:<3} "
            name = set_cell_size(title, _TITLE)
            rows.append(
                Content.assemble(self.bar(topic.share), score, name, (before, "$text-muted"))
            )
        return Content("\n").join(rows)

    def _line(self, item: Reread) -> Content:
        name = self.section_name(item.path, item.title)
        return Content.assemble(name, (f"   {item.wrong} wrong", "$text-muted"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(RereadChosen(self._report.reread[event.option_index].path))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "turn":
            step = parameters[0]
            return step == 0 or 0 <= self._at + (1 if step == 1 else -1) < self._count
        return True

    def action_turn(self, step: int) -> None:
        self.post_message(ReportTurned(step))

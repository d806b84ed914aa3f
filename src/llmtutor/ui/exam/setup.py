"""Choosing an exam: on what, how much, how long; or going on with one that was left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from llmtutor.library.library import Scope
from llmtutor.quiz.models import KINDS, Kind
from llmtutor.review.today import ExamLeft
from llmtutor.ui.choosing import LineChooser
from llmtutor.ui.facts import Fact
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.quiz.setup import Chooser
from llmtutor.ui.signs import Signs
from llmtutor.ui.today.rows import exam_left_words

Weighing = Literal["length", "weak", "same"]
COUNTS = (10, 20, 30, 40)
_TIMES: tuple[tuple[str, float], ...] = (
    ("1 min each", 1.0), ("1½ min", 1.5), ("2 min", 2.0), ("no limit", 0.0),
)  # fmt: skip
_WEIGHINGS: tuple[tuple[str, Weighing], ...] = (
    ("by their length", "length"), ("weak ones more", "weak"), ("all the same", "same"),
)  # fmt: skip
_KINDS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("all kinds", KINDS), ("to choose", ("choice", "multi", "truefalse")),
    ("to write", ("cloze", "short")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExamWish:
    """What the student wants to be examined on."""

    scope: Scope
    count: int
    minutes: float
    """Of the whole exam; 0 is no limit."""
    weighing: Weighing
    kinds: Collection[Kind]


@dataclass
class ExamChosen(Fact):
    """The student wants this exam."""

    wish: ExamWish


@dataclass
class ReportsWanted(Fact):
    """The student wants to see the exams so far."""


class ExamSetup(Vertical):
    """Enter starts."""

    BINDING_GROUP_TITLE = "Choosing an exam"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "start", id="exam.start", tooltip="Start this exam"),
        Binding("v", "reports", "exams so far", id="exam.reports",
                tooltip="The reports of the exams so far"),
        Binding("down,j", "app.focus_next", "next line", id="exam.down", show=False,
                tooltip="Next line"),
        Binding("up,k", "app.focus_previous", "line before", id="exam.up", show=False,
                tooltip="Line before"),
    ]  # fmt: skip

    def __init__(
        self, scopes: Sequence[tuple[str, Scope]], finished: int, signs: Signs, says: str = ""
    ) -> None:
        """Offer some scopes.

        Args:
            scopes: what each is called, and what it is.
            finished: exams so far.
            signs: to draw with.
            says: why the last wish could not be fulfilled.
        """
        super().__init__(id="exam-setup")
        self._scopes, self._finished, self._signs, self._says = scopes, finished, signs, says

    def compose(self) -> ComposeResult:
        yield Static("Sit an exam: no feedback until the end", id="setup-title", markup=False)
        on_what = Chooser("on", [name for name, _ in self._scopes], len(self._scopes) - 1,
                          self._signs)  # fmt: skip
        on_what.id = "exam-scope"
        yield on_what
        yield self._line("questions", "exam-count", [str(count) for count in COUNTS], 1)
        times = [name if self._signs.dots != "..." else name.replace("½", ".5")
                 for name, _ in _TIMES]  # fmt: skip
        yield self._line("time", "exam-time", times, 1)
        yield self._line("topics", "exam-topics", [name for name, _ in _WEIGHINGS], 0)
        yield self._line("kinds", "exam-kinds", [name for name, _ in _KINDS], 0)
        yield Static(Content(harmless(self._says)), id="setup-says", markup=False)

    def _line(self, label: str, name: str, choices: Sequence[str], at: int) -> LineChooser:
        chooser = LineChooser(label, choices, at, self._signs)
        chooser.id = name
        return chooser

    def on_mount(self) -> None:
        self.query_one("#exam-scope", Chooser).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return self._finished > 0 if action == "reports" else True

    def action_start(self) -> None:
        at: Callable[[str], int] = lambda name: self.query_one(name, Chooser).at  # noqa: E731
        count = COUNTS[at("#exam-count")]
        minutes = count * _TIMES[at("#exam-time")][1]
        scope = self._scopes[at("#exam-scope")][1]
        kinds, weighing = _KINDS[at("#exam-kinds")][1], _WEIGHINGS[at("#exam-topics")][1]
        self.post_message(ExamChosen(ExamWish(scope, count, minutes, weighing, kinds)))

    def action_reports(self) -> None:
        self.post_message(ReportsWanted())


class ExamLeftView(Vertical):
    """An exam waits to be gone on with; the clock does not run."""

    BINDING_GROUP_TITLE = "An exam that was left"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on", id="exam.go_on", tooltip="Go on where you stopped"),
        Binding("x", "give_up", "give it up", id="exam.give_up",
                tooltip="Give this exam up; its answers are kept, and it is not offered again"),
    ]  # fmt: skip

    can_focus = True
    says = getters.query_one("#setup-says", Static)

    @dataclass
    class WentOn(Fact):
        """The student goes on with the exam."""

    @dataclass
    class GaveUp(Fact):
        """The student does not want to finish it."""

    def __init__(self, left: ExamLeft) -> None:
        super().__init__(id="exam-setup")
        self._left = left

    def compose(self) -> ComposeResult:
        yield Static("An exam is not finished", id="setup-title", markup=False)
        yield Static(exam_left_words(self._left), markup=False)
        yield Static("The clock stands until you go on.", id="setup-says", markup=False)

    def on_mount(self) -> None:
        self.focus()

    def action_go_on(self) -> None:
        self.post_message(self.WentOn())

    def action_give_up(self) -> None:
        self.post_message(self.GaveUp())

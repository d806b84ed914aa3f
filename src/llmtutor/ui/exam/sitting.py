"""One question of an exam: the clock above, the strip of all questions below, no marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from llmtutor.quiz.models import Given, Question
from llmtutor.review.exam.session import ExamSession
from llmtutor.ui.facts import Fact
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.quiz.answering import Answering
from llmtutor.ui.quiz.placing import Typed
from llmtutor.ui.quiz.question import ASKS, WAYS
from llmtutor.ui.quiz.stem import stem_of
from llmtutor.ui.signs import Signs

_STEM = 64
_LATE = 60
"""Seconds before the end from which the clock is shown in another colour."""


@dataclass
class QuestionWanted(Fact):
    """The student wants another question, by its place."""

    position: int


@dataclass
class ExamAct(Fact):
    """The student flags, pauses, goes on, looks over all questions, or hands in."""

    what: str


class Strip(Static):
    """A sign for each question; a click goes there."""

    def __init__(self, session: ExamSession[Question], signs: Signs) -> None:
        super().__init__(markup=False, id="strip")
        self._session, self._signs = session, signs

    def on_mount(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw it as things stand."""
        session = self._session
        parts: list[str | tuple[str, str]] = []
        for number in range(len(session.paper.questions)):
            here = number == session.position
            parts.append((state_sign(session, number, self._signs), "$accent bold" if here else ""))
            parts.append(("<", "$accent bold") if here else " ")
        signs = self._signs
        legend = f"\n{signs.on} answered   {signs.off} open   {signs.part} flagged"
        self.update(Content.assemble(*parts, (legend, "$text-muted")))

    def on_click(self, event: Click) -> None:
        event.stop()
        width = max(2, self.content_size.width)
        number = ((event.y * width) + event.x) // 2
        if number < len(self._session.paper.questions):
            self.post_message(QuestionWanted(number))


class SittingView(Vertical):
    """While it is on the screen every letter and digit belongs to it."""

    BINDING_GROUP_TITLE = "In an exam"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "skip", "next", id="exam.skip", priority=True,
                tooltip="Leave this question for later"),
        Binding("pagedown,ctrl+n", "go(1)", "next", id="exam.next", show=False, priority=True,
                tooltip="Next question"),
        Binding("pageup,ctrl+b", "go(-1)", "before", id="exam.before", show=False,
                priority=True, tooltip="Question before"),
        Binding("g", "act('look')", "go to any", id="exam.look",
                tooltip="All questions; go to any of them, or hand in"),
        Binding("ctrl+g", "act('look')", "go to any", id="exam.look_typing", priority=True,
                tooltip="The same while you type, or where g is an answer"),
        Binding("f", "act('flag')", "flag", id="exam.flag",
                tooltip="Mark this question to come back to"),
        Binding("ctrl+f", "act('flag')", "flag", id="exam.flag_typing", priority=True,
                tooltip="The same while you type, or where f is an answer"),
        Binding("p", "act('pause')", "pause", id="exam.pause",
                tooltip="Stop the clock and hide the question"),
        Binding("ctrl+t", "act('pause')", "pause", id="exam.pause_typing", priority=True,
                tooltip="The same while you type"),
    ]  # fmt: skip

    strip = getters.query_one(Strip)

    def __init__(self, session: ExamSession[Question], signs: Signs) -> None:
        super().__init__(id="sitting")
        self._session, self._signs = session, signs

    def compose(self) -> ComposeResult:
        session, question = self._session, self._session.current
        with Horizontal(id="sitting-head"):
            count = len(session.paper.questions)
            head = f"{session.position + 1} of {count}"
            head += "   flagged" if session.position in session.flagged else ""
            yield Static(head, markup=False, id="sitting-place")
            yield Static(markup=False, id="clock")
        with VerticalScroll(id="question", can_focus=False):
            yield Static(stem_of(question), markup=False, id="stem")
            if words := ASKS[question.kind]:
                yield Static(words, markup=False, id="asks")
            yield WAYS[question.kind](question, self._signs)
            given = session.answers.get(session.position)
            if given is not None:
                words = f"your answer: {given_words(given)}"
                note = Content.assemble((f"{harmless(words)}\n", "bold"),
                                        ("another answer replaces it", "$text-muted"))  # fmt: skip
                yield Static(note, markup=False, id="given")
        yield Strip(session, self._signs)

    def on_mount(self) -> None:
        self.query_one(Answering).focus()

    def show_clock(self, left: float | None, spent: float) -> None:
        """Show the time that is left, or the time used where there is no limit."""
        seconds = spent if left is None else left
        words = f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
        # a tick may come while the view is being put up or taken away
        for clock in self.query("#clock").results(Static):
            clock.update(Content(f"{words} used" if left is None else f"{words} left"))
            clock.set_class(left is not None and left < _LATE, "-late")

    def show_flag(self) -> None:
        """Show whether the question is flagged."""
        session = self._session
        words = f"{session.position + 1} of {len(session.paper.questions)}"
        words += "   flagged" if session.position in session.flagged else ""
        self.query_one("#sitting-place", Static).update(Content(words))
        self.strip.draw()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return bool(character) and character.isalnum() if character else False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space is a letter while one types."""
        if action == "skip":
            return not self.query(Typed)
        return self._session.pauses_left > 0 if parameters == ("pause",) else True

    def action_skip(self) -> None:
        self.action_go(1)

    def action_go(self, step: int) -> None:
        self.post_message(QuestionWanted(self._session.position + step))

    def action_act(self, what: str) -> None:
        self.post_message(ExamAct(what))


class PausedView(Vertical):
    """The question is hidden while the clock stands."""

    BINDING_GROUP_TITLE = "In a pause"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "resume", "go on", id="exam.resume", tooltip="Start the clock again"),
    ]  # fmt: skip

    can_focus = True

    def __init__(self, minutes: float, left: int) -> None:
        super().__init__(id="paused")
        self._minutes, self._left = minutes, left

    def compose(self) -> ComposeResult:
        more = {0: "This is the last pause.", 1: "One more pause is left."}
        yield Static("The clock stands", id="setup-title", markup=False)
        yield Static(
            f"For {self._minutes:g} minutes at most; what goes beyond counts as exam time. "
            + more.get(self._left, f"{self._left} more pauses are left."),
            markup=False,
        )
        yield Static(id="paused-clock", markup=False)

    def on_mount(self) -> None:
        self.focus()

    def show_clock(self, seconds: float) -> None:
        """Show how much of the pause is left."""
        left = max(0, int(self._minutes * 60 - seconds))
        for clock in self.query("#paused-clock").results(Static):
            clock.update(Content(f"{left // 60}:{left % 60:02d} of the pause left"))

    def action_resume(self) -> None:
        self.post_message(ExamAct("resume"))


class Overview(Vertical):
    """All questions: go to one, or hand in."""

    BINDING_GROUP_TITLE = "All questions of the exam"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hand_in", "hand in", id="exam.hand_in",
                tooltip="End the exam and see the report"),
        Binding("j", "move(1)", "down", id="overview.down", show=False, tooltip="Next question"),
        Binding("k", "move(-1)", "up", id="overview.up", show=False, tooltip="Question before"),
    ]  # fmt: skip

    def __init__(self, session: ExamSession[Question], signs: Signs) -> None:
        super().__init__(id="overview")
        self._session, self._signs = session, signs

    def compose(self) -> ComposeResult:
        session = self._session
        count, empty = len(session.paper.questions), len(session.unanswered())
        words = f"{count - empty} of {count} answered"
        words += f", {len(session.flagged)} flagged" if session.flagged else ""
        yield Static(words, id="setup-title", markup=False)
        rows = [Option(self._row(number)) for number in range(count)]
        yield OptionList(*rows, id="questions", markup=False)
        yield Static("h hands in: no answer can be changed after that.", id="setup-says",
                     markup=False)  # fmt: skip

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = self._session.position
        self.query_one(OptionList).focus()

    def _row(self, number: int) -> Content:
        session = self._session
        stem = harmless(" ".join(session.paper.questions[number].stem.split()))
        if cell_len(stem) > _STEM:
            stem = set_cell_size(stem, _STEM - 3).rstrip() + self._signs.dots
        given = session.answers.get(number) is not None
        sign = self._signs.on if given else self._signs.off
        flag = f"{self._signs.part} " if number in session.flagged else "  "
        return Content.assemble((f"{number + 1:>3} ", "$text-muted"), f"{sign} {flag}", stem)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(QuestionWanted(event.option_index))

    def action_hand_in(self) -> None:
        self.post_message(ExamAct("hand in"))

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        (options.action_cursor_down if step > 0 else options.action_cursor_up)()


def state_sign(session: ExamSession[Question], number: int, signs: Signs) -> str:
    """Flagged, answered or open."""
    if number in session.flagged:
        return signs.part
    return signs.on if session.answers.get(number) is not None else signs.off


def given_words(given: Given | Sequence[object]) -> str:
    """An answer in words."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str):
        return given
    return "; ".join(part if isinstance(part, str) else " – ".join(map(str, part))
                     for part in given if isinstance(part, str | tuple | list))  # fmt: skip

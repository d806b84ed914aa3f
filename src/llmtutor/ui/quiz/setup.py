"""Choosing what to be quizzed on, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from llmtutor.library.library import Scope
from llmtutor.quiz.session import Feedback
from llmtutor.ui.facts import Fact
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import Signs

COUNTS = (5, 10, 20)
FEEDBACK: tuple[tuple[Feedback, str], ...] = (
    ("now", "after each answer"),
    ("end", "after the last question"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a quiz is to be on."""

    scopes: tuple[Scope, ...]
    """Parts of the notes; several are shared out."""
    mistakes: bool = False
    """Only questions that were not right before; the scopes do not matter."""
    name: str = ""
    """What to call it; the scope's own title where this is empty."""

    @classmethod
    def on(cls, scope: Scope) -> Wanted:
        """One part of the notes."""
        return cls((scope,))


@dataclass
class QuizChosen(Fact):
    """The student wants a quiz."""

    wanted: Wanted
    count: int
    feedback: Feedback


class Chooser(Static, can_focus=True):
    """One thing of several, chosen with the arrows."""

    BINDING_GROUP_TITLE = "Choosing a quiz"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "turn(1)", "other", id="chooser.right", show=False,
                tooltip="Choose the next"),
        Binding("left,h", "turn(-1)", "other", id="chooser.left", key_display="← →",
                tooltip="Choose another"),
    ]  # fmt: skip

    def __init__(self, label: str, choices: Sequence[str], at: int, signs: Signs) -> None:
        super().__init__(markup=False, classes="chooser")
        self._label, self._choices, self._signs = label, choices, signs
        self.at = at

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        rows: list[str | tuple[str, str]] = [(f"{self._label:<10}", "$text-muted")]
        for number, choice in enumerate(self._choices):
            sign = self._signs.on if number == self.at else self._signs.off
            style = "bold" if number == self.at else "$text-muted"
            gap = "\n" + " " * 10 if number else ""
            rows += [gap, (f"{sign} {harmless(choice)}", style)]
        self.update(Content.assemble(*rows))

    def action_turn(self, step: int) -> None:
        self.at = (self.at + step) % len(self._choices)
        self._draw()

    def on_click(self, event: Click) -> None:
        event.stop()
        if 0 <= event.y < len(self._choices):
            self.at = event.y
            self._draw()


class SetupView(Vertical):
    """Enter starts."""

    BINDING_GROUP_TITLE = "Choosing a quiz"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "start", id="quiz.start", tooltip="Start this quiz"),
        Binding("down,j", "app.focus_next", "next line", id="setup.down", show=False,
                tooltip="Next line"),
        Binding("up,k", "app.focus_previous", "line before", id="setup.up", show=False,
                tooltip="Line before"),
        Binding("c", "go_on", "go on", id="quiz.go_on",
                tooltip="Go on with the quiz you left"),
    ]  # fmt: skip

    @dataclass
    class WentOn(Fact):
        """The student goes on with the quiz that was left."""

    scope_chooser = getters.query_one("#quiz-scope", Chooser)
    count_chooser = getters.query_one("#quiz-count", Chooser)
    feedback_chooser = getters.query_one("#quiz-feedback", Chooser)

    def __init__(
        self,
        choices: Sequence[tuple[str, Wanted]],
        at: int,
        count: int,
        signs: Signs,
        left: str = "",
        feedback: Feedback = "now",
    ) -> None:
        """Offer some scopes.

        Args:
            choices: what each is called, and what it is.
            at: number of the choice that is made at first.
            count: questions that are chosen at first.
            signs: to draw with.
            left: how far the quiz that was left had come; empty where there is none.
            feedback: when answers are marked, at first.
        """
        super().__init__(id="setup")
        self._choices, self._at, self._count = choices, at, count
        self._feedback: Feedback = feedback
        self._signs, self._left = signs, left

    def compose(self) -> ComposeResult:
        yield Static("Be quizzed", id="setup-title", markup=False)
        if self._left:
            words = Content.assemble(("c", "bold $accent"), f"  go on: {self._left}")
            yield Static(words, id="setup-left", markup=False)
        names = [name for name, _ in self._choices]
        scope = Chooser("on", names, self._at, self._signs)
        scope.id = "quiz-scope"
        yield scope
        counts = [f"{count} questions" for count in COUNTS]
        at = COUNTS.index(self._count) if self._count in COUNTS else 1
        chooser = Chooser("how many", counts, at, self._signs)
        chooser.id = "quiz-count"
        yield chooser
        at = [name for name, _ in FEEDBACK].index(self._feedback)
        marks = Chooser("marked", [words for _, words in FEEDBACK], at, self._signs)
        marks.id = "quiz-feedback"
        yield marks
        yield Static(id="setup-says", markup=False)

    def on_mount(self) -> None:
        self.scope_chooser.focus()

    def say(self, words: str) -> None:
        """Say why there is no quiz, or that one is being made."""
        self.query_one("#setup-says", Static).update(Content(harmless(words)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return bool(self._left) if action == "go_on" else True

    def action_start(self) -> None:
        _, wanted = self._choices[self.scope_chooser.at]
        feedback, _ = FEEDBACK[self.feedback_chooser.at]
        self.post_message(QuizChosen(wanted, COUNTS[self.count_chooser.at], feedback))

    def action_go_on(self) -> None:
        self.post_message(self.WentOn())

"""What a quiz came to, and what to read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from llmtutor.quiz.models import Source
from llmtutor.quiz.session import QuizSession
from llmtutor.ui.atlas import Atlas
from llmtutor.ui.facts import Fact, PassageChosen
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import Signs

_BAR = 10


@dataclass
class MistakesWanted(Fact):
    """The student wants the questions again that were not right."""


@dataclass
class AnswersWanted(Fact):
    """The student wants to go through the marked answers."""


@dataclass
class NewQuizWanted(Fact):
    """The student wants another quiz."""


class ResultView(VerticalScroll, can_focus=True):
    """Score, topics, and sections to read again."""

    BINDING_GROUP_TITLE = "After the quiz"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mistakes", "mistakes again", id="quiz.mistakes",
                tooltip="Only the questions that were not right"),
        Binding("v", "look", "look at each answer", id="quiz.look",
                tooltip="Go through the questions again with their marks"),
        Binding("r", "again", "another quiz", id="quiz.another",
                tooltip="Choose another quiz"),
        Binding("j", "down", "down", id="result.down", show=False, tooltip="Next section"),
        Binding("k", "up", "up", id="result.up", show=False, tooltip="Section before"),
    ]  # fmt: skip

    def __init__(self, session: QuizSession, atlas: Atlas, signs: Signs) -> None:
        super().__init__(id="result")
        self._session, self._atlas, self._signs = session, atlas, signs
        self._reread: list[Source] = []

    def compose(self) -> ComposeResult:
        session = self._session
        count = len(session.attempts)
        yield Static(f"{_points(session.score)} of {count}", id="score", markup=False)
        yield Static(self._topics(), id="topics", markup=False)
        seen: dict[str, Source] = {}
        for attempt in session.wrong():
            seen.setdefault(attempt.question.source.path, attempt.question.source)
        self._reread = list(seen.values())
        if self._reread:
            yield Static("Read again (Enter opens)", classes="result-title", markup=False)
            options = [Option(self._line(source)) for source in self._reread]
            yield OptionList(*options, id="reread", markup=False)
        else:
            yield Static("Nothing to read again: all were right.", markup=False)

    def on_mount(self) -> None:
        if self._reread:
            self.query_one("#reread").focus()
        else:
            self.focus()

    def _topics(self) -> Content:
        rows = []
        for topic, (score, count) in self._session.by_topic().items():
            full = round(_BAR * score / count)
            bar = self._signs.full * full + self._signs.empty * (_BAR - full)
            rows.append(
                Content.assemble((bar, "$accent"), f"  {_points(score)} of {count}  ",
                                 harmless(self._atlas.title(topic)))
            )  # fmt: skip
        return Content("\n").join(rows)

    def _line(self, source: Source) -> Content:
        known = source.path in self._atlas
        return Content(harmless(self._atlas.name(source.path) if known else source.title))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        source = self._reread[event.option_index]
        self.post_message(PassageChosen(source.path, source.start, source.end, back_to="quiz"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return bool(self._session.wrong()) if action == "mistakes" else True

    def action_mistakes(self) -> None:
        self.post_message(MistakesWanted())

    def action_look(self) -> None:
        self.post_message(AnswersWanted())

    def action_again(self) -> None:
        self.post_message(NewQuizWanted())

    def action_down(self) -> None:
        for options in self.query(OptionList):
            options.action_cursor_down()

    def action_up(self) -> None:
        for options in self.query(OptionList):
            options.action_cursor_up()


def _points(score: float) -> str:
    """A score without more digits than it has."""
    return f"{score:.1f}".removesuffix(".0")

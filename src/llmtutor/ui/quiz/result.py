"""What a quiz came to, and what to read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from llmtutor.quiz.models import Source
from llmtutor.quiz.session import QuizSession
from llmtutor.ui.atlas import Atlas
from llmtutor.ui.facts import Fact, PassageChosen
from llmtutor.ui.outcome import OutcomeView, points
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import Signs


@dataclass
class MistakesWanted(Fact):
    """The student wants the questions again that were not right."""


@dataclass
class AnswersWanted(Fact):
    """The student wants to go through the marked answers."""


@dataclass
class NewQuizWanted(Fact):
    """The student wants another quiz."""


class ResultView(OutcomeView):
    """Score, topics, and sections to read again."""

    BINDING_GROUP_TITLE = "After the quiz"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mistakes", "mistakes again", id="quiz.mistakes",
                tooltip="Only the questions that were not right"),
        Binding("v", "look", "look at each answer", id="quiz.look",
                tooltip="Go through the questions again with their marks"),
        Binding("r", "again", "another quiz", id="quiz.another",
                tooltip="Choose another quiz"),
        Binding("j", "move(1)", "down", id="result.down", show=False, tooltip="Next section"),
        Binding("k", "move(-1)", "up", id="result.up", show=False, tooltip="Section before"),
    ]  # fmt: skip

    def __init__(self, session: QuizSession, atlas: Atlas, signs: Signs) -> None:
        super().__init__(atlas, signs)
        self._session = session
        wrong: dict[str, Source] = {}
        for attempt in session.wrong():
            wrong.setdefault(attempt.question.source.path, attempt.question.source)
        self._reread = list(wrong.values())

    def compose(self) -> ComposeResult:
        session = self._session
        score = f"{points(session.score)} of {len(session.attempts)}"
        yield Static(score, id="score", markup=False)
        yield Static(self._topics(), id="topics", markup=False)
        yield from self.again(
            [Content(self.section_name(source.path, source.title)) for source in self._reread]
        )

    def _topics(self) -> Content:
        return Content("\n").join(
            Content.assemble(self.bar(score / count), f"  {points(score)} of {count}  ",
                             harmless(self._atlas.title(topic)))
            for topic, (score, count) in self._session.by_topic().items()
        )  # fmt: skip

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

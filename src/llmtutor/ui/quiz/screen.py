"""The quiz screen: choosing what to be quizzed on, and making the questions."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from llmtutor.library.library import Scope
from llmtutor.quiz.models import Question
from llmtutor.quiz.session import Feedback, QuizSession
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.notice import NoticeLine
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.quiz.choices import choices, weak_quiz
from llmtutor.ui.quiz.editing import EditView
from llmtutor.ui.quiz.model_work import heard, write_more
from llmtutor.ui.quiz.result import MistakesWanted, NewQuizWanted
from llmtutor.ui.quiz.setup import QuizChosen, SetupView, Wanted
from llmtutor.ui.quiz.taking import DEFAULT_COUNT, TakingScreen
from llmtutor.ui.topline import TopLine


@dataclass
class QuizMade(Fact):
    """Questions were made; none where the notes hold nothing to ask about."""

    wanted: Wanted
    questions: Sequence[Question]


class QuizScreen(TakingScreen):
    """Choosing, one question after another, the result."""

    CSS_PATH = "quiz.tcss"
    BINDING_GROUP_TITLE = "Quiz"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "app.mode('exam')", "sit an exam", id="quiz.exam",
                tooltip="No feedback until the end, and a clock"),
        Binding("escape", "back", "back", id="quiz.back",
                tooltip="Leave; what was answered is kept, and the quiz can be gone on with"),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._feedback: Feedback = "now"
        self._from_study = False
        self._wanted: Wanted | None = None
        """What to be quizzed on as soon as the screen stands."""
        self._narrow: Wanted | None = None
        """The section that had no question, where the quiz is on its lecture for that."""

    def compose(self) -> ComposeResult:
        yield TopLine("quiz", self._desk.signs)
        yield Container(id="quiz-body")
        yield NoticeLine()
        yield KeyLine()

    async def on_mount(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            await self.show_setup()
        else:
            await self._make(wanted, self._count)

    @property
    def palette_nodes(self) -> list[DOMNode]:
        """Whose actions the command palette offers here."""
        return [self, *self.body.children]

    # Choosing

    async def start(self, scope: Scope) -> None:
        """Be quizzed on what is being read; a quiz on it that was left goes on."""
        await self._start(Wanted.on(scope), self._count, from_study=True)

    async def start_weak(self, topics: Sequence[str]) -> None:
        """Be quizzed on the topics that stand worst, by their paths."""
        await self._start(weak_quiz(list(topics)), DEFAULT_COUNT, from_study=False)

    async def _start(self, wanted: Wanted, count: int, *, from_study: bool) -> None:
        self._from_study, self._count = from_study, count
        left = self.session
        if not self.is_mounted:
            self._wanted = wanted
        elif left is not None and not left.finished and wanted in (self._on, self._narrow):
            await self._show_question()
        else:
            await self._make(wanted, count)

    async def show_setup(self, says: str = "") -> None:
        """Let the student choose."""
        left = self.session
        going = ""
        if left is not None and not left.finished:
            going = f"{len(left.attempts)} of {len(left.questions)} answered"
        found = choices(self._desk)
        at = next((n for n, (_, wanted) in enumerate(found) if wanted == self._on), 0)
        view = SetupView(found, at, self._count, self._desk.signs, going, self._feedback)
        await self._show(view, ["Quiz"])
        view.say(says)

    @on(QuizChosen)
    async def _quiz_chosen(self, event: QuizChosen) -> None:
        event.stop()
        self._from_study = False
        self._feedback = event.feedback
        self._count = event.count
        await self._make(event.wanted, event.count)

    async def _make(self, wanted: Wanted, count: int, narrow: Wanted | None = None) -> None:
        self._on, self._narrow = wanted, narrow
        words = f"Making questions from {self._what}{self._desk.signs.dots}   Esc stops"
        await self._show(Static(Content(harmless(words)), id="making"), ["Quiz"])
        self.run_worker(
            self._put_together(wanted, count, int(self._desk.now().timestamp())),
            name="make", group="make", exclusive=True, exit_on_error=False,
        )  # fmt: skip

    async def _put_together(self, wanted: Wanted, count: int, seed: int) -> None:
        services = self._desk.services
        if wanted.mistakes:
            mistakes = await to_thread(services.attempts.mistakes)
            questions: Sequence[Question] = services.quizzes.again(mistakes)[:count]
        else:
            make = partial(services.quizzes.make_on, wanted.scopes, count=count, seed=seed)
            questions = await heard(self._desk, make)
        self.post_message(QuizMade(wanted, questions))

    @on(Worker.StateChanged)
    async def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR and event.worker.group == "make":
            await self.show_setup(f"No questions could be made: {event.worker.error}")
        elif event.state == WorkerState.ERROR:
            self.notice.say(f"The model's work stopped: {event.worker.error}")

    @on(QuizMade)
    async def _quiz_made(self, event: QuizMade) -> None:
        event.stop()
        if not event.questions:
            await self._widen()
            return
        await self._begin(event.questions)
        if not event.wanted.mistakes and self._desk.services.engine is not None:
            self.run_worker(
                write_more(self._desk, self, event.wanted.scopes, self._count, len(self._what)),
                name="write", group="write", exclusive=True, exit_on_error=False,
            )  # fmt: skip

    async def _widen(self) -> None:
        """Of a section without a question go on to its lecture; else let the student choose."""
        said = f"Nothing in “{self._what}” can be asked about yet"
        scope = self._on.scopes[0] if self._on.scopes else Scope()
        if not (self._from_study and scope.section):
            await self.show_setup(f"{said}. Choose a wider part and press Enter.")
            return
        lecture = Wanted.on(Scope(scope.course, scope.lecture))
        await self._make(lecture, self._count, narrow=self._on)
        self.notice.say(f"{said}: this quiz is on its lecture.", good=True)

    async def _begin(self, questions: Sequence[Question]) -> None:
        self._written = 0
        now = self._desk.now().isoformat()
        self.session = QuizSession(now, list(questions), feedback=self._feedback)
        await self._show_question()

    @on(MistakesWanted)
    async def _mistakes_wanted(self, event: MistakesWanted) -> None:
        event.stop()
        if self.session is not None:
            await self._begin([attempt.question for attempt in self.session.wrong()])

    @on(NewQuizWanted)
    async def _new_quiz_wanted(self, event: NewQuizWanted) -> None:
        event.stop()
        await self.show_setup()

    @on(SetupView.WentOn)
    async def _went_on(self, event: SetupView.WentOn) -> None:
        event.stop()
        await self._show_question()

    def library_changed(self) -> None:
        """Questions stay as they are; only what can be chosen follows the library."""

    async def action_back(self) -> None:
        self.notice.hush()
        if self.query(EditView):
            await self._show_question()
            return
        self.workers.cancel_group(self, "make")
        self.workers.cancel_group(self, "write")
        if self.query(SetupView) or self._from_study:
            self.app.switch_mode("study")
        else:
            await self.show_setup()

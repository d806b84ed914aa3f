"""The quiz screen: choosing, one question after another, the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.quiz.models import Question
from llmtutor.quiz.session import QuizSession
from llmtutor.quiz.weak import scopes_of
from llmtutor.ui.ask.scopes import NAMES, reach_of
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact, Noticed
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.notice import NoticeLine
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.quiz.answering import AnswerGiven
from llmtutor.ui.quiz.question import QuestionPassed, QuestionView
from llmtutor.ui.quiz.result import MistakesWanted, NewQuizWanted, ResultView
from llmtutor.ui.quiz.setup import QuizChosen, SetupView
from llmtutor.ui.topline import TopLine

DEFAULT_COUNT = 10


@dataclass
class QuizMade(Fact):
    """Questions were made; none where the notes hold nothing to ask about."""

    scope: Scope
    questions: Sequence[Question]


class QuizScreen(Screen[None]):
    """Shows one thing at a time, in the middle."""

    CSS_PATH = "quiz.tcss"
    BINDING_GROUP_TITLE = "Quiz"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="quiz.back",
                tooltip="Leave; what was answered is kept, and the quiz can be gone on with"),
    ]  # fmt: skip

    line = getters.query_one(TopLine)
    body = getters.query_one("#quiz-body", Container)
    notice = getters.query_one(NoticeLine)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.session: QuizSession | None = None
        self._scope: Scope | None = EVERYTHING
        self._count = DEFAULT_COUNT
        self._from_study = False
        self._wanted: Scope | tuple[str, ...] | None = None
        """What to be quizzed on as soon as the screen stands."""

    def compose(self) -> ComposeResult:
        yield TopLine("quiz", self._desk.signs)
        yield Container(id="quiz-body")
        yield NoticeLine()
        yield KeyLine()

    async def on_mount(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            await self.show_setup()
        elif isinstance(wanted, tuple):
            await self._make_weak(wanted)
        else:
            await self._make(wanted, self._count)

    @property
    def palette_nodes(self) -> list[DOMNode]:
        """Whose actions the command palette offers here."""
        return [self, *self.body.children]

    # Choosing

    async def start(self, scope: Scope) -> None:
        """Be quizzed on what is being read; a quiz on it that was left goes on."""
        self._from_study = True
        left = self.session
        if not self.is_mounted:
            self._wanted = scope
        elif left is not None and not left.finished and scope == self._scope:
            await self._show_question()
        else:
            await self._make(scope, self._count)

    async def start_weak(self, topics: tuple[str, ...]) -> None:
        """Be quizzed on several topics at once, that stand badly."""
        if self.is_mounted:
            await self._make_weak(topics)
        else:
            self._wanted = topics

    async def _make_weak(self, topics: tuple[str, ...]) -> None:
        self._from_study, self._scope = False, EVERYTHING
        make = partial(self._desk.services.quizzes.make_on, scopes_of(topics), count=DEFAULT_COUNT)
        await self._make_with(lambda seed: make(seed=seed), "your weak topics")

    async def show_setup(self, says: str = "") -> None:
        """Let the student choose."""
        left = self.session
        going = ""
        if left is not None and not left.finished:
            going = f"{len(left.attempts)} of {len(left.questions)} answered"
        scopes = self._scopes()
        at = next((n for n, (_, scope) in enumerate(scopes) if scope == self._scope), 0)
        view = SetupView(scopes, at, self._count, self._desk.signs, going)
        await self._show(view, ["Quiz"])
        view.say(says)

    def _scopes(self) -> list[tuple[str, Scope | None]]:
        atlas, place = self._desk.atlas, self._desk.place
        scopes: list[tuple[str, Scope | None]] = []
        for scope in atlas.scopes(place):
            name = NAMES[reach_of(scope.path)]
            title = f": {atlas.title(scope.path)}" if scope.path else ""
            scopes.append((f"{name}{title}", scope))
        if mistakes := len(self._desk.services.attempts.mistakes()):
            scopes.append((f"your mistakes so far: {mistakes}", None))
        return scopes

    @on(QuizChosen)
    async def _quiz_chosen(self, event: QuizChosen) -> None:
        event.stop()
        self._from_study = False
        self._count = event.count
        if event.scope is None:
            self._scope = None
            questions = list(self._desk.services.attempts.mistakes())[: event.count]
            self.post_message(QuizMade(EVERYTHING, questions))
        else:
            await self._make(event.scope, event.count)

    async def _make(self, scope: Scope, count: int) -> None:
        self._scope = scope
        where = self._desk.atlas.title(scope.path) if scope.path else "all your notes"
        make = partial(self._desk.services.quizzes.make, scope, count=count)
        await self._make_with(lambda seed: make(seed=seed), where)

    async def _make_with(self, make: Callable[[int], Sequence[Question]], where: str) -> None:
        """Make questions in a thread, and begin with them."""
        words = f"Making questions from {where}{self._desk.signs.dots}   Esc stops"
        await self._show(Static(Content(harmless(words)), id="making"), ["Quiz"])
        self.run_worker(
            partial(self._make_in_thread, make, int(self._desk.now().timestamp())),
            name="make", group="make", exclusive=True, thread=True, exit_on_error=False,
        )  # fmt: skip

    def _make_in_thread(self, make: Callable[[int], Sequence[Question]], seed: int) -> None:
        questions = make(seed)
        if not get_current_worker().is_cancelled:
            self.post_message(QuizMade(self._scope or EVERYTHING, questions))

    @on(Worker.StateChanged)
    async def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR:
            await self.show_setup(f"No questions could be made: {event.worker.error}")

    @on(QuizMade)
    async def _quiz_made(self, event: QuizMade) -> None:
        event.stop()
        if not event.questions:
            where = self._desk.atlas.title(event.scope.path) if event.scope.path else "your notes"
            await self.show_setup(
                f"Nothing in “{where}” can be asked about yet. Choose a wider part and press Enter."
            )
            return
        await self._begin(event.questions)

    @property
    def _what(self) -> str:
        """What the quiz is on."""
        if self._scope is None:
            return "your mistakes"
        return self._desk.atlas.title(self._scope.path) if self._scope.path else "everything"

    async def _begin(self, questions: Sequence[Question]) -> None:
        self.session = QuizSession(self._desk.now().isoformat(), list(questions))
        await self._show_question()

    # Answering

    async def _show_question(self) -> None:
        session = self.session
        if session is None:
            return
        number, count = session.position + 1, len(session.questions)
        view = QuestionView(session.current, number, count, self._desk.signs)
        await self._show(view, ["Quiz", self._what])
        if session.answered is not None:
            view.show(session.answered)

    @on(AnswerGiven)
    def _answer_given(self, event: AnswerGiven) -> None:
        event.stop()
        session = self.session
        if session is not None and session.answered is None:
            attempt = session.answer(event.given, self._desk.now())
            self._desk.recorder.write(partial(self._desk.services.attempts.add, attempt))
            self.query_one(QuestionView).show(attempt)

    @on(QuestionPassed)
    async def _question_passed(self, event: QuestionPassed) -> None:
        event.stop()
        session = self.session
        if session is not None and session.next():
            await self._show_question()
        elif session is not None:
            view = ResultView(session, self._desk.atlas, self._desk.signs)
            await self._show(view, ["Quiz", self._what, "result"])

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

    @on(Noticed)
    def _noticed(self, event: Noticed) -> None:
        event.stop()
        self.notice.say(event.text, good=event.good)

    async def _show(self, view: Widget, crumbs: Sequence[str]) -> None:
        async with self.batch():
            await self.body.remove_children()
            await self.body.mount(view)
        self.line.show_place(crumbs)
        self.refresh_bindings()

    def library_changed(self) -> None:
        """Questions stay as they are; only what can be chosen follows the library."""

    async def action_back(self) -> None:
        self.notice.hush()
        self.workers.cancel_group(self, "make")
        if self.query(SetupView) or self._from_study:
            self.app.switch_mode("study")
        else:
            await self.show_setup()

"""The quiz screen while a quiz is on: one question after another, remarks, the result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import getters, on
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from llmtutor.library.library import EVERYTHING
from llmtutor.quiz.session import QuizSession
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Noticed
from llmtutor.ui.notice import NoticeLine
from llmtutor.ui.quiz.answering import AnswerGiven
from llmtutor.ui.quiz.editing import EditView, QuestionReworded
from llmtutor.ui.quiz.model_work import AnswerJudged, ItemWritten, judge_answer, wants_judging
from llmtutor.ui.quiz.question import QuestionPassed, QuestionView
from llmtutor.ui.quiz.remarking import Remarking, RemarkMade
from llmtutor.ui.quiz.result import AnswersWanted, ResultView
from llmtutor.ui.quiz.setup import Wanted
from llmtutor.ui.topline import TopLine

DEFAULT_COUNT = 10


class TakingScreen(Screen[None]):
    """Shows one thing at a time, in the middle."""

    line = getters.query_one(TopLine)
    body = getters.query_one("#quiz-body", Container)
    notice = getters.query_one(NoticeLine)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.session: QuizSession | None = None
        self._on = Wanted.on(EVERYTHING)
        """What the quiz is on, or the last one was."""
        self._count = DEFAULT_COUNT
        self._remarking = Remarking(desk)
        self._written = 0
        """Questions that the model has written since this quiz began."""

    @property
    def _what(self) -> str:
        """What the quiz is on."""
        if self._on.name:
            return self._on.name
        path = self._on.scopes[0].path if self._on.scopes else ""
        return self._desk.atlas.title(path) if path else "all your notes"

    # Answering

    async def _show_question(self) -> None:
        session = self.session
        if session is None:
            return
        self._remarking.forget()
        number, count = session.position + 1, len(session.questions)
        view = QuestionView(session.current, number, count, self._desk.signs)
        await self._show(view, ["Quiz", self._what])
        if session.answered is not None and session.tells:
            view.show(session.answered)

    @on(AnswerGiven)
    def _answer_given(self, event: AnswerGiven) -> None:
        event.stop()
        session = self.session
        if session is None or session.answered is not None:
            return
        attempt = session.answer(event.given, self._desk.now())
        self._desk.recorder.write(partial(self._desk.services.attempts.add, attempt))
        if session.feedback == "now":
            self.query_one(QuestionView).show(attempt)
        if wants_judging(self._desk, attempt):
            self.notice.say(f"Comparing it with the key{self._desk.signs.dots}", good=True)
            self.run_worker(
                judge_answer(self._desk, self, session.position, attempt),
                name="judge", group="judge", exit_on_error=False,
            )  # fmt: skip
        if session.feedback == "end":
            self.post_message(QuestionPassed())

    @on(AnswerJudged)
    def _answer_judged(self, event: AnswerJudged) -> None:
        event.stop()
        session, grade = self.session, event.grade
        self.notice.hush()
        # the student may have overruled the mark, or begun another quiz, meanwhile
        if session is None or session.attempts.get(event.position) is not event.attempt:
            return
        if grade is None:
            return
        attempt = session.regrade(grade, event.position)
        self._desk.recorder.write(partial(self._desk.services.attempts.regrade, attempt))
        view = self.query(QuestionView)
        if view and session.position == event.position and view.first().closed:
            view.first().regrade(attempt)

    @on(QuestionPassed)
    async def _question_passed(self, event: QuestionPassed) -> None:
        event.stop()
        session = self.session
        if session is not None and session.next():
            await self._show_question()
        elif session is not None:
            await self._show_result(session)

    async def _show_result(self, session: QuizSession) -> None:
        self.workers.cancel_group(self, "write")
        view = ResultView(session, self._desk.atlas, self._desk.signs)
        await self._show(view, ["Quiz", self._what, "result"])
        if self._written:
            said = f"The model wrote {self._written} more on this; another quiz asks them too."
            self.notice.say(said, good=True)

    @on(AnswersWanted)
    async def _answers_wanted(self, event: AnswersWanted) -> None:
        event.stop()
        if self.session is not None:
            self.session.position = 0
            await self._show_question()

    # Remarks

    @on(RemarkMade)
    async def _remark_made(self, event: RemarkMade) -> None:
        event.stop()
        session = self.session
        if session is None or session.answered is None:
            return
        if event.what == "edit":
            await self._show(EditView(session.current), ["Quiz", self._what, "edit"])
            return
        self.notice.say(self._remarking.obey(event.what, session), good=True)
        self.query_one(QuestionView).regrade(session.answered)

    @on(QuestionReworded)
    async def _question_reworded(self, event: QuestionReworded) -> None:
        event.stop()
        desk, session = self._desk, self.session
        if session is None:
            return
        if event.question is not None:
            write = partial(desk.services.remarks.edit, event.question, desk.now())
            desk.recorder.write(write)
            session.reword(event.question)
        await self._show_question()
        if event.question is not None:
            self.notice.say("Kept; it is asked in your words from now on", good=True)

    @on(ItemWritten)
    def _item_written(self, event: ItemWritten) -> None:
        event.stop()
        self._written += 1
        session = self.session
        if session is not None and not session.finished:
            session.extend([event.question][: self._count - len(session.questions)])

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

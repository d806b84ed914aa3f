"""The room in which an exam is sat: one question at a time, each step kept before it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual import on, work
from textual.containers import Container
from textual.widget import Widget

from llmtutor.quiz.exam import hand_in
from llmtutor.quiz.models import Question
from llmtutor.review.exam.session import ExamSession
from llmtutor.ui.desk import Desk
from llmtutor.ui.exam.sitting import ExamAct, Overview, PausedView, QuestionWanted, SittingView
from llmtutor.ui.facts import Fact
from llmtutor.ui.keeping import Keeping
from llmtutor.ui.quiz.answering import AnswerGiven

_BEAT = 15
"""Seconds between the moments at which the time used is kept."""


@dataclass
class Kept(Fact):
    """Something of the sitting is on the disk; then this is done."""

    then: Callable[[], Widget | None]
    """Gives what to show, or None where the screen stays."""


@dataclass
class ExamEnded(Fact):
    """The exam was handed in and marked."""

    says: str


class ExamRoom(Keeping, Container):
    """The clock runs as long as this is on the screen and no pause is taken."""

    def __init__(self, desk: Desk, session: ExamSession[Question]) -> None:
        """Enter; the session's clock runs already.

        Args:
            desk: the services.
            session: what is sat.
        """
        super().__init__(id="room")
        self.session = session
        self._desk = desk
        self._beats = 0
        self._paused_since = 0.0

    async def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)
        await self._show(SittingView(self.session, self._desk.signs))

    def leave(self) -> None:
        """Keep the time used; the exam can be gone on with."""
        if not self.session.finished:
            now, tick = self._desk.now(), self._desk.tick()
            self._desk.recorder.write(partial(self.session.beat, now, tick))

    def back(self) -> bool:
        """One step back inside the exam; False where there is none."""
        if self.query(Overview):
            self._go(self.session.position)
            return True
        return False

    # On the disk first, then on the screen

    def _keep(self, job: Callable[[], object], then: Callable[[], Widget | None]) -> None:
        if not self.busy:
            self.busy = True
            self._keep_in_thread(job, then)

    @work(name="keep", group="keep", exit_on_error=False)
    async def _keep_in_thread(
        self, job: Callable[[], object], then: Callable[[], Widget | None]
    ) -> None:
        await self._desk.ask(job)
        self.post_message(Kept(then))

    @on(Kept)
    async def _kept(self, event: Kept) -> None:
        event.stop()
        self.busy = False
        view = event.then()
        if view is not None:
            await self._show(view)

    async def _show(self, view: Widget) -> None:
        async with self.batch():
            await self.remove_children()
            await self.mount(view)
        self._tick()
        self.screen.refresh_bindings()

    # What the student does

    @on(QuestionWanted)
    def _question_wanted(self, event: QuestionWanted) -> None:
        event.stop()
        self._go(event.position)

    def _go(self, position: int) -> None:
        """Show a question; beyond the last one, all of them."""
        session, signs = self.session, self._desk.signs
        if position >= len(session.paper.questions):
            self._keep(_nothing, lambda: Overview(session, signs))
        elif not session.paused:
            session.go_to(position)
            self._keep(_nothing, lambda: SittingView(session, signs))

    @on(AnswerGiven)
    def _answer_given(self, event: AnswerGiven) -> None:
        event.stop()
        session = self.session
        if self.busy:
            return
        after = session.position + 1
        if event.given is None:
            self._go(after)
            return
        job = partial(session.answer, event.given, self._desk.now(), self._desk.tick())
        self._keep(job, partial(self._then_go, after))

    def _then_go(self, position: int) -> None:
        self.post_message(QuestionWanted(position))

    @on(ExamAct)
    def _act(self, event: ExamAct) -> None:
        event.stop()
        session, now, tick = self.session, self._desk.now(), self._desk.tick()
        if event.what == "look":
            self._go(len(session.paper.questions))
        elif event.what == "flag":
            self._keep(partial(session.flag, now, tick), self._show_flag)
        elif event.what == "pause":
            self._paused_since = tick
            self._keep(partial(session.pause, now, tick), self._show_pause)
        elif event.what == "resume":
            self._keep(partial(session.resume, now, tick), self._show_again)
        else:
            self._hand_in("")

    def _show_flag(self) -> None:
        for view in self.query(SittingView):
            view.show_flag()

    def _show_pause(self) -> Widget | None:
        session = self.session
        return (
            PausedView(session.paper.pauses.minutes, session.pauses_left)
            if session.paused
            else None
        )

    def _show_again(self) -> None:
        self._go(self.session.position)

    # The clock

    def _tick(self) -> None:
        session, tick = self.session, self._desk.tick()
        if session.finished:
            return
        for paused in self.query(PausedView):
            paused.show_clock(tick - self._paused_since)
        for view in self.query(SittingView):
            view.show_clock(session.left(tick), session.spent(tick))
        self._beats += 1
        if session.is_over(tick):
            self._hand_in("Time is up: the exam was handed in as it stood.")
        elif self._beats % _BEAT == 0:
            self._desk.recorder.write(partial(session.beat, self._desk.now(), tick))

    def _hand_in(self, says: str) -> None:
        services = self._desk.services
        now, tick = self._desk.now(), self._desk.tick()
        job = partial(hand_in, self.session, services.exams, services.attempts, now, tick)
        self._keep(job, partial(self._end, says))

    def _end(self, says: str) -> None:
        self.post_message(ExamEnded(says))


def _nothing() -> None:
    """For a step that has nothing to keep: it still waits its turn."""

"""The exam screen: choosing, sitting, pausing, looking over, the report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.dom import DOMNode
from textual.events import ScreenResume, ScreenSuspend
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from llmtutor.library.library import Scope
from llmtutor.quiz.exam import remember
from llmtutor.quiz.models import Question
from llmtutor.review.exam.log import Sitting
from llmtutor.review.exam.paper import ExamPaper
from llmtutor.review.exam.session import ExamSession
from llmtutor.review.today import exam_left
from llmtutor.ui.desk import Desk
from llmtutor.ui.exam.facts import ExamEntered, ExamFound, PaperGrew, PaperMade, ReportRead
from llmtutor.ui.exam.paper import make_paper
from llmtutor.ui.exam.report import ReportTurned, ReportView, RereadChosen
from llmtutor.ui.exam.room import ExamEnded, ExamRoom
from llmtutor.ui.exam.setup import (
    ExamChosen,
    ExamLeftView,
    ExamSetup,
    ExamWish,
    ReportsWanted,
)
from llmtutor.ui.facts import ModeChosen, Noticed, PassageChosen
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.notice import NoticeLine
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.topline import TopLine


class ExamScreen(Screen[None]):
    """One thing at a time. The clock runs only while a question is on the screen."""

    CSS_PATH: ClassVar = ["../quiz/quiz.tcss", "exam.tcss"]
    BINDING_GROUP_TITLE = "Exam"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="exam.back",
                tooltip="Leave; the clock stands, and the exam can be gone on with"),
    ]  # fmt: skip

    line = getters.query_one(TopLine)
    body = getters.query_one("#exam-body", Container)
    notice = getters.query_one(NoticeLine)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._left: Sitting[Question] | None = None
        self._report_at = 0

    def compose(self) -> ComposeResult:
        yield TopLine("quiz", self._desk.signs)
        yield Container(id="exam-body")
        yield NoticeLine()
        yield KeyLine()

    def on_mount(self) -> None:
        self.line.show_place(["Exam"])

    @property
    def palette_nodes(self) -> list[DOMNode]:
        """Whose actions the command palette offers here."""
        return [self, *self.query("#exam-body > *, #room > *")]

    # Coming and going

    @property
    def _room(self) -> ExamRoom | None:
        """Where an exam is sat now."""
        return next(iter(self.query(ExamRoom)), None)

    @on(ScreenResume)
    def _resumed(self) -> None:
        if self._room is None and not self.query(ReportView):
            self._look()

    @on(ScreenSuspend)
    async def _suspended(self) -> None:
        # help and palette lie over the exam; only another mode leaves it
        if self._room is not None and self.app.current_mode != "exam":
            self._room.leave()
            await self.body.remove_children()

    def action_back(self) -> None:
        self.notice.hush()
        self.workers.cancel_group(self, "paper")
        if self._room is not None and self._room.back():
            return
        if self.query("#making") or self.query(ReportView):
            self._look()
        else:
            self.post_message(ModeChosen("quiz"))

    @work(name="look", group="exam", exit_on_error=False)
    async def _look(self, says: str = "") -> None:
        found = await self._desk.ask(self._find)
        if says:
            self.post_message(Noticed(says))
        self.post_message(found)

    def _find(self) -> ExamFound:
        services = self._desk.services
        finished = services.exams.finished()
        for sitting in finished[-1:]:  # a crash may have come between its marks and its attempts
            remember(sitting, services.attempts)
        return ExamFound(services.exams.unfinished(), len(finished))

    @on(ExamFound)
    async def _exam_found(self, event: ExamFound) -> None:
        event.stop()
        self._left = event.left
        left = exam_left(event.left)
        signs, setup = self._desk.signs, self._scopes()
        await self._show(ExamLeftView(left) if left else ExamSetup(setup, event.finished, signs))

    def _scopes(self) -> list[tuple[str, Scope]]:
        atlas, place = self._desk.atlas, self._desk.place
        return [(atlas.title(scope.path) if scope.path else "everything", scope)
                for scope in atlas.scopes("/".join(place.split("/")[:2]))]  # fmt: skip

    # The paper

    @on(ExamChosen)
    async def _exam_chosen(self, event: ExamChosen) -> None:
        event.stop()
        words = f"Making questions{self._desk.signs.dots}   Esc stops"
        await self._show(Static(Content(words), id="making"))
        self._make(event.wish)

    @work(name="paper", group="paper", exclusive=True, thread=True, exit_on_error=False)
    def _make(self, wish: ExamWish) -> None:
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise InterruptedError
            self.post_message(PaperGrew(done, total))

        paper = make_paper(self._desk.services, wish, self._desk.now(), progress)
        if not worker.is_cancelled:
            self.post_message(PaperMade(paper))

    @on(PaperGrew)
    def _paper_grew(self, event: PaperGrew) -> None:
        event.stop()
        for making in self.query("#making").results(Static):
            words = f"Making questions: topic {event.done + 1} of {event.total}   Esc stops"
            making.update(Content(words))

    @on(PaperMade)
    def _paper_made(self, event: PaperMade) -> None:
        event.stop()
        paper = event.paper
        if paper is None:
            self._look("No question of this kind can be made of that part. Choose a wider one.")
            return
        self._begin(paper)

    @work(name="begin", group="exam", exclusive=True, exit_on_error=False)
    async def _begin(self, paper: ExamPaper[Question]) -> None:
        exams = self._desk.services.exams
        await self._desk.ask(partial(exams.begin, paper))
        await self._enter(ExamSession(paper, partial(exams.add, paper.id)))

    async def _enter(self, session: ExamSession[Question]) -> None:
        await self._desk.ask(partial(session.enter, self._desk.now(), self._desk.tick()))
        self.post_message(ExamEntered(session))

    @on(ExamEntered)
    async def _entered(self, event: ExamEntered) -> None:
        event.stop()
        await self._show(ExamRoom(self._desk, event.session))

    @on(ExamLeftView.WentOn)
    def _went_on(self, event: ExamLeftView.WentOn) -> None:
        event.stop()
        if self._left is not None:
            self._go_on(self._left)

    @work(name="go on", group="exam", exclusive=True, exit_on_error=False)
    async def _go_on(self, left: Sitting[Question]) -> None:
        save = partial(self._desk.services.exams.add, left.paper.id)
        session = ExamSession(left.paper, save, left.events)
        session.go_to(min(session.unanswered(), default=0))
        await self._enter(session)

    @on(ExamLeftView.GaveUp)
    def _gave_up(self, event: ExamLeftView.GaveUp) -> None:
        event.stop()
        if self._left is not None:
            exams, paper = self._desk.services.exams, self._left.paper
            self._desk.recorder.write(partial(exams.give_up, paper.id))
            self._look()

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR and not isinstance(
            event.worker.error, InterruptedError
        ):
            self.notice.say(f"This could not be done: {event.worker.error}", seconds=None)

    async def _show(self, view: Widget) -> None:
        async with self.batch():
            await self.body.remove_children()
            await self.body.mount(view)
        self.refresh_bindings()

    # The end

    @on(ExamEnded)
    def _ended(self, event: ExamEnded) -> None:
        event.stop()
        if event.says:
            self.notice.say(event.says, good=True)
        self._read_report(-1)

    @on(ReportsWanted)
    def _reports_wanted(self, event: ReportsWanted) -> None:
        event.stop()
        self._read_report(-1)

    @on(ReportTurned)
    def _report_turned(self, event: ReportTurned) -> None:
        event.stop()
        if event.step:
            self._read_report(self._report_at + event.step)
        else:
            self._look()

    @work(name="report", group="exam", exclusive=True, exit_on_error=False)
    async def _read_report(self, at: int) -> None:
        record = self._desk.services.record

        def read() -> ReportRead:
            results: Sequence[str] = [result.id for result in record.results()]
            number = at % len(results)
            return ReportRead(record.exam_report(results[number]), number, len(results))

        self.post_message(await self._desk.ask(read))

    @on(ReportRead)
    async def _report_read(self, event: ReportRead) -> None:
        event.stop()
        self._report_at = event.at
        desk = self._desk
        await self._show(ReportView(event.report, event.at, event.count, desk.atlas, desk.signs))

    @on(RereadChosen)
    def _reread_chosen(self, event: RereadChosen) -> None:
        event.stop()
        if event.path in self._desk.atlas:
            self.post_message(PassageChosen(event.path, 0, 0, back_to="exam"))
        else:
            self.notice.say(f"{harmless(event.path)} is no longer in your notes.")

    @on(Noticed)
    def _noticed(self, event: Noticed) -> None:
        event.stop()
        self.notice.say(event.text, good=event.good)

"""The day of the exam, and the plan up to it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from llmtutor.errors import TutorError
from llmtutor.review.exam.log import ExamDate
from llmtutor.review.plan import Plan, PlanDay
from llmtutor.ui.choosing import LineChooser
from llmtutor.ui.desk import Desk
from llmtutor.ui.field import Field
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.today.rows import counted

_SHOWN = 60
_MINUTES = (0, 20, 40, 60, 90)
"""A day; 0 is whatever it takes."""


class DayField(Field):
    """Where the day is typed."""

    BINDING_GROUP_TITLE = "The day of the exam"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "make the plan", id="day.submit",
                tooltip="Keep this day and plan up to it; an empty line forgets the day"),
    ]  # fmt: skip


class ExamDayScreen(ModalScreen[None]):
    """A day, what is examined, and how long to study a day; below them, the plan."""

    CSS_PATH: ClassVar = ["../quiz/quiz.tcss", "day.tcss"]
    BINDING_GROUP_TITLE = "The day of the exam"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "make the plan", id="day.save",
                tooltip="Keep this day and plan up to it"),
        Binding("down", "app.focus_next", "next line", id="day.down", show=False,
                tooltip="Next line"),
        Binding("up", "app.focus_previous", "line before", id="day.up", show=False,
                tooltip="Line before"),
        Binding("pagedown", "scroll(1)", "plan down", id="day.plan_down", show=False,
                tooltip="Down the plan"),
        Binding("pageup", "scroll(-1)", "plan up", id="day.plan_up", show=False,
                tooltip="Up the plan"),
        Binding("escape", "dismiss(None)", "back", id="day.back", tooltip="Back to Today"),
    ]  # fmt: skip

    field = getters.query_one(DayField)
    says = getters.query_one("#day-says", Static)
    plan = getters.query_one("#day-plan", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._today = desk.services.deck.days.of(desk.now())
        courses = [(course.title, course.id) for course in desk.atlas.courses]
        self._scopes = [("everything", ""), *courses]

    def compose(self) -> ComposeResult:
        signs = self._desk.signs
        with Vertical(id="day"):
            yield Static("The day of the exam", id="day-title", markup=False)
            soon = self._today + timedelta(days=14)
            yield DayField(placeholder=f"such as {soon}, or 14 for in 14 days")
            chooser = LineChooser("on", [title for title, _ in self._scopes], 0, signs)
            chooser.id = "day-scope"
            yield chooser
            minutes = [f"{number} min" if number else "as needed" for number in _MINUTES]
            spend = LineChooser("a day", minutes, 0, signs)
            spend.id = "day-minutes"
            yield spend
            yield Static(id="day-says", markup=False)
            with VerticalScroll(id="day-days", can_focus=False):
                yield Static(id="day-plan", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.field.focus()
        self._show_known()

    @work(name="known", group="day", exclusive=True, exit_on_error=False)
    async def _show_known(self) -> None:
        record = self._desk.services.record
        exam = await self._desk.ask(record.dates.get)
        if exam is None:
            self._say("No day is set. Type one and press Enter.")
            return
        self.field.value = str(exam.day)
        paths = [path for _, path in self._scopes]
        self._set("#day-scope", paths.index(exam.scope) if exam.scope in paths else 0)
        wanted = int(exam.minutes_a_day)
        self._set("#day-minutes", _MINUTES.index(wanted) if wanted in _MINUTES else 0)
        await self._make(exam)

    def _set(self, chooser: str, at: int) -> None:
        found = self.query_one(chooser, LineChooser)
        found.at = at
        found.on_mount()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        text = self.field.value.strip()
        if not text:
            self._save(None)
            return
        try:
            day = day_from(text, self._today)
        except ValueError:
            soon = self._today + timedelta(days=14)
            self._say(f"'{text}' is not a day. Write it as {soon}, or 14 for in 14 days.", bad=True)
            return
        _, scope = self._scopes[self.query_one("#day-scope", LineChooser).at]
        minutes = _MINUTES[self.query_one("#day-minutes", LineChooser).at]
        self._save(ExamDate(day, scope, float(minutes)))

    @work(name="save", group="day", exclusive=True, exit_on_error=False)
    async def _save(self, exam: ExamDate | None) -> None:
        dates = self._desk.services.record.dates
        if exam is not None and not await self._make(exam):
            return
        try:
            await self._desk.ask(partial(dates.set, exam))
        except Exception as error:
            self._say(f"The day could not be kept: {error}", bad=True)
            return
        if exam is None:
            self.plan.update("")
            self._say("No day is set any more.")

    async def _make(self, exam: ExamDate) -> bool:
        """Show the plan to a day; False where there can be none."""
        record, now = self._desk.services.record, self._desk.now()
        if exam.day == self._today:
            self._say("The exam is today.")
            return True
        try:
            plan = await self._desk.ask(partial(record.plan_to, exam, now))
        except TutorError as error:
            self._say(str(error), bad=True)
            return False
        self._show(plan)
        return True

    def _show(self, plan: Plan) -> None:
        left = (plan.exam - self._today).days
        words = f"{plan.exam:%A} {plan.exam.day} {plan.exam:%B}, in {counted(left, 'day')}."
        if plan.unread:
            words += f" {counted(plan.unread, 'section')} left to read."
        if plan.too_much:
            words += f" {plan.too_much:.0f} minutes a day more than you wanted."
        self._say(words)
        head = f"{'':<12}{'read':<14}{'quiz':<36}{'review':>7}{'min':>6}"
        rows = [Content.styled(head, "$text-muted")]
        rows += [
            Content(harmless(plan_line(day, self._desk.signs.dots))) for day in plan.days[:_SHOWN]
        ]
        if len(plan.days) > _SHOWN:
            rows.append(Content(f"and {len(plan.days) - _SHOWN} days more"))
        self.plan.update(Content("\n").join(rows))

    def _say(self, text: str, *, bad: bool = False) -> None:
        self.says.update(Content(harmless(text)))
        self.says.set_class(bad, "-problem")

    def action_scroll(self, step: int) -> None:
        days = self.query_one("#day-days", VerticalScroll)
        if step > 0:
            days.scroll_page_down(animate=False)
        else:
            days.scroll_page_up(animate=False)


def day_from(text: str, today: date) -> date:
    """A day as it is typed: ``2026-12-04``, or ``14`` for in 14 days.

    Raises:
        ValueError: it is neither.
    """
    words = text.strip()
    if words.isascii() and words.isdigit() and len(words) <= 3:
        return today + timedelta(days=int(words))
    return date.fromisoformat(words)


def plan_line(day: PlanDay, dots: str) -> str:
    """One day of the plan, in columns."""
    read = counted(len(day.read), "section") if day.read else ""
    quiz = f"trial exam, {day.mock}" if day.mock else ", ".join(q.title for q in day.quiz)
    quiz = set_cell_size(quiz if cell_len(quiz) < 36 else set_cell_size(quiz, 31) + dots, 36)
    when = f"{day.day:%a} {day.day.day} {day.day:%b}"
    return f"{when:<12}{read:<14}{quiz}{day.review or '':>7}{day.minutes:>6.0f}"

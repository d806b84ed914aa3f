"""The Today screen: a list of what there is to do, each a key away."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from llmtutor.library.library import Scope
from llmtutor.review.today import Today
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import ModeChosen, Noticed, PlaceWanted, QuizAsked, WeakQuizAsked
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.record_screen import RecordScreen
from llmtutor.ui.today.model import HOW, better_model, model_row
from llmtutor.ui.today.rows import TodayRow, counted, main_rows, plan_rows

_NAME = 15
_MODEL_SECONDS = 1.0
_MOST = 128
"""Cells that a line takes at most: further apart, the eye loses it."""


class TodayScreen(RecordScreen[tuple[Today, str]]):
    """One list; every line can be chosen with Enter, the mouse, or its own key."""

    MODE = "today"
    CSS_PATH = "today.tcss"
    BINDING_GROUP_TITLE = "Today"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "do('review')", "review", id="today.review", tooltip="Review what is due"),
        Binding("w", "do('weak')", "weak topics", id="today.weak",
                tooltip="A quiz of ten on the topics that stand worst"),
        Binding("x", "do('day')", "day of the exam", id="today.exam_day",
                tooltip="Set the day of the exam, and see the plan up to it"),
        Binding("c", "do('exam')", "go on with the exam", id="today.exam_left", show=False,
                tooltip="Go on with the exam that was left"),
        Binding("m", "do('models')", "models", id="today.models", show=False,
                tooltip="How to see what models there are, and take another"),
        Binding("j", "move(1)", "down", id="today.down", show=False, tooltip="Next line"),
        Binding("k", "move(-1)", "up", id="today.up", show=False, tooltip="Line before"),
        Binding("escape", "back", "back", id="today.back", tooltip="Back to reading"),
    ]  # fmt: skip

    lines = getters.query_one("#today", OptionList)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._today: Today | None = None
        self._better = ""
        """Title of a model that would answer better."""
        self._model: TodayRow | None = None
        """Its line, as it is shown."""
        self._rows: dict[str, TodayRow] = {}

    def _compose_body(self) -> ComposeResult:
        yield OptionList(id="today", markup=False)

    def on_mount(self) -> None:
        self.lines.focus()
        self.set_interval(_MODEL_SECONDS, self._follow_model)

    # Looking

    def _read(self) -> tuple[Today, str]:
        services = self._desk.services
        return services.record.today(self._desk.now()), better_model(services)

    def _show(self, found: tuple[Today, str]) -> None:
        self._today, self._better = found
        self._draw()

    def _follow_model(self) -> None:
        """The line of a model that loads goes on while one looks."""
        if self.is_current and self._model is not None and self._model != self._model_now():
            self._draw()

    def _model_now(self) -> TodayRow:
        services = self._desk.services
        status = services.engine.status if services.engine else None
        return model_row(status, services.engine_problem, self._better)

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002
        self._draw()

    def _draw(self) -> None:
        today = self._today
        if today is None:
            return
        desk, at = self._desk, self.lines.highlighted or 0
        self._model = self._model_now()
        day = desk.services.deck.days.of(desk.now())
        rows = [*main_rows(today, desk, day), self._model]
        planned = plan_rows(today.plan.today, desk) if today.plan else []
        self._rows = {f"row-{number}": row for number, row in enumerate([*rows, *planned])}
        ids = iter(self._rows)
        options = [Option(self._line(row), next(ids)) for row in rows]
        if today.plan and planned:
            words = (
                f"Up to the exam, today: about {counted(round(today.plan.today.minutes), 'minute')}"
            )
            options.append(Option(Content.styled(f"\n{words}", "$text-muted"), disabled=True))
        options += [Option(self._line(row), next(ids)) for row in planned]
        self.lines.clear_options()
        self.lines.add_options(options)
        self.lines.highlighted = min(at, len(options) - 1)
        self.refresh_bindings()

    def _line(self, row: TodayRow) -> Content:
        """A row in columns; where they do not fit, what goes with it stands below."""
        width = min(self.size.width, _MOST) - 5
        keys = len(self._desk.signs.enter) + 2
        name = (f"{row.name:<{_NAME}}", "$text-muted")
        key = (f"{row.key:>{keys}}", "bold $accent")
        fact, more = harmless(row.fact), harmless(row.more)
        if width < 90:
            room = width - _NAME - keys
            first = Content.assemble(name, (self._cut(fact, room), "bold"), key)
            below = f"\n{' ' * _NAME}{self._cut(more, room).rstrip()}" if more else ""
            return Content.assemble(first, (below, "$text-muted"))
        left = (width - _NAME - keys) * 11 // 20
        right = width - _NAME - keys - left
        return Content.assemble(name, (self._cut(fact, left - 2), "bold"), "  ",
                                (self._cut(more, right), "$text-muted"), key)  # fmt: skip

    def _cut(self, text: str, width: int) -> str:
        """Text of exactly so many cells."""
        dots = self._desk.signs.dots
        if cell_len(text) > width:
            text = set_cell_size(text, max(0, width - len(dots))).rstrip() + dots
        return set_cell_size(text, width)

    # Doing

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._rows.get(event.option_id or "")
        if row is not None:
            self._do(row.action, row.path)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "do" and parameters == ("exam",):
            return self._today is not None and self._today.left is not None
        return True

    def action_do(self, what: str) -> None:
        self._do(what, "")

    def _do(self, what: str, path: str) -> None:
        if what in {"study", "review", "exam"}:
            self.post_message(ModeChosen(what))
        elif what == "read":
            self.post_message(PlaceWanted(path))
        elif what == "quiz":
            self.post_message(QuizAsked(Scope(*path.split("/"))))
        elif what == "day":
            self._ask_day()
        elif what == "models":
            self.notice.say(HOW, good=True)
        else:
            weak = self._today.weak if self._today else ()
            paths = tuple(topic.topic for topic in weak)
            self.post_message(WeakQuizAsked(paths) if paths else ModeChosen("quiz"))

    def _ask_day(self) -> None:
        from llmtutor.ui.today.day import ExamDayScreen

        self.app.push_screen(ExamDayScreen(self._desk))

    @on(Noticed)
    def _noticed(self, event: Noticed) -> None:
        event.stop()
        self.notice.say(event.text, good=event.good)

    def action_move(self, step: int) -> None:
        if step > 0:
            self.lines.action_cursor_down()
        else:
            self.lines.action_cursor_up()

    def action_back(self) -> None:
        if self.notice.saying:
            self.notice.hush()
        else:
            self.post_message(ModeChosen("study"))

"""The app: modes, themes, the model and the library behind the screens, and leaving."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.events import AppFocus
from textual.screen import Screen
from textual.theme import Theme

from llmtutor import settings
from llmtutor.errors import TutorError
from llmtutor.services import Services
from llmtutor.ui.adapters import adapter_commands
from llmtutor.ui.ask.scopes import NAMES, REACHES
from llmtutor.ui.commands import Command, Commands, commands_of
from llmtutor.ui.desk import Clock, Desk, wall_clock
from llmtutor.ui.due import DueApp
from llmtutor.ui.facts import (
    LibraryChecked,
    ModeChosen,
    PassageChosen,
    PlaceWanted,
    QuizAsked,
    RecordTroubled,
    WeakQuizAsked,
)
from llmtutor.ui.modes import LATER_MODES, make_screen
from llmtutor.ui.places import help_places
from llmtutor.ui.recorder import Recorder
from llmtutor.ui.signs import signs_for
from llmtutor.ui.study.screen import StudyScreen
from llmtutor.ui.vectors import VectorFill
from llmtutor.ui.watching import check_library, data_version, inode

if TYPE_CHECKING:
    from llmtutor.ui.quiz.screen import QuizScreen

CHECK_SECONDS = 5.0
"""How often the course folders are looked at."""
ENGINE_SECONDS = 0.5
CLOSE_SECONDS = 4.0


class TutorApp(DueApp):
    """Study, ask and be quizzed."""

    TITLE = "llmtutor"
    # The first screen's styles are read with the app's: read later, all would be parsed again
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "app.tcss",
        "study/study.tcss",
        "ask/ask.tcss",
    ]
    DEFAULT_MODE = "study"
    COMMANDS: ClassVar[set[Any]] = {Commands}
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"), (100, "-medium"), (140, "-wide"), (160, "-wider"), (200, "-widest"),
    ]  # fmt: skip
    BINDING_GROUP_TITLE = "Everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "all_keys", "all keys", id="app.all_keys",
                tooltip="All keys, place by place"),
        Binding("ctrl+p", "command_palette", "by name", id="app.palette", show=False,
                tooltip="Do anything by its name; themes and lectures too"),
        Binding("1", "mode('today')", "today", id="today.mode", show=False,
                tooltip="What there is to do today"),
        Binding("2", "mode('study')", "go on reading", id="study.mode", show=False,
                tooltip="Read and ask"),
        Binding("3", "mode('quiz')", "choose a quiz", id="quiz.mode", show=False,
                tooltip="Be quizzed"),
        Binding("4", "mode('review')", "what is due", id="review.mode", show=False,
                tooltip="Review the cards that are due"),
        Binding("6", "mode('progress')", "progress", id="progress.mode", show=False,
                tooltip="What was studied, what is remembered, what comes"),
        Binding("X", "mode('exam')", "sit an exam", id="exam.mode", show=False,
                tooltip="Sit an exam, or go on with one that was left"),
        Binding("q", "quit", "quit", id="app.quit_here", show=False,
                tooltip="Leave; everything is kept"),
        Binding("ctrl+q", "quit", "quit", id="app.quit", show=False, priority=True,
                tooltip="Leave, from anywhere"),
        Binding("ctrl+c", "quit", "quit", id="app.interrupt", show=False,
                tooltip="Leave, where nothing is selected to copy"),
    ]  # fmt: skip

    def __init__(self, services: Services, *, now: Clock = wall_clock) -> None:
        """Put the app on its services.

        Args:
            services: from ``bootstrap``; closed with the app.
            now: the clock.
        """
        self.services = services
        recorder = Recorder(self._tell_record)
        signs = signs_for(services.settings.app.ascii)
        self.desk = Desk(services, recorder, signs, now, open_address=_open_in_browser)
        self._inode = inode(services.paths.index)
        self._data_version = 0
        self._library_problem = ""
        super().__init__(signs, services.settings.app.theme)
        self.study = StudyScreen(self.desk)
        self.vectors = VectorFill(lambda: services.embedder, lambda: self.study.notice)
        self._quiz: QuizScreen | None = None
        self.add_mode("study", lambda: self.study)
        self.add_mode("quiz", lambda: self.quiz)
        for mode in LATER_MODES:
            self.add_mode(mode, partial(make_screen, mode, self.desk))

    def _tell_record(self, problem: str) -> None:
        self.post_message(RecordTroubled(problem))

    @property
    def quiz(self) -> QuizScreen:
        """Made when it is first wanted."""
        if self._quiz is None:
            from llmtutor.ui.quiz.screen import QuizScreen

            self._quiz = QuizScreen(self.desk)
        return self._quiz

    def on_load(self) -> None:
        super().on_load()
        self.desk.reload()
        self._data_version = data_version(self.services.index)

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._theme_changed)
        self.quit_on_signals(self.exit)
        self.call_after_refresh(self._start_the_rest)

    async def _start_the_rest(self) -> None:
        """What need not be there for the first frame."""
        if not self.is_running:
            return
        if not gc.isenabled():  # the command that opened the app left it to us
            gc.freeze()
            gc.enable()
        study, services = self.study, self.services
        await study.ask_frame.furnished()
        study.say_first_words()
        self.set_interval(CHECK_SECONDS, self._check_library)
        self.take_notes()
        # The first look-up loads what all look-ups need: done while nobody waits for it
        self.run_worker(partial(services.tutor.look_up, "warm up"), name="warm up", thread=True,
                        group="warm up", exclusive=True, exit_on_error=False)  # fmt: skip
        self._start_models()
        if services.engine is not None:
            self.set_interval(ENGINE_SECONDS, self._show_engine)

    @work(name="models", group="models", exclusive=True, exit_on_error=False)
    async def _start_models(self) -> None:
        """The model that writes, then vectors for the passages that have none."""
        services = self.services
        with contextlib.suppress(TutorError):  # the engine's status says what is wrong
            if services.engine is not None:
                await services.engine.start()
        with contextlib.suppress(TutorError):  # words alone find passages, too
            await self.vectors.run()

    async def on_unmount(self) -> None:
        for engine in (self.services.engine, self.services.embedder):
            if engine is not None:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(engine.close(), CLOSE_SECONDS)
        await asyncio.to_thread(self.desk.recorder.close)

    # The model

    def _show_engine(self) -> None:
        engine = self.services.engine
        if engine is not None and self.is_running:
            self.study.show_engine(engine.status)

    # The library

    @on(AppFocus)
    def _check_library(self) -> None:
        if not self.is_running:
            return
        check = partial(self._check_in_thread, self._inode)
        self.run_worker(check, name="library", group="library", exclusive=True, thread=True,
                        exit_on_error=False)  # fmt: skip

    def _check_in_thread(self, known: int | None) -> None:
        services = self.services
        self.post_message(check_library(services.index, services.paths.index, known))

    @on(LibraryChecked)
    def _library_checked(self, event: LibraryChecked) -> None:
        if not self.is_running:
            return
        if event.problem != self._library_problem:
            self._library_problem = event.problem
            if event.problem:
                self.study.notice.say(f"The courses cannot be checked for changes. {event.problem}")
        if event.replaced is not None:
            self.services.index.connection = event.replaced.connection
            self._inode = inode(self.services.paths.index)
            self._data_version = -1
        version = data_version(self.services.index)
        if version != self._data_version:
            self._data_version = version
            self.desk.reload()
            self.study.library_changed()
            self._start_models()
            self.take_notes()
            if self._quiz is not None:
                self._quiz.library_changed()

    @on(RecordTroubled)
    def _record_troubled(self, event: RecordTroubled) -> None:
        if not self.is_running:
            return
        if event.problem:
            where = self.services.paths.progress
            words = (
                f"What you do cannot be kept now: {event.problem} ({where}). Make the folder"
                " writable or free some space; you can go on meanwhile."
            )
            self.study.notice.say(words, seconds=None)
        else:
            self.study.notice.say("What you do is kept again.", good=True)

    # Going between modes

    @on(ModeChosen)
    def _mode_chosen(self, event: ModeChosen) -> None:
        self.action_mode(event.mode)

    def action_mode(self, mode: str) -> None:
        self.switch_mode(mode)

    @on(QuizAsked)
    async def _quiz_asked(self, event: QuizAsked) -> None:
        await self.quiz.start(event.scope)
        await self.switch_mode("quiz")

    @on(WeakQuizAsked)
    async def _weak_quiz_asked(self, event: WeakQuizAsked) -> None:
        await self.quiz.start_weak(event.topics)
        await self.switch_mode("quiz")

    @on(PlaceWanted)
    async def _place_wanted(self, event: PlaceWanted) -> None:
        await self._open_lecture(event.path)

    @on(PassageChosen)
    async def _passage_chosen(self, event: PassageChosen) -> None:
        await self.switch_mode("study")
        self.study.visit(event.path, (event.start, event.end), event.back_to)

    # Palette, help, themes

    def offered_commands(self, screen: Screen[Any]) -> Iterator[Command]:
        """Everything that can be done by name."""
        nodes: list[DOMNode] = list(getattr(screen, "palette_nodes", ()))
        yield from commands_of(self, [*nodes, self])
        for reach in REACHES:
            look = partial(self.study.ask.look_in, reach)
            yield Command(f"ask: in {NAMES[reach]}", "Put the next questions to this part", look)
        run = partial(self.run_worker, group="adapter", exclusive=True, exit_on_error=False)
        yield from self.vectors.commands()
        yield from adapter_commands(self.desk, self.study.notice, run)
        for name in sorted(self.available_themes):
            yield Command(f"theme: {name}", "Colours of the app", partial(self._set_theme, name))
        for course in self.desk.atlas.courses:
            for lecture in course.lectures:
                go = partial(self._open_lecture, lecture.path)
                yield Command(f"open: {lecture.title}", course.title, go)

    async def _open_lecture(self, path: str) -> None:
        await self.switch_mode("study")
        self.study.go(path)

    def _set_theme(self, name: str) -> None:
        self.theme = name

    def _theme_changed(self, theme: Theme) -> None:
        save = partial(settings.save, self.services.paths.settings, {"app.theme": theme.name})
        self.desk.recorder.write(save)

    def action_all_keys(self) -> None:
        from llmtutor.ui.help import HelpScreen

        self.push_screen(HelpScreen(help_places(self.screen), self.desk.signs))


def _open_in_browser(url: str) -> None:
    from llmtutor.ui.study.links import open_in_browser

    open_in_browser(url)

"""The section that is read: it is opened, its place is remembered, its end is noticed."""

from __future__ import annotations

from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer

from llmtutor.content.models import Section, original_path
from llmtutor.errors import TutorError
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact, Noticed
from llmtutor.ui.page.view import PageView
from llmtutor.ui.study.pages import lecture_page, section_page

REMEMBER_SECONDS = 0.4
"""A position is kept once scrolling has paused for this long."""


@dataclass
class PlaceOpened(Fact):
    """A section or a lecture's page is on the screen."""

    place: str


@dataclass
class SectionRead(Fact):
    """The end of a section was on the screen long enough."""

    path: str


class Reader(Vertical):
    """Shows one place at a time."""

    view = getters.query_one(PageView)

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="reader")
        self._desk = desk
        self.place = ""
        self.top = 0.0
        """The row at the top of the screen."""
        self.section: Section | None = None
        """None on a lecture's page."""
        self.shown: Section | None = None
        """The same, as it is on the screen: perhaps translated."""
        self._version = ""
        """The path that was opened: the place, or its translation."""
        self._remembering: Timer | None = None
        self._reading: Timer | None = None

    def compose(self) -> ComposeResult:
        yield PageView(signs=self._desk.signs)

    def open(self, place: str, *, top: float = 0, mark: tuple[int, int] | None = None) -> None:
        """Show a place from a row on, or from where a marked passage stands.

        A marked passage is shown in the words that it was found in: those that were written
        first, or those of the translation whose path is given.
        """
        self._version = version = place
        place = original_path(place)
        atlas = self._desk.atlas
        lecture = atlas.lecture(place) if atlas.is_lecture(place) else None
        try:
            self.section = None if lecture else self._desk.services.library.section(place)
        except TutorError as error:
            self.post_message(Noticed(f"{error} It may have been renamed or taken away."))
            return
        self._stop_timers()
        self.shown = None
        self.place, self.top = place, top
        if lecture:
            blocks = lecture_page(self._desk, lecture)
        elif self.section:
            translated = self._in_its_words(version, marked=mark is not None)
            self.shown = translated or self.section
            blocks = section_page(
                self._desk,
                place,
                self.shown,
                title=self.shown.title if version != place else "",
                original=bool(self._desk.language and not translated),
            )
            self._desk.opened(place)
        self.view.show(blocks, top=top, mark=mark)
        self._desk.remember_position(place, top)
        self.post_message(PlaceOpened(place))

    def refresh_place(self) -> None:
        """Show the same place anew, after the library changed."""
        nearest = self._desk.atlas.nearest(self.place)
        same = nearest == self.place and self.view.marked
        self.open(
            self._version if same else nearest,
            top=self.top,
            mark=self.view.marked if same else None,
        )

    def _in_its_words(self, path: str, *, marked: bool) -> Section | None:
        """A section in another language: the one it was found in, or the one that is wanted."""
        if path != self.place:
            try:
                return self._desk.services.library.section(path)
            except TutorError:
                return None
        return None if marked else self._desk.translated(path)

    @property
    def shown_text(self) -> str:
        """The section's text as it is on the screen."""
        return self.shown.text if self.shown else ""

    @property
    def words_to_copy(self) -> str:
        """The passage that is marked, else the whole section; empty on a lecture's page."""
        return self.shown_text[slice(*(self.view.marked or (None, None)))]

    def on_unmount(self) -> None:
        """The app is left: remember the row without waiting."""
        if self._remembering is not None:
            self._desk.remember_position(self.place, self.top)

    @on(PageView.Moved)
    def _moved(self, event: PageView.Moved) -> None:
        event.stop()
        self.top = event.top
        if self._remembering is None:
            self._remembering = self.set_timer(REMEMBER_SECONDS, self._remember)
        else:
            self._remembering.reset()
        self._watch_end()

    def _remember(self) -> None:
        self._remembering = None
        self._desk.remember_position(self.place, self.top)

    def _watch_end(self) -> None:
        """Start counting when the end comes on the screen, stop when it leaves it."""
        unread = self.section is not None and self._desk.states.get(self.place) != "read"
        if not (unread and self.view.end_shown):
            if self._reading is not None:
                self._reading.stop()
                self._reading = None
        elif self._reading is None:
            seconds = self._desk.services.settings.app.read_seconds
            self._reading = self.set_timer(max(0.01, seconds), self._end_was_shown)

    def _end_was_shown(self) -> None:
        self._reading = None
        if not self.app.is_running:
            return
        seen = self.app.screen is self.screen and self.app.app_focus and self.region.area > 0
        if not seen:
            self._watch_end()  # something lay over it: count again
            return
        self._desk.finished(self.place)
        self.post_message(SectionRead(self.place))

    def _stop_timers(self) -> None:
        for timer in (self._remembering, self._reading):
            if timer is not None:
                timer.stop()
        self._remembering = self._reading = None

"""The study screen: contents, section and ask, as many beside each other as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.dom import DOMNode
from textual.screen import Screen

from llmtutor.library.library import Scope
from llmtutor.ui.ask.frame import AskFrame
from llmtutor.ui.ask.scopes import scope_from
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Noticed, PassageChosen, QuestionAsked, QuizAsked, ReachChanged
from llmtutor.ui.keyline import KeyLine
from llmtutor.ui.notice import NoticeLine
from llmtutor.ui.page.view import PageView
from llmtutor.ui.study.ahead import read_ahead
from llmtutor.ui.study.contents import Contents, PlaceChosen
from llmtutor.ui.study.engine_news import EngineNews
from llmtutor.ui.study.hint import HintLine
from llmtutor.ui.study.keys import KEYS
from llmtutor.ui.study.reader import PlaceOpened, Reader, SectionRead
from llmtutor.ui.study.visits import Visit, Visits
from llmtutor.ui.terminal import TerminalApp
from llmtutor.ui.topline import TopLine
from llmtutor.ui.watching import files_problem

if TYPE_CHECKING:
    from llmtutor.engine.protocol import EngineStatus
    from llmtutor.search.sections import SectionHit
    from llmtutor.ui.ask.pane import AskPane

Aside = Literal["contents", "ask"]


class StudyScreen(Screen[None]):
    """Wide: three panes. Medium: the section and one other. Narrow: one at a time."""

    BINDING_GROUP_TITLE = "Study"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    app = getters.app(TerminalApp)
    line = getters.query_one(TopLine)
    contents = getters.query_one(Contents)
    reader = getters.query_one(Reader)
    ask_frame = getters.query_one(AskFrame)
    hint = getters.query_one(HintLine)
    notice = getters.query_one(NoticeLine)

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes=f"-{desk.recall('aside') or 'contents'}")
        self._desk = desk
        self._visits = Visits()
        self._engine_news = EngineNews()

    def compose(self) -> ComposeResult:
        # known before the first layout, else all is laid out and drawn twice
        self.add_class(self.app.width_class)
        yield TopLine("study", self._desk.signs)
        with Horizontal(id="panes"):
            yield Contents(self._desk)
            yield Reader(self._desk)
            yield AskFrame(self._desk)
        yield HintLine(self._desk)
        yield NoticeLine()
        yield KeyLine()

    def on_mount(self) -> None:
        desk = self._desk
        self.contents.outline.fill()
        position = desk.services.reading.position()
        place = desk.atlas.nearest(position.path)
        if place:
            self.reader.open(place, top=position.scroll if place == position.path else 0)
        else:
            words = "There is nothing to read yet. Run: llmtutor import FILE…"
            self.notice.say(words, seconds=None)
        self.reader.view.focus()

    @property
    def ask(self) -> AskPane:
        """Made when it is first wanted, at the latest after the first frame."""
        return self.ask_frame.pane

    @property
    def palette_nodes(self) -> list[DOMNode]:
        """Whose actions the command palette offers here."""
        return [self, self.ask]

    @property
    def left_out_keys(self) -> tuple[str, ...]:
        """Keys that the bottom line need not show: the page or the screen shows them."""
        return ("study.next",) if self.has_class("-narrow") else ("study.contents",)

    def say_first_words(self) -> None:
        """Once the screen stands: what is missing, and what could not be read."""
        services = self._desk.services
        if problem := files_problem(services.index):
            self.notice.say(problem)
        elif missing := services.engine_problem:
            words = f"You can read, search and be quizzed; written answers need a model. {missing}"
            self.notice.say(words, good=True, seconds=30)

    def show_engine(self, status: EngineStatus) -> None:
        """Show how the model is doing; say once when it fails."""
        self.line.show_engine(status)
        self._engine_news.tell(status, self.notice)

    # What happened

    @on(PlaceChosen)
    def _place_chosen(self, event: PlaceChosen) -> None:
        self.go(event.place)

    @on(PlaceOpened)
    def _place_opened(self, event: PlaceOpened) -> None:
        self.contents.outline.show_place(event.place)
        self.line.show_place(self._desk.atlas.crumbs(event.place))
        if pane := self.ask_frame.made:
            pane.show_place(event.place)
        self._show_share()
        self.refresh_bindings()
        self._read_ahead()

    @work(name="ahead", group="ahead", exclusive=True, exit_on_error=False)
    async def _read_ahead(self) -> None:
        """Let the model read what the next question will be put to."""
        if pane := self.ask_frame.made:
            await read_ahead(self._desk, scope_from(pane.reach, self.reader.place))

    @on(ReachChanged)
    def _reach_changed(self) -> None:
        self._read_ahead()

    @on(SectionRead)
    def _section_read(self, event: SectionRead) -> None:
        self.contents.outline.refresh_place(event.path)
        self._show_share()
        self.hint.take("read")

    @on(PageView.EndPassed)
    def _end_passed(self) -> None:
        self.hint.take("read")
        self.action_next()

    @on(QuestionAsked)
    def _question_asked(self) -> None:
        self.hint.take("ask")

    @on(PassageChosen)
    def _passage_chosen(self, event: PassageChosen) -> None:
        event.stop()
        self.visit(event.path, (event.start, event.end), event.back_to or "ask")

    @on(Noticed)
    def _noticed(self, event: Noticed) -> None:
        event.stop()
        self.notice.say(event.text, good=event.good)

    # Going places

    def go(self, place: str) -> None:
        """Go to a place because the student chose it."""
        target = self._desk.atlas.readable(place)
        if target is None:
            return
        self._visits.forget()
        self._close_over()
        self.reader.open(target)
        self.reader.view.focus()

    def visit(self, path: str, mark: tuple[int, int] | None, origin: str) -> None:
        """Go and look at a passage; Esc comes back."""
        self._visits.left(Visit(self.reader.place, self.reader.top, origin, self.focused))
        self._close_over()
        self.reader.open(path, mark=mark)
        self.reader.view.focus()

    def library_changed(self) -> None:
        """Show the library as it is now."""
        self.contents.outline.fill()
        gone = self.reader.place not in self._desk.atlas
        if self._desk.atlas.first:
            self.reader.refresh_place()
        if gone:
            self.notice.say("What you were reading is no longer there; this is the nearest place.")
        self._show_share()

    def _show_share(self) -> None:
        read, count = self._desk.atlas.sections_read(self.reader.place, self._desk.states)
        self.line.show_share(read / count if count else None)
        self.contents.show_share(read, count)

    def _open_aside(self, aside: Aside) -> None:
        self.set_class(aside == "contents", "-contents")
        self.set_class(aside == "ask", "-ask")
        self.add_class("-over")
        self._desk.remember("aside", aside)

    def _close_over(self) -> None:
        self.remove_class("-over")

    # What the keys do

    def action_next(self) -> None:
        after = self._desk.atlas.after(self.reader.place)
        if after:
            self.go(after)
        else:
            self.notice.say("This is the last section.", good=True)

    def action_before(self) -> None:
        if before := self._desk.atlas.before(self.reader.place):
            self.go(before)

    def action_up(self) -> None:
        if lecture := self._desk.atlas.lecture(self.reader.place):
            self.go(lecture.path)

    def action_contents(self) -> None:
        self._open_aside("contents")
        self.contents.outline.focus()

    async def action_ask(self) -> None:
        self._open_aside("ask")
        pane = await self.ask_frame.furnished()
        pane.field.focus()

    async def action_inspect(self) -> None:
        from llmtutor.ui.ask.inspector import InspectorScreen

        pane = await self.ask_frame.furnished()
        self.app.push_screen(InspectorScreen(pane.history.trace))

    def action_quiz_me(self) -> None:
        self.hint.take("quiz")
        if self.reader.place:
            self.post_message(QuizAsked(Scope(*self.reader.place.split("/"))))

    def action_search(self) -> None:
        from llmtutor.ui.study.search import SearchScreen

        self.app.push_screen(SearchScreen(self._desk), self._hit_chosen)

    def _hit_chosen(self, hit: SectionHit | None) -> None:
        if hit is not None:
            self.visit(hit.path, (hit.start, hit.end), "reading")

    def action_language(self) -> None:
        said = self._desk.speak_next_language()
        self.contents.outline.fill()
        self.reader.open(self.reader.place)
        self.notice.say(said, good=True)

    def action_copy(self) -> None:
        if words := self.reader.words_to_copy:
            self.app.copy_to_clipboard(words)
            self.notice.say("Copied.", good=True)

    def action_links(self) -> None:
        from llmtutor.ui.study.links import LinksScreen, open_link

        def chosen(url: str | None) -> None:
            if url:
                self.post_message(open_link(self._desk, url))

        section = self.reader.section
        if section and section.links:
            self.app.push_screen(LinksScreen(section.title, section.links), chosen)
        else:
            self.notice.say("This section has no links.", good=True)

    def action_back(self) -> None:
        self.notice.hush()
        if self.ask_frame.made and self.ask.stop():
            return
        if self.focused is not self.reader.view:
            self._close_over()
            self.reader.view.focus()
        elif visit := self._visits.back():
            self._return(visit)
        elif self.reader.view.marked:
            self.reader.view.mark(None)
        elif self.has_class("-medium"):
            self.remove_class("-contents", "-ask")
            self._desk.remember("aside", "none")

    def _return(self, visit: Visit) -> None:
        self.reader.open(self._desk.atlas.nearest(visit.place), top=visit.top)
        if visit.origin == "ask":
            self._open_aside("ask")
            (visit.focus or self.ask.history).focus()
        elif visit.origin != "reading":
            self.app.switch_mode(visit.origin)

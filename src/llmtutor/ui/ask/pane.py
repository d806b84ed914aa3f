"""The pane that one asks in: a field, the part of the library asked, and the turns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from llmtutor.library.library import Scope
from llmtutor.tutor.models import Answer, Turn
from llmtutor.tutor.tutor import LookUp
from llmtutor.ui.ask.asking import (
    AnswerFinished,
    AnswerGrew,
    EngineRestarted,
    EvidenceFound,
    ModelPrepared,
    ask,
    stopped,
)
from llmtutor.ui.ask.history import History, as_text
from llmtutor.ui.ask.scopes import NAMES, Reach, reach_named, scope_from, wider
from llmtutor.ui.ask.turn import TurnView
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact, Noticed
from llmtutor.ui.field import Field

REMEMBERED_TURNS = 12
WORKER = "ask"
_DRAFT_SECONDS = 0.5
_WAIT_SECONDS = 0.3


@dataclass
class QuestionAsked(Fact):
    """The student put a question to the notes."""

    question: str
    scope: Scope


@dataclass(slots=True)
class _Asked:
    """The question that is being answered."""

    view: TurnView
    scope: Scope
    found: LookUp | None = None
    draft: str = ""


class QuestionField(Field):
    """Where the question is typed."""

    BINDING_GROUP_TITLE = "Question"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "ask", id="ask.submit", tooltip="Ask this question"),
        Binding("ctrl+s", "switch_scope", "where to look", id="ask.where",
                tooltip="Ask this section, this lecture, this course or everything"),
        Binding("up", "app.focus('ask-history')", "read", id="ask.read", show=False,
                tooltip="Go up to the answers"),
    ]  # fmt: skip

    def action_switch_scope(self) -> None:
        self.query_ancestor(AskPane).action_switch_scope()


class ScopeLine(Static):
    """Says where the question looks; a click looks elsewhere."""

    def on_click(self, event: Click) -> None:
        event.stop()
        self.query_ancestor(AskPane).action_switch_scope()


class AskPane(Vertical):
    """Questions, and what they came to."""

    BINDING_GROUP_TITLE = "Ask"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "cite(1)", "open a quote", id="ask.cite1", key_display="1-9",
                tooltip="Read the quote with this number where it stands"),
        *(Binding(str(n), f"cite({n})", f"open quote {n}", id=f"ask.cite{n}", show=False,
                  tooltip="Read the quote with this number where it stands")
          for n in range(2, 10)),
        Binding("y", "copy", "copy", id="ask.copy", tooltip="Copy the answer with its quotes"),
        Binding("w", "widen", "ask everything", id="ask.widen",
                tooltip="Put the same question to everything"),
        Binding("a", "ask_again", "ask again", id="ask.again", tooltip="Type another question"),
        Binding("escape", "screen.back", "back", id="ask.back",
                tooltip="Stop the answer; else back to reading"),
        Binding("ctrl+s", "switch_scope", "where to look", id="ask.scope", show=False,
                tooltip="Ask this section, this lecture, this course or everything"),
    ]  # fmt: skip

    field = getters.query_one(QuestionField)
    history = getters.query_one(History)
    reach: var[Reach] = var("everything")

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="ask")
        self._desk = desk
        self.place = ""
        self._turn = 0
        self._asked: _Asked | None = None
        self._saving: Timer | None = None
        self.border_title = "Ask"
        engine = desk.services.engine
        if engine is not None and engine.status.away:
            # by assembling: an address from the settings must not be markup
            self.border_subtitle = Content(f"goes to {engine.status.away}")

    def compose(self) -> ComposeResult:
        yield History(self._desk)
        yield ScopeLine(id="ask-scope", markup=False)
        yield QuestionField(placeholder="ask about your notes")

    @property
    def asking(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked is not None

    def restore(self) -> None:
        """Bring back the turns, the scope and the draft of the last time."""
        desk = self._desk
        self.reach = reach_named(desk.recall("scope"))
        if not self.field.value:
            with self.prevent(Input.Changed):
                self.field.value = desk.recall("draft")
        self.history.restore(desk.services.chats.latest(REMEMBERED_TURNS))
        self.show_place(self.place)

    def show_place(self, place: str) -> None:
        """Follow the student to another section."""
        self.place = place
        words = Content.assemble(
            ("in ", "$text-muted"), NAMES[self.reach], ("   ctrl+s changes", "$text-muted")
        )
        self.query_one(ScopeLine).update(words)

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if question := " ".join(event.value.split()):
            self.field.value = ""
            await self.ask(question)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._saving is not None:
            self._saving.stop()
        keep = partial(self._desk.remember, "draft", event.value)
        self._saving = self.set_timer(_DRAFT_SECONDS, keep)

    async def ask(self, question: str) -> None:
        """Put a question to the part of the library that is shown."""
        self.stop()
        self._turn += 1
        scope = scope_from(self.reach, self.place)
        self._asked = _Asked(await self.history.add(question, scope.path), scope)
        self.history.focus()
        self.post_message(QuestionAsked(question, scope))
        self.run_worker(
            ask(self._desk.services.tutor, question, scope, self._turn, self.post_message),
            name=WORKER, group=WORKER, exclusive=True, exit_on_error=False,
        )  # fmt: skip

    def stop(self) -> bool:
        """Stop the answer that is on its way; False where there was none."""
        asked = self._asked
        if asked is None:
            return False
        self.workers.cancel_group(self, WORKER)
        if asked.found is None:
            asked.view.show_state("stopped")
            self._asked = None
        else:
            self._finish(asked, stopped(self._desk.services.tutor, asked.found, asked.draft))
        return True

    def _current(self, turn: int) -> _Asked | None:
        """The question a fact is about; None where it was stopped meanwhile."""
        return self._asked if turn == self._turn else None

    @on(EvidenceFound)
    async def _evidence_found(self, event: EvidenceFound) -> None:
        event.stop()
        if asked := self._current(event.turn):
            asked.found = event.found
            await asked.view.show_quotes(event.found.verdict, event.found.quotes)
            self.refresh_bindings()
            self.set_timer(_WAIT_SECONDS, self._show_loading)

    def _show_loading(self) -> None:
        """While the engine starts it sends no events; it knows how far it is."""
        engine, asked = self._desk.services.engine, self._asked
        if engine is None or asked is None or asked.draft or not self.app.is_running:
            return
        if engine.status.state == "loading":
            share = engine.status.progress
            asked.view.show_state(f"loading the model, {share * 100:.0f} %   Esc stops")
        self.set_timer(_WAIT_SECONDS, self._show_loading)

    @on(ModelPrepared)
    def _model_prepared(self, event: ModelPrepared) -> None:
        event.stop()
        if asked := self._current(event.turn):
            asked.view.show_state(f"{event.doing}, {event.share * 100:.0f} %   Esc stops")

    @on(AnswerGrew)
    def _answer_grew(self, event: AnswerGrew) -> None:
        event.stop()
        if asked := self._current(event.turn):
            if not asked.draft:
                asked.view.show_state("")
            asked.draft = event.text
            asked.view.show_draft(event.text)

    @on(EngineRestarted)
    def _engine_restarted(self, event: EngineRestarted) -> None:
        event.stop()
        if asked := self._current(event.turn):
            asked.draft = ""
            words = f"The engine restarted ({event.reason}); the answer begins anew."
            self.post_message(Noticed(words))

    @on(AnswerFinished)
    def _answer_finished(self, event: AnswerFinished) -> None:
        event.stop()
        if asked := self._current(event.turn):
            self._finish(asked, event.answer)

    def _finish(self, asked: _Asked, answer: Answer) -> None:
        self._asked = None
        legend = bool(answer.sentences) and not self._desk.recall("legend")
        if legend:
            self._desk.remember("legend", "seen")
        asked.view.show_answer(answer, legend=legend)
        self._desk.keep_turn(Turn(self._desk.now(), asked.scope.path, answer))
        self.refresh_bindings()

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR and self._asked is not None:
            self._asked.view.show_state(f"This question failed: {event.worker.error}")
            self._asked = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something to do with."""
        turn = self.history.in_hand if self.is_mounted else None
        if action == "cite":
            number = parameters[0] if parameters else 0
            return turn is not None and 1 <= int(str(number)) <= len(turn.shown_quotes)
        if action == "copy":
            return turn is not None and turn.answer is not None
        if action == "widen":
            refused = turn is not None and turn.refused
            return refused and turn is not None and bool(turn.scope)
        return True

    def action_cite(self, number: int) -> None:
        if card := self.history.quote(number):
            card.action_open()

    def action_ask_again(self) -> None:
        self.field.focus()

    def action_copy(self) -> None:
        turn = self.history.in_hand
        if turn is not None and turn.answer is not None:
            self.app.copy_to_clipboard(as_text(turn.answer))
            self.post_message(Noticed("The answer is copied, with its quotes.", good=True))

    async def action_widen(self) -> None:
        turn = self.history.in_hand
        if turn is not None and turn.answer is not None:
            self.look_in("everything")
            await self.ask(turn.answer.question)

    def action_switch_scope(self) -> None:
        self.look_in(wider(self.reach))

    def look_in(self, reach: Reach) -> None:
        """Put the next questions to this part of the library."""
        self.reach = reach
        self._desk.remember("scope", reach)
        self.show_place(self.place)

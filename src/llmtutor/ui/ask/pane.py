"""The pane that one asks in: a field, the part of the library asked, and the turns."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from llmtutor.tutor.models import Answer, Turn
from llmtutor.ui.ask.asking import (
    AnswerBeganAnew,
    AnswerFinished,
    AnswerGrew,
    Asking,
    EvidenceFound,
    ModelPrepared,
    ask,
    stopped,
)
from llmtutor.ui.ask.field import QuestionField, ScopeLine, ScopeSwitchAsked
from llmtutor.ui.ask.history import History, as_text
from llmtutor.ui.ask.keys import ASK_KEYS
from llmtutor.ui.ask.scopes import NAMES, Reach, reach_named, scope_from, wider
from llmtutor.ui.ask.trying import Trying
from llmtutor.ui.ask.turn import OnItsWay
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Noticed, QuestionAsked, ReachChanged

REMEMBERED_TURNS = 12
WORKER, TRIAL = "ask", "trial"
_DRAFT_SECONDS = 0.5
_WAIT_SECONDS = 0.3


class AskPane(Vertical):
    """Questions, and what they came to."""

    BINDING_GROUP_TITLE = "Ask"
    BINDINGS: ClassVar[list[BindingType]] = ASK_KEYS

    reach: var[Reach] = var("everything")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.history = History(desk)
        self.field = QuestionField(placeholder="ask about your notes")
        self._scope = ScopeLine(id="ask-scope", markup=False)
        self.place = desk.place
        self._turn = self._prepared = 0
        self._asked: OnItsWay | None = None
        self._saving: Timer | None = None
        self._trying = Trying(desk, self.post_message)

    def compose(self) -> ComposeResult:
        yield self.history
        yield self._scope
        yield self.field

    @property
    def asking(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked is not None

    def on_mount(self) -> None:
        """Bring back the turns, the scope and the draft of the last time."""
        desk = self._desk
        self.reach = reach_named(desk.recall("scope"))
        if not self.field.value:
            with self.prevent(Input.Changed):
                self.field.value = desk.recall("draft")
        self.history.restore(desk.services.chats.latest(REMEMBERED_TURNS))
        self.show_place(self.place)

    def watch_reach(self) -> None:
        self.post_message(ReachChanged())

    def show_place(self, place: str) -> None:
        """Follow the student to another section."""
        self.place = place
        words = Content.assemble(
            ("in ", "$text-muted"), NAMES[self.reach], ("   ctrl+s changes", "$text-muted")
        )
        self._scope.update(words)

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

    async def ask(self, question: str, again: int = 0) -> None:
        """Put a question to the part of the library that is shown.

        Args:
            question: as it was typed.
            again: how often it was answered already; another answer is wanted.
        """
        self.workers.cancel_group(self, TRIAL)
        self._stop_answer()
        self._turn += 1
        scope = scope_from(self.reach, self.place)
        turns = [turn for turn in self.history.turns if turn.asked != question or not again]
        before = turns[-1].answer if turns else None
        asking = Asking(question, scope, self._turn, before, again)
        self._asked = OnItsWay(await self.history.add(question, scope.path), scope)
        self.history.focus()
        self.post_message(QuestionAsked(question, scope))
        self.run_worker(
            ask(self._desk.services.tutor, asking, self.post_message),
            name=WORKER, group=WORKER, exclusive=True, exit_on_error=False,
        )  # fmt: skip

    def stop(self) -> bool:
        """Stop the answer that is on its way, or the trial of the model; False without either."""
        if self._trying.running:
            self._trying.declined = True
            self.workers.cancel_group(self, TRIAL)
            self.post_message(Noticed("Stopped. llmtutor models try does it at once.", good=True))
            return True
        return self._stop_answer()

    def _stop_answer(self) -> bool:
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

    def _current(self, turn: int) -> OnItsWay | None:
        """The question a fact is about; None where it was stopped meanwhile."""
        return self._asked if turn == self._turn else None

    @on(EvidenceFound)
    async def _evidence_found(self, event: EvidenceFound) -> None:
        event.stop()
        if asked := self._current(event.turn):
            asked.found = found = event.found
            await asked.view.show_quotes(found.verdict, found.quotes, found.read_as)
            self.refresh_bindings()
            self.set_timer(_WAIT_SECONDS, self._show_loading)

    def _show_loading(self) -> None:
        """While the engine starts, or chooses among the quotes, it sends no events."""
        engine, asked = self._desk.services.engine, self._asked
        if engine is None or asked is None or asked.draft or not self.app.is_running:
            return
        if self._prepared == self._turn:  # from here on it says itself how far it is
            return
        if engine.status.state == "loading":
            share = engine.status.progress
            asked.view.show_state(f"loading the model, {share * 100:.0f} %   Esc stops")
        elif engine.status.state in {"ready", "busy"}:
            asked.view.show_state("choosing from the quotes   Esc stops")
        self.set_timer(_WAIT_SECONDS, self._show_loading)

    @on(ModelPrepared)
    def _model_prepared(self, event: ModelPrepared) -> None:
        event.stop()
        if asked := self._current(event.turn):
            self._prepared = event.turn
            asked.view.show_state(f"{event.doing}, {event.share * 100:.0f} %   Esc stops")

    @on(AnswerGrew)
    def _answer_grew(self, event: AnswerGrew) -> None:
        event.stop()
        if asked := self._current(event.turn):
            if not asked.draft:
                asked.view.show_state("")
            asked.draft = event.text
            asked.view.show_draft(event.text)

    @on(AnswerBeganAnew)
    def _answer_began_anew(self, event: AnswerBeganAnew) -> None:
        event.stop()
        if asked := self._current(event.turn):
            asked.draft = ""
            if event.restarted:
                words = f"The engine restarted ({event.restarted}); the answer begins anew."
                self.post_message(Noticed(words))
            else:
                asked.view.show_state("your notes do not bear that out; written anew   Esc stops")

    @on(AnswerFinished)
    def _answer_finished(self, event: AnswerFinished) -> None:
        event.stop()
        if asked := self._current(event.turn):
            self._finish(asked, event.answer)
            self.run_worker(
                self._trying.go_on(), name=TRIAL, group=TRIAL, exclusive=True, exit_on_error=False
            )

    def _finish(self, asked: OnItsWay, answer: Answer) -> None:
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
        if event.worker.group == WORKER and event.state == WorkerState.ERROR and self._asked:
            self._asked.view.show_state(f"This question failed: {event.worker.error}")
            self._asked = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something to do with."""
        turn = self.history.in_hand if self.is_mounted else None
        if action == "cite":
            number = parameters[0] if parameters else 0
            return turn is not None and 1 <= int(str(number)) <= len(turn.shown_quotes)
        if action in {"copy", "regenerate"}:
            return turn is not None and turn.answer is not None
        if action == "widen":
            refused = turn is not None and turn.refused
            return refused and turn is not None and bool(turn.scope)
        return True

    def action_cite(self, number: int) -> None:
        if card := self.history.quote(number):
            card.action_open()

    async def action_regenerate(self) -> None:
        turn = self.history.in_hand
        if turn is not None and turn.answer is not None:
            await self.ask(turn.asked, self.history.times_asked(turn.asked))

    def action_earlier(self) -> None:
        from llmtutor.ui.ask.earlier import EarlierScreen

        self.app.push_screen(EarlierScreen(self._desk), self._recalled)

    async def _recalled(self, turn: Turn | None) -> None:
        if turn is not None:
            await self.history.recall(turn)
            self.history.focus()
            self.refresh_bindings()

    def action_export(self) -> None:
        from llmtutor.ui.ask.saving import save_conversation

        self.post_message(save_conversation(self._desk))

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

    @on(ScopeSwitchAsked)
    def _scope_switch_asked(self, event: ScopeSwitchAsked) -> None:
        event.stop()
        self.action_switch_scope()

    def action_switch_scope(self) -> None:
        self.look_in(wider(self.reach))

    def look_in(self, reach: Reach) -> None:
        """Put the next questions to this part of the library."""
        self.reach = reach
        self._desk.remember("scope", reach)
        self.show_place(self.place)

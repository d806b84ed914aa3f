"""One question: the stem, the answer, and at once what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from llmtutor.content.inline import plain
from llmtutor.quiz.above import about
from llmtutor.quiz.models import Attempt, Kind, Question
from llmtutor.ui.facts import Fact, PassageChosen
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.quiz.answering import Answering, Choice, Multi, TrueFalse
from llmtutor.ui.quiz.placing import Match, Order, Typed
from llmtutor.ui.quiz.remarking import RemarkMade, What, may_overrule
from llmtutor.ui.quiz.stem import stem_of
from llmtutor.ui.signs import Signs

_BAR = 10
WAYS: dict[Kind, type[Answering]] = {
    "choice": Choice,
    "truefalse": TrueFalse,
    "multi": Multi,
    "cloze": Typed,
    "short": Typed,
    "order": Order,
    "match": Match,
}
ASKS: dict[Kind, str] = {
    "choice": "",
    "truefalse": "True or false?",
    "multi": "Choose all that are right, then press Enter.",
    "cloze": "What belongs in the gap?",
    "short": "",
    "order": "Put these in order: J and K move the item, Enter answers.",
    "match": "Give each line its letter, then press Enter.",
}


def _bare(text: str) -> str:
    """Words alone, to tell whether two texts say the same."""
    return " ".join(plain(text).split()).rstrip(".")


@dataclass
class QuestionPassed(Fact):
    """The student has seen the result and goes on."""


class QuestionView(VerticalScroll, can_focus=True):
    """While it is on the screen every letter and digit belongs to it."""

    BINDING_GROUP_TITLE = "After the answer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "next", id="quiz.next", tooltip="Next question"),
        Binding("o", "open", "open the passage", id="quiz.open",
                tooltip="See where this stands in your notes; Esc comes back"),
        Binding("y", "remark('right')", "I was right", id="quiz.right",
                tooltip="Count this answer as right, now and whenever it is asked"),
        Binding("f", "remark('flag')", "flag", id="quiz.flag",
                tooltip="A bad question: not asked again until you look at it"),
        Binding("x", "remark('bury')", "never again", id="quiz.bury", show=False,
                tooltip="Do not ask this question again"),
        Binding("e", "remark('edit')", "edit", id="quiz.edit", show=False,
                tooltip="Put the question into your own words"),
        Binding("u", "remark('undo')", "undo", id="quiz.undo", show=False,
                tooltip="Take back what you said of this question"),
    ]  # fmt: skip

    answering = getters.query_one(Answering)
    outcome = getters.query_one("#outcome", Static)
    quote = getters.query_one("#quiz-quote", Static)

    def __init__(self, question: Question, number: int, count: int, signs: Signs) -> None:
        super().__init__(id="question")
        self.question = question
        self._number, self._count = number, count
        self._signs = signs
        self._attempt: Attempt | None = None

    def compose(self) -> ComposeResult:
        signs = self._signs
        full = round(_BAR * self._number / max(1, self._count))
        bar = signs.full * full + signs.empty * (_BAR - full)
        head = Content.assemble(
            (f"{self._number} of {self._count}  ", "$text-muted"),
            (bar, "$accent"),
            (f"   {harmless(about(self.question))}", "$text-muted"),
        )
        yield Static(head, markup=False, id="quiz-head")
        yield Static(stem_of(self.question), markup=False, id="stem")
        if words := ASKS[self.question.kind]:
            yield Static(words, markup=False, id="asks")
        yield WAYS[self.question.kind](self.question, signs)
        yield Static(markup=False, id="outcome")
        yield Static(markup=False, id="quiz-quote")

    def on_mount(self) -> None:
        self.answering.focus()

    @property
    def closed(self) -> bool:
        """Whether it was answered."""
        return self._attempt is not None

    def show(self, attempt: Attempt) -> None:
        """Show what came of the answer."""
        self._attempt = attempt
        self.answering.show(attempt)
        self._show_outcome(attempt)
        source = self.question.source
        words = harmless(" ".join(plain(source.text).split()))
        self.quote.update(
            Content.assemble(
                f"{words}\n", ("o", "bold $accent"),
                (f"  open in {harmless(source.title)}", "$text-muted"),
            )
        )  # fmt: skip
        self.quote.add_class("-said")
        self.focus()
        self.call_after_refresh(self.scroll_end, animate=False)
        self.refresh_bindings()

    def _show_outcome(self, attempt: Attempt) -> None:
        words, kind = outcome_of(attempt, self._signs)
        self.outcome.update(words)
        self.outcome.set_classes(["-said", kind])

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return bool(character) and character.isalnum() if character else False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What follows the answer waits for it."""
        if action == "remark" and parameters == ("right",):
            return self._attempt is not None and may_overrule(self._attempt)
        return self.closed if action in {"next", "open", "remark"} else True

    def action_next(self) -> None:
        self.post_message(QuestionPassed())

    def action_remark(self, what: What) -> None:
        self.post_message(RemarkMade(what))

    def regrade(self, attempt: Attempt) -> None:
        """Show another grade for the same answer."""
        self._attempt = attempt
        self._show_outcome(attempt)
        self.refresh_bindings()

    def action_open(self) -> None:
        source = self.question.source
        self.post_message(PassageChosen(source.path, source.start, source.end, back_to="quiz"))

    def on_click(self, event: Click) -> None:
        if self.closed and event.widget is self.quote:
            event.stop()
            self.action_open()


def outcome_of(attempt: Attempt, signs: Signs) -> tuple[Content, str]:
    """What came of an answer, in words, and the class that goes with it."""
    question, grade = attempt.question, attempt.grade
    if grade.right:
        head, kind = f"{signs.right} right", "-right"
    elif grade.score > 0:
        head, kind = f"{signs.part} partly right, {grade.score * 100:.0f} %", "-part"
    elif attempt.given is None:
        head, kind = f"{signs.wrong} passed", "-wrong"
    else:
        head, kind = f"{signs.wrong} not right", "-wrong"
    parts: list[str | tuple[str, str]] = [(head, "bold")]
    if isinstance(question.key, str) and question.kind in {"cloze", "short"}:
        parts.append(f"   {harmless(question.key)}" if not grade.right else "")
    said = _bare(question.source.text)
    new = [words for words in (grade.comment, question.explanation)
           if words and _bare(words) not in said]  # fmt: skip
    parts += [(f"\n{harmless(words)}", "$foreground") for words in new]
    return Content.assemble(*parts), kind

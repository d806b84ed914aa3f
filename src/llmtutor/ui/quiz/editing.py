"""Putting a question into the student's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from llmtutor.errors import UsageError
from llmtutor.quiz.led import asked_alone
from llmtutor.quiz.models import Question
from llmtutor.quiz.remarks import reworded
from llmtutor.ui.facts import Fact
from llmtutor.ui.field import Field
from llmtutor.ui.page.ink import harmless


@dataclass
class QuestionReworded(Fact):
    """The student wants the question in other words; None where it stays as it is."""

    question: Question | None


def key_text(question: Question) -> str:
    """The key as it is typed; empty for the kinds whose answer is no single text."""
    key = question.key
    if isinstance(key, bool):
        return str(key).lower()
    return key if isinstance(key, str) else ""


class EditView(VerticalScroll):
    """Three lines; Enter goes to the next, and keeps all after the last."""

    BINDING_GROUP_TITLE = "Editing a question"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "keep", id="edit.keep", tooltip="Keep the question so"),
        Binding("down", "app.focus_next", "next line", id="edit.down", show=False,
                tooltip="Next line"),
        Binding("up", "app.focus_previous", "line before", id="edit.up", show=False,
                tooltip="Line before"),
    ]  # fmt: skip

    def __init__(self, question: Question) -> None:
        super().__init__(id="edit")
        self._question = question

    def compose(self) -> ComposeResult:
        question = self._question
        yield Static("Edit the question", id="edit-title", markup=False)
        for name, text in (
            ("question", asked_alone(question).stem),
            ("answer", key_text(question)),
            ("explanation", question.explanation),
        ):
            if text or name != "answer":
                yield Static(name, classes="edit-name", markup=False)
                yield Field(harmless(text), id=f"edit-{name}", select_on_focus=False)
        yield Static("Enter: next line, and keep after the last   Esc: leave it as it was",
                     classes="edit-name", markup=False)  # fmt: skip
        yield Static(id="edit-says", markup=False)

    def on_mount(self) -> None:
        self.query(Field).first().focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        fields = list(self.query(Field))
        at = fields.index(event.input) if event.input in fields else len(fields) - 1
        if at + 1 < len(fields):
            fields[at + 1].focus()
        else:
            self.action_keep()

    def action_keep(self) -> None:
        texts = {str(field.id).removeprefix("edit-"): field.value for field in self.query(Field)}
        try:
            made = reworded(
                self._question,
                stem=texts["question"],
                key=texts.get("answer", ""),
                explanation=texts["explanation"],
            )
        except UsageError as problem:
            self.query_one("#edit-says", Static).update(Content(harmless(str(problem))))
        else:
            self.post_message(QuestionReworded(made))

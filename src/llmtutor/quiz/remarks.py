"""What a student says of a question: it is bad, it should read otherwise, an answer was right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol

from llmtutor.errors import UsageError
from llmtutor.quiz.answers import normal
from llmtutor.quiz.led import with_stem
from llmtutor.quiz.models import Key, Question

Mark = Literal["flagged", "buried"]
"""Neither is asked again; what is flagged waits in a list to be looked at."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """All remarks, ready to be applied to questions as they are made."""

    marked: Mapping[str, Mark] = field(default_factory=dict)
    """By the question's id."""
    edited: Mapping[str, Question] = field(default_factory=dict)
    """The question as the student wants it; its id stays, and so does its history."""
    right: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Answers that the student holds to be as right as the key."""

    def hides(self, question: Question) -> bool:
        """Whether a question is not to be asked."""
        return question.id in self.marked

    def applied(self, question: Question) -> Question:
        """The question with the student's own words and the answers counted as right."""
        own = self.edited.get(question.id)
        # the words are the student's; where they stand in the notes may have moved since
        made = replace(own, source=question.source, topic=question.topic) if own else question
        more = tuple(text for text in self.right.get(question.id, ()) if text not in made.accept)
        return replace(made, accept=(*made.accept, *more)) if more else made


NO_REMARKS = Remarks()


class RemarkLog(Protocol):
    """Keeps remarks; ``storage`` provides it."""

    def remarks(self) -> Remarks: ...
    def flagged(self) -> list[Question]:
        """Questions that wait to be looked at, oldest first."""
        ...

    def mark(self, question: Question, mark: Mark, at: datetime) -> None: ...
    def unmark(self, question: str) -> None:
        """Ask a question again; nothing where it was not marked."""
        ...

    def edit(self, edited: Question, at: datetime) -> None: ...
    def count_right(self, question: Question, given: str, at: datetime) -> None:
        """From now on this answer is as right as the key."""
        ...

    def count_wrong(self, question: str, given: str) -> None:
        """Take that back."""
        ...


def can_overrule(question: Question) -> bool:
    """Whether a student may say that an answer was right after all: where words are compared."""
    return question.kind in {"cloze", "short"}


def reworded(question: Question, *, stem: str, key: str, explanation: str) -> Question:
    """A question in the student's words; its options follow its key.

    Args:
        question: as it was made.
        stem: what is asked; the lines of the notes above it stay.
        key: the right answer as text; ``true`` or ``false`` for a statement;
            empty for the kinds whose answer is no single text.
        explanation: why.

    Raises:
        UsageError: something is empty, or the key is another option already.
    """
    stem, key, explanation = (" ".join(text.split()) for text in (stem, key, explanation))
    if not stem or not explanation:
        raise UsageError("a question needs its words and an explanation")
    if question.kind == "cloze" and "____" not in stem:
        raise UsageError("a cloze needs its gap", hint="Keep ____ where the answer belongs")
    new_key, options = _new_key(question, key)
    words = with_stem(question, stem)
    return replace(words, key=new_key, options=options, explanation=explanation)


def _new_key(question: Question, text: str) -> tuple[Key, tuple[str, ...] | None]:
    key, options = question.key, question.options
    if isinstance(key, tuple):
        return key, options
    if isinstance(key, bool):
        if text.lower() not in {"true", "false"}:
            raise UsageError(f"'{text}' is neither true nor false")
        return text.lower() == "true", options
    if not text:
        raise UsageError("a question needs its answer")
    if options is None:
        return text, None
    others = [option for option in options if option != key]
    if any(normal(option) == normal(text) for option in others):
        raise UsageError(f"'{text}' is one of the wrong answers")
    return text, tuple(text if option == key else option for option in options)

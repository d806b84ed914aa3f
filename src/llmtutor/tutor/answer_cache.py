"""Answers kept for the same or a near-same question, in the spirit of GPTCache.

Search is done anew for every question, in milliseconds. What is kept is the
model's work on exactly these notes: the key holds the notes as the model was
given them, so a change in the notes, the model or the prompt finds nothing, and
there is nothing to invalidate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from llmtutor.search.analysis import STOPWORDS, terms
from llmtutor.search.kinds import answer_kind
from llmtutor.tutor.models import Answer

Nearness = Literal["same", "near"]


class AnswerStore(Protocol):
    """Keeps answers under a key; ``storage`` provides it."""

    def kept(self, key: str) -> Sequence[Answer]:
        """Answers on the same notes, latest first."""
        ...

    def keep(self, key: str, answer: Answer) -> None: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer that was given before."""

    answer: Answer
    nearness: Nearness

    def told(self) -> str:
        """What was found, in a line."""
        if self.nearness == "same":
            return "the same question on the same notes was answered before"
        return f"a question in almost the same words was answered before: {self.answer.question}"


def key_of(notes: str, *identity: str) -> str:
    """The key of the model's work: what it was given, and which model it is."""
    text = "\0".join((notes, *identity))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def look(store: AnswerStore, key: str, question: str, *, near: bool) -> Hit | None:
    """An answer to the same question; or, if ``near``, to one in almost the same words."""
    answers = store.kept(key)
    wanted = _wording(question)
    for answer in answers:
        if _wording(answer.read_as or answer.question) == wanted:
            return Hit(answer, "same")
    if near:
        for answer in answers:
            if _meaning(answer.read_as or answer.question) == _meaning(question):
                return Hit(answer, "near")
    return None


def _wording(question: str) -> tuple[str, ...]:
    """A question without case, signs and spaces."""
    return tuple(term.shown for term in terms(question))


def _meaning(question: str) -> tuple[tuple[str, ...], str]:
    """Stems of a question's words but the empty ones, in order, and the kind of answer it wants.

    Two questions that differ in one word that carries meaning, in the order of
    such words, in a number or a "not" are two questions: a wrong answer from the
    cache costs more than a model's second.
    """
    words = terms(question)
    negations = {"not", "no", "never", "without"}
    content = [w.text for w in words if w.shown not in STOPWORDS or w.shown in negations]
    return tuple(content or [w.text for w in words]), answer_kind(question)

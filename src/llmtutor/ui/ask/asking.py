"""One question on its way: what is found, what the model writes, what it comes to."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from llmtutor.library.library import Scope
from llmtutor.tutor.models import Answer, Redrafted
from llmtutor.ui.facts import Fact

if TYPE_CHECKING:  # nobody asks before the first frame
    from llmtutor.tutor.tutor import LookUp, Tutor

SHOW_EVERY = 0.05
"""Seconds between two drawings of an answer that grows."""


@dataclass
class EvidenceFound(Fact):
    """Search has found what the notes hold; no model has been asked yet."""

    turn: int
    found: LookUp


@dataclass
class ModelPrepared(Fact):
    """The model is getting ready to write."""

    turn: int
    doing: str
    share: float
    """How far, 0 to 1."""


@dataclass
class AnswerGrew(Fact):
    """The model has written more."""

    turn: int
    text: str
    """All of it so far."""


@dataclass
class AnswerBeganAnew(Fact):
    """The model writes again, and what it wrote so far counts no more."""

    turn: int
    restarted: str = ""
    """Why the engine died; empty where the quotes did not bear out what was written."""


@dataclass
class AnswerFinished(Fact):
    """The answer is whole, and checked."""

    turn: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it is put."""

    question: str
    scope: Scope
    turn: int
    before: Answer | None = None
    """The answer before it, which it may follow up."""
    again: int = 0
    """How often it was answered already; another answer is wanted."""


async def ask(tutor: Tutor, asking: Asking, post: Callable[[Fact], object]) -> None:
    """Answer a question, telling each step; cancelling it stops the model at once."""
    from llmtutor.engine.protocol import Loading, Prefill, Restarted, Token

    turn = asking.turn
    found = await tutor.find(asking.question, asking.scope, asking.before)
    post(EvidenceFound(turn, found))
    text, shown = "", 0.0
    async with aclosing(tutor.explain(found, asking.again)) as events:
        async for event in events:
            if isinstance(event, Answer):
                post(AnswerFinished(turn, event))
            elif isinstance(event, Token):
                text += event.text
                if time.monotonic() - shown >= SHOW_EVERY:
                    post(AnswerGrew(turn, text))
                    shown = time.monotonic()
            elif isinstance(event, Restarted):
                text = ""
                post(AnswerBeganAnew(turn, event.reason))
            elif isinstance(event, Redrafted):
                text = ""
                post(AnswerBeganAnew(turn))
            elif isinstance(event, Loading):
                post(ModelPrepared(turn, "loading the model", event.progress))
            elif isinstance(event, Prefill):
                post(ModelPrepared(turn, "reading the quotes", event.done / max(1, event.total)))


def stopped(tutor: Tutor, found: LookUp, text: str) -> Answer:
    """The answer to a question that the student stopped: what was written, checked."""
    from llmtutor.tutor.support import check

    answer = tutor.without_model(found, "You stopped this answer.")
    return replace(answer, sentences=check(text, found.question, answer.quotes))

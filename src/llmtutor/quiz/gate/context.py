"""What the rules may look at beside the question: the lecture it is on, and a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import SectionNotes

Search = Callable[[Question], str]
"""Asks the library the question; says what went wrong, or nothing."""


@dataclass
class GateContext:
    """The notes a question is held against."""

    notes: LectureNotes
    search: Search | None = None
    """None where there is no library to ask (some tests)."""

    @cached_property
    def sections(self) -> dict[str, SectionNotes]:
        return {section.path: section for section in self.notes.sections}


def wrong_options(question: Question) -> tuple[str, ...]:
    """The options that are not right."""
    keys = question.key if isinstance(question.key, tuple) else (question.key,)
    if question.kind not in {"choice", "multi"} or question.options is None:
        return ()
    return tuple(option for option in question.options if option not in keys)


def right_options(question: Question) -> tuple[str, ...]:
    """The right answer's texts: one, several, or both sides of every pair."""
    key = question.key
    if isinstance(key, bool):
        return ()
    if isinstance(key, str):
        return (key,)
    return tuple(text for part in key for text in ((part,) if isinstance(part, str) else part))

"""What an abbreviation stands for."""

from __future__ import annotations

from collections.abc import Iterator

from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.abbreviations import abbreviations
from llmtutor.quiz.notes.lecture import LectureNotes

_LEAST_USE = 2
"""Statements that use a short form, for it to be worth knowing."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """One question for each short form the lecture explains and goes on to use."""
    asked: set[str] = set()
    for statement in notes.statements:
        for short, long in abbreviations(statement.text):
            if short in asked or notes.mentions(short) < _LEAST_USE:
                continue
            asked.add(short)
            stem = wording_for(statement.text).stands_for.format(short=short)
            yield draft(
                "short",
                stem,
                long,
                statement.source,
                "abbreviation: what it stands for",
                explanation=f"{short}: {long}.",
                harder=-0.1,
            )

"""What an abbreviation stands for."""

from __future__ import annotations

from collections.abc import Iterator

from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.abbreviations import abbreviations, spelled_out
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese

_LEAST_USE = 2
"""Statements that use a short form, for it to be worth knowing."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """One question for each short form the lecture goes on to use, or gives a line of its own."""
    asked: set[str] = set()
    for statement in notes.statements:
        in_passing = abbreviations(statement.text)
        used = [pair for pair in in_passing if notes.mentions(pair[0]) >= _LEAST_USE]
        for short, long in (*spelled_out(statement.text), *used):
            if short in asked:
                continue
            asked.add(short)
            stem = wording_for(statement.text).stands_for.format(short=short)
            yield draft(
                "short",
                stem,
                long,
                statement.source,
                "abbreviation: what it stands for",
                explanation=f"{short}: {long}{'。' if is_chinese(long) else '.'}",
                harder=-0.1,
            )

"""What an abbreviation stands for."""

from __future__ import annotations

from collections.abc import Iterator

from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.abbreviations import abbreviations, spelled_out
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import Statement

_LEAST_USE = 2
"""Statements that use a short form, for it to be worth knowing."""
_LETTERS = 2


def make(notes: LectureNotes) -> Iterator[Question]:
    """One question for each short form the lecture goes on to use, or gives a line of its own."""
    asked: set[str] = set()
    for statement in notes.statements:
        in_passing = abbreviations(statement.text)
        used = [pair for pair in in_passing if notes.mentions(pair[0]) >= _LEAST_USE]
        for short, long in (*spelled_out(statement.text), *used):
            if short in asked or _is_shorthand(statement, short, long):
                continue
            asked.add(short)
            stem = wording_for(statement.text).stands_for.format(short=short)
            key = notes.shown(long)
            yield draft(
                "short",
                stem,
                key,
                statement.source,
                "abbreviation: what it stands for",
                explanation=f"{short}: {key}{'。' if is_chinese(key) else '.'}",
                harder=-0.1,
            )


def _is_shorthand(statement: Statement, short: str, long: str) -> bool:
    """Whether two letters only spare the writer the term that opens its own line."""
    return len(short) <= _LETTERS and statement.text.lower().startswith(long.lower())

"""Which paper says it: reading lists whose lines tell what each work does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.makers.choosing import choose
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import Statement

_WORK = re.compile(
    r"^(?P<title>[A-Z\"“][^.]{8,120}?)[\"”]? [–—-] This "
    r"(?P<noun>paper|article|book|study|survey|report) "
    r"(?P<said>[a-z]+s [^.]{15,200})\.$"
)


def make(notes: LectureNotes) -> Iterator[Question]:
    """The title of a work, from what it does."""
    for section in notes.sections:
        found = [(one, match) for one in section.statements if (match := _WORK.match(_line(one)))]
        for statement, match in found:
            yield from _asked(statement, match, found)


def _quoted(match: re.Match[str]) -> str:
    inner = match["title"].strip('"“”')
    return f"“{inner}”"


def _line(statement: Statement) -> str:
    """The line with its label: in "BERT: Pre-training of …" the label is half the title."""
    return f"{statement.lead}: {statement.text}" if statement.lead else statement.text


def _asked(
    statement: Statement,
    match: re.Match[str],
    found: Sequence[tuple[Statement, re.Match[str]]],
) -> Iterator[Question]:
    said = re.split(r", (?:demonstrating|providing|showcasing|including|which)", match["said"])[0]
    stem = f"Which {match['noun']} {said}?"
    title = _quoted(match)
    near = [_quoted(other) for _, other in found if other is not match]
    if others := choose(title, near, stem):
        yield draft("choice", stem, title, statement.source, "paper: its idea", others=others)

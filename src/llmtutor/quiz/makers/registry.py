"""All makers, in the order in which their questions are preferred."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from llmtutor.quiz.makers import (
    agents,
    causes,
    coinages,
    contrasts,
    definitions,
    denials,
    facts,
    gaps,
    glossaries,
    groups,
    labels,
    matching,
    orders,
    papers,
    shortforms,
    statements,
    subjects,
    tables,
    timelines,
)
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.lecture import LectureNotes

Maker = Callable[[LectureNotes], Iterator[Question]]

MAKERS: tuple[Maker, ...] = (
    definitions.make,
    groups.make,
    orders.make,
    timelines.make,
    tables.make,
    matching.make,
    contrasts.make,
    labels.make,
    denials.make,
    subjects.make,
    causes.make,
    agents.make,
    facts.make,
    glossaries.make,
    papers.make,
    shortforms.make,
    coinages.make,
    gaps.make,
    statements.make,
)


def offers(notes: LectureNotes) -> Iterator[Question]:
    """Everything the makers offer on a lecture, before the gate."""
    for maker in MAKERS:
        yield from maker(notes)

"""All makers, in the order in which their questions are preferred."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from llmtutor.quiz.makers import (
    agents,
    chains,
    coinages,
    contrasts,
    counted,
    definitions,
    denials,
    facts,
    glossaries,
    jotted,
    jotted_chinese,
    matching,
    orders,
    sharing,
    shortforms,
    statements,
    tables,
    timelines,
)
from llmtutor.quiz.makers.above import best_under_lines, is_in_period, leaning, with_lines
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.lecture import LectureNotes

Maker = Callable[[LectureNotes], Iterator[Question]]

MAKERS: tuple[Maker, ...] = (
    definitions.make,
    orders.make,
    chains.make,
    timelines.make,
    tables.make,
    matching.make,
    sharing.make,
    contrasts.make,
    denials.make,
    agents.make,
    facts.make,
    glossaries.make,
    counted.make,
    shortforms.make,
    coinages.make,
    statements.make,
)


def offers(notes: LectureNotes) -> Iterator[Question]:
    """Everything the makers offer on a lecture, before the gate."""
    for maker in MAKERS:
        yield from (with_lines(notes, one) for one in maker(notes) if is_in_period(notes, one))
    yield from (one for one in leaning(notes) if is_in_period(notes, one))
    yield from jotted.make(notes)
    yield from jotted_chinese.make(notes)
    yield from best_under_lines(notes)

"""A gap for one of so many: "Only three river towns: Arle, Ulm, ____".

Where a line says how many there are and names as many, the one left out can be told. What of
several lines belongs to which was tried and left: parts of one line are true of another's label,
or of another kind, so of 37 such questions readers passed nine.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.models import COUNTED, Question
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.enumerations import enumerations
from llmtutor.quiz.notes.lecture import LectureNotes


def make(notes: LectureNotes) -> Iterator[Question]:
    """One gap in each line that counts what it names."""
    for section in notes.sections:
        for one in enumerations(section):
            key = Random(one.line).choice(one.parts)  # noqa: S311 (the same notes, the same quiz)
            stem = one.line.replace(key, BLANK, 1)
            yield draft("cloze", stem, key, one.source, COUNTED)

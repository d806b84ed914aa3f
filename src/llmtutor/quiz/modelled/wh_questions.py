"""Natural questions made of a sentence by code: who and what, when, where, how many.

The words are the sentence's own, in its order, with the question word in place of the
answer and the verb before its subject where English wants it there. Where several forms
are possible all are given, and the model says which reads best.
"""

from __future__ import annotations

from collections.abc import Iterator

from llmtutor.quiz.makers.claims import is_weak
from llmtutor.quiz.modelled.asked_details import for_details
from llmtutor.quiz.modelled.asked_subjects import for_subject
from llmtutor.quiz.modelled.clauses import clauses
from llmtutor.quiz.modelled.turning import Asked, Turning
from llmtutor.quiz.notes.leaning import leaning
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import Statement


def asked_of(notes: LectureNotes, statement: Statement) -> Iterator[Asked]:
    """Every question that a statement's plain clauses can be turned into.

    A clause that stands alone may be asked though the rest of its sentence leans on another.
    """
    for clause in clauses(statement.text):
        if is_weak(clause.text) or leaning(
            clause.text, notes.known_at(statement.path, statement.start), strict=True
        ):
            continue
        turning = Turning(notes, statement, clause)
        yield from for_subject(turning)
        yield from for_details(turning)

"""Which statements of a lecture a model is put to, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from random import Random

from llmtutor.quiz.models import Question, Source
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import Statement

_SENTENCES = ("year: ", "number: ", "statement: ", "coinage: ", "term: ")
_LEAST, _MOST = 4, 32
"""Words of a statement that is asked about."""


def in_order(
    notes: LectureNotes, known: Sequence[Question], paths: Collection[str], rng: Random
) -> list[Statement]:
    """What some sections say that is worth asking about, thinly covered sections first.

    The clauses that stand alone, and other sentences of their paragraphs, of which a part may.
    """
    held = Counter(question.source.path for question in known)
    blocks = {(one.path, one.block) for one in notes.standing}
    beside = [
        one
        for one in notes.statements
        if (one.path, one.block) in blocks
        and not any(_overlap(one, part) for part in notes.clauses)
    ]
    fit = [
        one
        for one in (*notes.clauses, *beside)
        if one.path in paths and not one.cjk and _LEAST <= len(one.text.split()) <= _MOST
        if not _is_asked(one, known) and not notes.alone.is_unclear(one.path, one.text)
    ]
    order = {id(one): rng.random() for one in fit}
    return sorted(fit, key=lambda one: (held[one.path], order[id(one)]))


def _overlap(one: Statement | Source, other: Statement | Source) -> bool:
    return one.path == other.path and one.start < other.end and other.start < one.end


def _is_asked(statement: Statement, known: Sequence[Question]) -> bool:
    """Whether there is a question on a statement that a model could only repeat."""
    return any(_overlap(one.source, statement) for one in known if not is_clumsy(one))


def is_clumsy(question: Question) -> bool:
    """Whether a question is a sentence with a gap or an exchanged word: a natural one may join it.

    They ask the same fact, and a quiz takes one of them.
    """
    return question.maker.startswith(_SENTENCES)

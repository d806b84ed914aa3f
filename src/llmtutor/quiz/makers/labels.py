"""Lists whose lines have a label and a sentence: which label goes with which sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llmtutor.quiz.makers.choosing import choose, spread
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import ENGLISH
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.leaning import leaning
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.standing import is_plain
from llmtutor.quiz.notes.statements import SectionNotes, Statement
from llmtutor.quiz.notes.terms import is_term

_LEAST = 4
_LONGEST = 24


def make(notes: LectureNotes) -> Iterator[Question]:
    """A choice of labels for each line's first sentence."""
    for section in notes.sections:
        for block in dict.fromkeys(one.block for one in section.statements if one.form == "item"):
            lines = [one for one in section.statements if one.block == block and _is_line(one)]
            if len(lines) >= _LEAST and len({one.lead for one in lines}) == len(lines):
                yield from _asked(notes, section, lines)


def _is_line(statement: Statement) -> bool:
    return bool(statement.lead) and not statement.cjk and is_term(statement.lead)


def _asked(
    notes: LectureNotes, section: SectionNotes, lines: Sequence[Statement]
) -> Iterator[Question]:
    labels = [notes.shown(one.lead) for one in lines]
    for at, statement in enumerate(lines):
        text = statement.text
        if len(words_of(text).shown) > _LONGEST or not is_plain(text, notes.known):
            continue
        if leaning(text, notes.known):
            continue
        stem = ENGLISH.which_described.format(meaning=text.rstrip("."))
        near = [label for label in spread(labels, at) if label != labels[at]]
        if others := choose(labels[at], near, stem):
            source = section.source(statement.start, statement.end)
            yield draft(
                "choice",
                stem,
                labels[at],
                source,
                "label: which line",
                others=others,
                explanation=f"{statement.lead}: {text}",
            )

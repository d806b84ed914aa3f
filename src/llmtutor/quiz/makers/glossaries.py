"""Matching terms with their meanings, a few lines of a list of terms at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby

from llmtutor.quiz.likeness import is_inside
from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.meanings import Definition
from llmtutor.quiz.notes.script import content_terms

PAIRS = 4


def make(notes: LectureNotes) -> Iterator[Question]:
    """One matching question for every four lines in a row of a list of terms."""
    listed = [one for concept in notes.concepts for one in concept.definitions if not one.verb]
    listed.sort(key=lambda one: (one.source.path, one.source.start))
    for path, group in groupby(listed, key=lambda one: one.source.path):
        lines = list(group)
        section = next(one for one in notes.sections if one.path == path)
        for at in range(0, len(lines) - PAIRS + 1, PAIRS):
            four = lines[at : at + PAIRS]
            if not _are_apart(four):
                continue
            source = section.source(four[0].source.start, four[-1].source.end)
            pairs = tuple((one.term, one.meaning) for one in four)
            stem = wording_for(four[0].meaning).match_terms
            yield draft(
                "match",
                stem,
                pairs,
                source,
                "glossary: match",
                options=mixed([meaning for _, meaning in pairs], path + four[0].term),
            )


def _are_apart(four: Sequence[Definition]) -> bool:
    """Whether no meaning fits another of the terms."""
    for one, other in combinations(four, 2):
        mine, its = content_terms(one.meaning), content_terms(other.meaning)
        if is_inside(one.term, other.term) or len(mine & its) * 2 >= min(len(mine), len(its)):
            return False
        if is_inside(one.term, other.meaning) or is_inside(other.term, one.meaning):
            return False
    return not any(content_terms(one.term) & content_terms(one.meaning) for one in four)

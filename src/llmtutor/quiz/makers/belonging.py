"""What a line names one after another: a gap for one of so many, or which belong to what.

Where the line says how many there are, one left out can be told ("three Greek poleis: Alexandria,
Naucratis, ____"). Where its list has another such line, the parts of both are to be told apart
("Amides: lidocaine, …" beside "Esters: cocaine, …"). Parts named elsewhere in the lecture are of
another kind more often than not, readers found, and give themselves away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from llmtutor.quiz.led import lines_of
from llmtutor.quiz.likeness import form, is_inside, is_of_length
from llmtutor.quiz.makers.above import under_its_lines
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import BLANK, content_stems
from llmtutor.quiz.notes.enumerations import Enumeration, enumerations
from llmtutor.quiz.notes.lecture import LectureNotes

_RIGHT, _WRONG, _LEAST = 3, 3, 2


def make(notes: LectureNotes) -> Iterator[Question]:
    """A gap in each closed enumeration; the parts of each that has a sibling in its list."""
    for section in notes.sections:
        found = enumerations(section)
        for one in found:
            if one.closed and not one.listed:
                yield under_its_lines(notes, _gap(one))
            siblings = [each for each in found if each.block == one.block and _are_apart(one, each)]
            if question := _several(one, siblings):
                yield _led(notes, question)


def _gap(one: Enumeration) -> Question:
    key = Random(one.line).choice(one.parts)  # noqa: S311 (the same notes give the same quiz)
    stem = one.line.replace(key, BLANK, 1)
    return draft("cloze", stem, key, one.source, "enumeration: gap")


def _are_apart(one: Enumeration, other: Enumeration) -> bool:
    """Whether two have no part, and no word of their labels, in common."""
    return not (one.names & other.names or content_stems(one.label) & content_stems(other.label))


def _several(one: Enumeration, siblings: Sequence[Enumeration]) -> Question | None:
    kind, _ = Counter(map(form, one.parts)).most_common(1)[0]
    right = [part for part in one.parts if form(part) == kind]
    wrong = [part for each in siblings for part in each.parts if form(part) == kind]
    chosen = _chosen(right, wrong)
    if chosen is None:
        return None
    keys, rest = chosen
    stem = wording_for(one.label).belongs.format(label=one.label)
    return draft(
        "multi", stem, tuple(sorted(keys)), one.source, "enumeration: several", others=rest
    )


def _chosen(
    right: Sequence[str], wrong: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]] | None:
    """Right and wrong parts of which no length gives one away; as many right ones as there may."""
    for count in (_RIGHT, _LEAST):
        for keys in combinations(right, count):
            rest: list[str] = []
            for part in wrong:
                apart = not any(is_inside(part, other) for other in (*keys, *rest))
                if apart and is_of_length(part, (*keys, part)) and len(rest) < _WRONG:
                    rest.append(part)
            if len(rest) >= _LEAST and all(is_of_length(key, (*keys, *rest)) for key in keys):
                return keys, rest
    return None


def _led(notes: LectureNotes, question: Question) -> Question:
    """With the lines before it, unless they name what is to be told apart."""
    shown = under_its_lines(notes, question)
    told = content_stems(lines_of(shown))
    return (
        question if any(content_stems(part) <= told for part in question.options or ()) else shown
    )

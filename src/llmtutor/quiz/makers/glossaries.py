"""Matching terms with their lines, a few lines of a list of terms at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.makers.wording import on, wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.families import LEAST, Line, apart, families
from llmtutor.quiz.notes.glosses import is_enumeration, says_what_it_is
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.meanings import Definition
from llmtutor.quiz.notes.statements import SectionNotes

_TERMS = re.compile(
    r"\b(?:glossary|terms?|terminology|definitions?|vocab(?:ulary)?|(?:key|oil) ?words|jargon"
    r"|abbreviations|types|kinds)\b|[詞词][彙汇表]|名[詞词]|[術术][語语]",
    re.IGNORECASE,
)
"""Headings of what is explained term by term."""
PAIRS, _MOST = 4, 5
"""Pairs of a question, and how many there may be where a sixth line does not follow."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """One matching question for every few lines of a list of terms."""
    listed = [one for concept in notes.concepts for one in concept.definitions if not one.verb]
    listed.sort(key=lambda one: (one.source.path, one.source.start))
    plain = {path: list(held) for path, held in groupby(listed, key=lambda one: one.source.path)}
    for section in notes.sections:
        found = list(families(section))
        taken = [(one.start, one.end) for family in found for one in family]
        rest = [
            one
            for one in plain.get(section.path, ())
            if not any(start < one.source.end and one.source.start < end for start, end in taken)
        ]
        for lines in (*found, apart([_line(one) for one in rest])):
            for few in _in_turn(lines):
                if is_of_terms(section) or all(_is_set_off(section, one) for one in few):
                    yield _matched(notes, section, few)


def is_of_terms(section: SectionNotes) -> bool:
    """Whether a section says of itself that it explains terms."""
    return bool(_TERMS.search(section.section.title))


def _is_set_off(section: SectionNotes, line: Line) -> bool:
    """Whether the author set a label off; of others a line may tell this or that."""
    return section.section.text.startswith(("*", "_", "`"), line.start)


def _line(definition: Definition) -> Line:
    source = definition.source
    return Line(definition.term, definition.meaning, source.start, source.end)


def _in_turn(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines a few at a time; no line is left over alone, if three can be asked about."""
    while len(lines) >= LEAST:
        size = len(lines) if len(lines) <= _MOST else PAIRS if len(lines) > 2 * LEAST else LEAST
        yield lines[:size]
        lines = lines[size:]


def _matched(notes: LectureNotes, section: SectionNotes, few: Sequence[Line]) -> Question:
    # the script shows in the whole section, not in every line
    wording = wording_for(section.section.text if section.cjk else few[0].text)
    pairs = tuple((one.label, one.text) for one in few)
    meant = all(says_what_it_is(one.text) and not is_enumeration(one.text) for one in few)
    return draft(
        "match",
        on(wording.match_terms if meant else wording.match_lines, notes.place(section)),
        pairs,
        section.source(few[0].start, few[-1].end),
        "glossary: match",
        options=mixed([text for _, text in pairs], section.path + few[0].label),
        explanation="; ".join(f"{label}: {text}" for label, text in pairs),
    )

"""Which other things of a lecture a thing can be mistaken for, and which mean nearly the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from llmtutor.quiz.notes.english import head_stem
from llmtutor.quiz.notes.lecture import Concept, LectureNotes
from llmtutor.quiz.notes.meanings import Definition
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import content_terms, terms
from llmtutor.quiz.notes.sorts import of_one_sort, sort_of

_CONSIDERED = 40
"""Rivals that are looked at, the nearest first."""
_NEARLY_THE_SAME = 0.5
"""Share of words two meanings may have in common and still be told apart."""


def rivals(notes: LectureNotes, concept: Concept, definition: Definition) -> list[Definition]:
    """Definitions of other things, most confusable first; none that the question might also fit."""
    code = _is_code(definition)
    places = {section.path: number for number, section in enumerate(notes.sections)}
    found = [
        (_closeness(definition, other, places), number, other)
        for number, other in enumerate(_others(notes, concept))
        if _is_code(other) == code
        and of_one_sort(definition, other, _apart(definition, other, places))
        and not _overlaps(concept, definition, other)
    ]
    found.sort(key=lambda one: (-one[0], one[1]))
    about = content_terms(definition.meaning)
    return [
        other
        for _, _, other in found[:_CONSIDERED]
        if notes.said.of(about, other.term, definition.source.text) is None
    ]


def _is_code(definition: Definition) -> bool:
    """Whether the term is written as code: `wte` is no rival of "softmax"."""
    return f"`{definition.term}`" in definition.source.text


def _others(notes: LectureNotes, concept: Concept) -> Iterator[Definition]:
    for other in notes.concepts:
        if other is not concept:
            yield from other.definitions


def _overlaps(concept: Concept, definition: Definition, other: Definition) -> bool:
    """Whether what is asked of one thing may be true of the other."""
    other_keys = _keys(other)
    for one in concept.keys:
        for two in other_keys:
            if f" {one} " in f" {two} " or f" {two} " in f" {one} ":
                return True
    if any(_mentions(other.meaning, one) for one in concept.keys):
        return True
    if any(_mentions(definition.meaning, two) for two in other_keys):
        return True
    mine, its = content_terms(definition.meaning), content_terms(other.meaning)
    return len(mine & its) >= _NEARLY_THE_SAME * min(len(mine), len(its))


@lru_cache(maxsize=4096)
def _keys(definition: Definition) -> frozenset[str]:
    return frozenset(key_of(name) for name in (definition.term, *definition.names))


def _mentions(text: str, key: str) -> bool:
    return f" {key} " in _line(text)


@lru_cache(maxsize=4096)
def _line(text: str) -> str:
    return f" {' '.join(terms(text))} "


def _apart(definition: Definition, other: Definition, places: dict[str, int]) -> int:
    """Sections between two definitions."""
    return abs(places[definition.source.path] - places[other.source.path])


def _closeness(definition: Definition, other: Definition, places: dict[str, int]) -> float:
    """How easily two things are mixed up: near each other, of one kind, of one name."""
    score = {0: 2.0, 1: 1.0, 2: 0.5}.get(_apart(definition, other, places), 0.0)
    if definition.kind and definition.kind == other.kind:
        score += 2.0
    if (sort := sort_of(definition)) and sort == sort_of(other):
        score += 1.0
    if head_stem(definition.term) == head_stem(other.term):
        score += 1.5
    if bool(definition.verb) == bool(other.verb):
        score += 0.5
    return score

"""Pieces of the notes that can be the answer to a natural question: names, terms, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from llmtutor.quiz.makers.agents import is_person
from llmtutor.quiz.makers.facts import is_worth_asking
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.quantities import quantities
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.statements import Statement

Sort = Literal["person", "year", "number", "term", "name"]

_NAMES = re.compile(
    r"(?P<the>\b[Tt]he )?\b(?P<name>[A-Z][\w’'-]+(?: (?:(?:of|de|van|von|the) )?[A-Z][\w’'-]+)*)"
)
_ASKED = {
    "person": re.compile(r"^(?:Who|Whose|By whom|Which|What)\b"),
    "year": re.compile(
        r"^(?:When|Since when|Until when"
        r"|(?:(?:In|By|Since|Until|From) (?:which|what)|Which|What) year)\b"
    ),
    "number": re.compile(
        r"\b[Hh]ow (?:many|much|long|large|big|far|often|fast|old|high|tall)\b"
        r"|\b(?:[Ww]hat|[Ww]hich) (?:\w+ )?(?:number|share|percentage|size|amount|length|rate"
        r"|value|score|price|temperature)\b"
    ),
    "term": re.compile(r"^(?:What|Which|In which|In what|By which|How)\b"),
    "name": re.compile(r"^(?:What|Which|In which|In what|By which|Where|Who|On which)\b"),
}
_QUESTION = re.compile(r"^[A-Z][^?!]{15,180}\?$")
_SHORTEST, _LONGEST = 5, 26


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a statement, and what sort of thing it is."""

    text: str
    sort: Sort
    statement: Statement


def spans(notes: LectureNotes, statement: Statement) -> Iterator[Span]:
    """What a question on a statement may have as its answer, the surest first."""
    text = statement.text
    for quantity in quantities(text):
        if is_worth_asking(statement, quantity):
            yield Span(quantity.text, "year" if quantity.unit == "year" else "number", statement)
    for match in _NAMES.finditer(text):
        name, opens = match["name"], not match.start("name") or text[match.start() - 2] in ".:?!"
        if len(name) > 2 and notes.shown(name) == name and (not opens or " " in name):
            person = is_person(name) and not match["the"]
            yield Span(name, "person" if person else "name", statement)
    line = f" {key_of(text)} "
    for concept in notes.concepts:
        if any(one.source.text in statement.verbatim for one in concept.definitions):
            continue  # what a term is, the makers ask without a model, and better
        for name in concept.names:
            at = text.lower().find(name.lower())
            if at > 0 and f" {key_of(name)} " in line:
                yield Span(text[at : at + len(name)], "term", statement)


def asks_for(question: str, span: Span) -> str:
    """Why a model's question cannot have the span as its answer; empty where it can."""
    if not _QUESTION.match(question):
        return "it is no single question"
    if not _SHORTEST <= len(question.split()) <= _LONGEST:
        return "its length"
    if not _ASKED[span.sort].search(question):
        return f"it does not ask for a {span.sort}"
    if key_of(span.text) in key_of(question):
        return "it holds its answer"
    return ""

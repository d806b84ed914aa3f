"""Pieces of the notes that can be the answer to a natural question: names, terms, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from llmtutor.quiz.makers.agents import is_person
from llmtutor.quiz.makers.claims import is_weak
from llmtutor.quiz.makers.worth import is_worth_asking
from llmtutor.quiz.notes.english import is_verb, words_of
from llmtutor.quiz.notes.english_verbs import IRREGULAR, VERBS_IN_S
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.quantities import Quantity, quantities
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.statements import Statement
from llmtutor.quiz.notes.terms import is_term
from llmtutor.search.analysis import STOPWORDS

Sort = Literal["person", "year", "number", "place", "term", "name"]

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
    "place": re.compile(r"^(?:Where|(?:In|At) (?:which|what))\b"),
    "term": re.compile(r"^(?:What|Which|In which|In what|By which|How)\b"),
    "name": re.compile(r"^(?:What|Which|In which|In what|By which|Where|Who|On which)\b"),
}
_ASKING = {"person": "Who", "place": "Where", "year": "When"}
_SHORTEST_NAME = 3
_PLACED = re.compile(r"\b(?:in|at|near) $")
_NO_PLACE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Sunday|The|[A-Z]+$)\b"
)
_SUBJECT = re.compile(
    r"^(?:(?:An?|The) )?(?P<term>[^\s,;:()][^,;:()]{2,40}?) (?P<verb>[a-z]+) (?=.{20,})"
)
_PARTICIPLE = re.compile(r"[a-z]+(?:ed|en|wn|nt|ght|und|lt)\b")
_BE = frozenset({"is", "was"})
_QUESTION = re.compile(r"^[A-Z][^?!]{15,180}\?$")
_SHORTEST, _LONGEST = 4, 26
_SCALES = ("thousand", "million", "billion", "trillion")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a statement, and what sort of thing it is."""

    text: str
    sort: Sort
    statement: Statement
    quantity: Quantity | None = None
    """Of a year or a number, whose unit is part of the text."""
    verb: str = ""
    """What follows a term that opens its statement."""

    @property
    def opening(self) -> str:
        """How a question for it begins, where its sort leaves no choice; else empty."""
        if self.verb:
            return f"{'Who' if self.sort == 'person' else 'What'} {self.verb}"
        if self.sort in _ASKING:
            return f"{_ASKING[self.sort]} {self._auxiliary}".strip()
        unit = self.quantity.unit if self.quantity else ""
        after = self.text.partition(" ")[2]
        counted = unit.endswith("s") and len(unit) > len("kgs") and after.endswith(unit)
        return f"How many {after}" if counted and not after.startswith(_SCALES) else ""

    @property
    def _auxiliary(self) -> str:
        """What a question of when or where goes on with, as its sentence has it; else empty."""
        words = words_of(self.statement.text).lower
        verb = next((word for word in words[1:] if is_deed(word)), "")
        if verb in {"was", "were"}:
            return verb
        return "did" if verb.endswith("ed") or verb in IRREGULAR else ""


def is_deed(word: str) -> bool:
    """Whether a lower-case word may be the verb of a sentence."""
    return word in IRREGULAR or is_verb(word)


def spans(notes: LectureNotes, statement: Statement) -> Iterator[Span]:
    """What a question on a statement may have as its answer, the surest first."""
    named = list(_named(notes, statement))
    yield from (span for span in named if span.sort == "person")
    yield from _figures(statement)
    yield from (span for span in named if span.sort == "place")
    if subject := _subject(notes, statement):
        yield subject
    yield from (span for span in named if span.sort == "name")
    yield from _terms(notes, statement)


def _figures(statement: Statement) -> Iterator[Span]:
    for quantity in quantities(statement.text):
        if is_worth_asking(statement, quantity):
            year = quantity.unit == "year"
            if year and not statement.text[: quantity.start].lower().endswith("in "):
                continue  # "from 1336", "the war of 1853": not when it happened
            shown = quantity.text if year else _with_unit(statement.text, quantity)
            yield Span(shown, "year" if year else "number", statement, quantity)


def _named(notes: LectureNotes, statement: Statement) -> Iterator[Span]:
    """Names in capitals: of persons, of places, of other things."""
    text = statement.text
    for match in _NAMES.finditer(text):
        name, opens = match["name"], not match.start("name") or text[match.start() - 2] in ".:?!"
        if name.split()[0].lower() in STOPWORDS or _describes(text[match.end() :], name):
            continue
        if len(name) < _SHORTEST_NAME or notes.shown(name) != name or (opens and " " not in name):
            continue
        person = is_person(name) and not match["the"]
        # "in the Great Fear" is no place
        placed = not match["the"] and not _NO_PLACE.match(name)
        placed = placed and bool(_PLACED.search(text[: match.start()]))
        if placed or not person:
            yield Span(name, "place" if placed else "name", statement)
        elif f" by {name}" in text:
            yield Span(name, "person", statement)
        elif verb := "" if match.start() else _deed_behind(text[match.end() :]):
            yield Span(name, "person", statement, verb=verb)


def _deed_behind(rest: str) -> str:
    """The verb that follows a name at once; empty where none does."""
    verb = next(iter(words_of(rest).lower), "")
    return verb if is_deed(verb) and verb not in _BE else ""


def _terms(notes: LectureNotes, statement: Statement) -> Iterator[Span]:
    text = statement.text
    line = f" {key_of(text)} "
    for concept in notes.concepts:
        if any(one.source.text in statement.verbatim for one in concept.definitions):
            continue  # what a term is, the makers ask without a model, and better
        for name in concept.names:
            at = text.lower().find(name.lower())
            if at > 0 and f" {key_of(name)} " in line:
                yield Span(text[at : at + len(name)], "term", statement)


def _describes(after: str, name: str) -> bool:
    """Whether a name of one word only says which: "a Chinese chronicle", "the Yayoi period"."""
    following = words_of(after).lower[:1]
    if " " in name or not after.startswith(" ") or not following:
        return False
    return following[0] not in STOPWORDS and not is_verb(following[0])


def _subject(notes: LectureNotes, statement: Statement) -> Span | None:
    """A term that opens a statement, with a verb behind it: "What emulsifies …?" asks for it."""
    match = _SUBJECT.match(statement.text)
    if match is None or match["verb"] not in VERBS_IN_S | _BE or not is_term(match["term"]):
        return None
    if not notes.mentions(match["term"]) or is_weak(statement.text):
        return None
    if match["verb"] in _BE and not _PARTICIPLE.match(statement.text, match.end()):
        return None  # what a term is, the makers ask
    return Span(notes.shown(match["term"]), "term", statement, verb=match["verb"])


def _with_unit(text: str, quantity: Quantity) -> str:
    """A number as it stands, with the unit behind it: "15 metres", "62.5 %"."""
    after = re.match(rf" ?{re.escape(quantity.unit)}", text[quantity.end :], re.IGNORECASE)
    return quantity.text + (after[0] if after else "")


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

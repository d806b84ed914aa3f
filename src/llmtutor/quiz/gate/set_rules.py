"""Rules on a question among others: it is no near-duplicate, and its explanation agrees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from llmtutor.quiz.gate.context import GateContext, right_options
from llmtutor.quiz.gate.frames import content
from llmtutor.quiz.gate.key_rules import meaningful, share
from llmtutor.quiz.led import asked_alone, lines_of
from llmtutor.quiz.likeness import normal_form
from llmtutor.quiz.models import Question

_AGREES = 0.8
_NUMERAL = re.compile(r"\b(?:\d+|[IVX]+|[A-D])\b")
_ALIKE = 0.6
"""Share of the smaller question's words; above it two questions ask the same."""
_ALIKE_TERM = 0.4
"""The same for two questions on one term, which may still say different things of it."""
_SUBJECT = re.compile(
    r"(.{2,60}?)(?: \(or [^()]*\))?(?:是|指| (?:is|are|was|were|means|refers to|[a-z]+s)\b)"
)
"""Of an explanation: the term that a true-or-false question is on."""
_QUOTED = re.compile("[“「].*[”」]")
"""The row that a cell is asked of."""
_TABLE, _CELL = "table", "table: cell"
_LONG = {"match", "order"}
"""Kinds whose source spans several statements, each of which may be asked about too."""


def explanation_agrees(question: Question, _context: GateContext) -> str:
    """The explanation says why the key is right, and so holds it.

    Kept: key "overlap", explanation "Overlap is the number of tokens that …".
    Dropped: an empty explanation, or one that speaks of another option.
    """
    if not question.explanation.strip():
        return "no explanation"
    if question.key is False:
        same = question.stem.strip(" .。") in question.explanation
        return "the explanation repeats the false statement" if same else ""
    texts = right_options(question) or (question.stem,)
    for text in texts:
        if share(text, question.explanation) < _AGREES:
            return f"the explanation does not hold '{text}'"
    return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks, taken apart once for comparing it with many."""

    question: Question
    words: frozenset[str]
    """Of its stem and key."""
    term: str
    """The term a definition question is on; empty for other questions."""


def taken_apart(question: Question) -> Asked:
    """A question ready to be compared."""
    stem = asked_alone(question).stem
    text = f"{content(stem)} {' '.join(right_options(question))}"
    return Asked(question, meaningful(text), term_defined(question))


def holds(one: Question, other: Question) -> bool:
    """Whether one of two questions answers the other.

    It is a match of pairs that the other asks for one by one, the other's mirror image, or
    another cell of its column.
    """
    if _shows(one, other) or _shows(other, one):
        return True
    if one.kind == other.kind == "truefalse":
        return mirrored(one, other)
    if _same_column(one, other):
        return True
    if "match" not in {one.kind, other.kind}:
        return False
    if not _overlap(one, other):
        return _asks_a_pair(one, other) or _asks_a_pair(other, one)
    return not (one.maker.startswith(_TABLE) and _of_other_columns(one, other))


def _shows(one: Question, other: Question) -> bool:
    """Whether the lines above a question say what the other asks."""
    return bool(lines_of(one)) and _overlap(one, other)


def _asks_a_pair(matching: Question, other: Question) -> bool:
    """Whether a question elsewhere asks what belongs to one side of a pair: "In the 1928 …"."""
    pairs = matching.key
    if matching.kind != "match" or other.kind in _LONG or not isinstance(pairs, tuple):
        return False
    whole = isinstance(other.key, bool)
    words = meaningful(other.source.text if whole else other.stem)
    sides = [(pair[0], pair[1]) for pair in pairs]
    for left, right in sides:
        rest = frozenset[str]().union(*(meaningful(one) for one, _ in sides if one != left))
        own, said = meaningful(left) - rest, meaningful(right)
        asked = said <= words if whole else normal_form(str(other.key)) == normal_form(right)
        if own and said and asked and len(own & words) * 2 >= len(own):
            return True
    return False


def mirrored(one: Question, other: Question) -> bool:
    """Whether of two statements one says of X what the notes say of Y, and one the reverse."""
    if one.key is True and other.key is True:
        return False
    (mine, said), (its, meant) = (_parts(asked_alone(each).stem) for each in (one, other))
    (true, told), (real, known) = _parts(one.source.text), _parts(other.source.text)
    exchanged = mine == real and its == true and mine != its
    return exchanged or said in {meant, known} or meant == told


def _parts(text: str) -> tuple[str, str]:
    """What a statement is on, and what it says of it."""
    plain = text.replace("*", "")
    match = _SUBJECT.match(plain)
    at = match.end(1) if match else 0
    return normal_form(plain[:at]), normal_form(plain[at:])


def _of_other_columns(one: Question, other: Question) -> bool:
    """Whether two questions on a table have no answer in common, and so are on two columns."""
    if not (one.maker.startswith(_TABLE) and other.maker.startswith(_TABLE)):
        return False
    mine, its = ({*(question.options or ())} for question in (one, other))
    return not mine & its


def _same_column(one: Question, other: Question) -> bool:
    """Whether two cells of a column are asked for: the second is nearly told by the first."""
    if one.maker != _CELL or other.maker != _CELL or one.source.path != other.source.path:
        return False
    return _QUOTED.sub("", one.stem) == _QUOTED.sub("", other.stem)


def ask_the_same(one: Asked, other: Asked) -> bool:
    """Whether two questions are near-duplicates: one piece of the notes, one term, one wording."""
    first, second = one.question, other.question
    if first.id == second.id:
        return True
    if first.kind in _LONG or second.kind in _LONG:
        same = first.kind == second.kind and _overlap(first, second)
        return same and not _of_other_columns(first, second)
    return (
        _same_column(first, second)
        or _overlap(first, second)
        or _worded_alike(one, other)
        or _numbered_alike(first, second)
    )


def _numbered_alike(one: Question, other: Question) -> bool:
    """Whether two short forms stand for one thing and its next number: photosystem I and II."""
    if not (one.maker == other.maker and one.maker.startswith("abbreviation")):
        return False
    first, second = (_NUMERAL.sub("", str(question.key)) for question in (one, other))
    return normal_form(first) == normal_form(second)


def _worded_alike(one: Asked, other: Asked) -> bool:
    """Whether two questions share most of their words; fewer where they share more than words."""
    if not one.words or not other.words:
        return False
    first, second = one.question, other.question
    share, of = _ALIKE, len(one.words | other.words)
    if one.term and one.term == other.term:
        share, of = _ALIKE_TERM, min(len(one.words), len(other.words))
    elif first.key == second.key and not isinstance(first.key, bool):
        of = min(len(one.words), len(other.words))
    return len(one.words & other.words) >= share * of


def _overlap(one: Question, other: Question) -> bool:
    first, second = one.source, other.source
    return first.path == second.path and first.start < second.end and second.start < first.end


def term_defined(question: Question) -> str:
    """The term a definition question is on; empty for other questions."""
    if not question.maker.startswith("definition"):
        return ""
    if isinstance(question.key, str):
        return normal_form(question.key)
    subject = _SUBJECT.match(question.explanation)
    return normal_form(subject[1] if subject else question.explanation.partition("：")[0])


def near_duplicate(question: Question, others: Iterable[Question]) -> str:
    """No other question of the set asks the same.

    Kept: two terms of one sentence, each with its own clause.
    Dropped: the same definition asked both ways.
    """
    mine = taken_apart(question)
    for other in others:
        if ask_the_same(mine, taken_apart(other)):
            return f"asks what another asks: {other.stem[:60]}"
    return ""

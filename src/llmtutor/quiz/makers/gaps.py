"""A statement with one of the lecture's terms left out: which term belongs there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.likeness import form, is_inside
from llmtutor.quiz.makers.choosing import choose
from llmtutor.quiz.makers.claims import is_single, is_weak
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.rivals import are_of_one_sort, overlaps
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import BLANK, content_stems, head_stem, words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import content_terms
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Statement
from llmtutor.quiz.notes.terms import is_term

_LEAST, _MOST = 7, 26
"""Words of a statement."""
_LEAST_LEFT = 4
"""Words of meaning that are left when the term is out."""
_SET_OFF = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]{{3,40}}){CLOSE}")
_JOINED_BEFORE = re.compile(
    r"(?:\b(?:and|or|as|than|like|called|named|is|are|was|were)|[,(/“\"-]) ?$"
)
_JOINED_AFTER = re.compile(r"^(?: (?:and|or|is|are|was|were)\b|[,)/”\"-])")
"""A term in a row of terms, or one that is being defined, is no gap of its own."""
_VAGUE = re.compile(r"\b(?:this|that|these|those|such|same|other|another|it|its|one)\b", re.I)


def make(notes: LectureNotes) -> Iterator[Question]:
    """A choice of terms for one gap of each statement."""
    terms = pool(notes)
    for statement in dict.fromkeys([*notes.standing, *notes.clauses]):
        if not is_fit(statement):
            continue
        for term in _inside(notes, statement, terms):
            made = list(_asked(notes, statement, term, terms))
            if made:
                yield from made
                break


def is_fit(statement: Statement) -> bool:
    """Whether a statement says one definite thing that a gap leaves clear."""
    text = statement.text
    if statement.cjk or not _LEAST <= len(words_of(text).shown) <= _MOST:
        return False
    if is_weak(text) or not is_single(text) or _VAGUE.search(text):
        return False
    return len(re.findall(r"\d[\d.,]*", text)) < 2


def pool(notes: LectureNotes) -> list[str]:
    """The lecture's own terms as they stand inside a sentence: defined, or set off."""
    found = {key_of(one.names[0]): one.names[0] for one in notes.concepts}
    for statement in notes.statements:
        if statement.cjk:
            continue
        for term in _SET_OFF.findall(statement.marked):
            if is_term(term) and not _is_code(statement, term):
                found.setdefault(key_of(term), notes.shown(term.strip()))
    return [term for term in found.values() if term.isascii()]


def _is_code(statement: Statement, term: str) -> bool:
    return f"`{term}`" in statement.verbatim


def _inside(notes: LectureNotes, statement: Statement, terms: Sequence[str]) -> list[str]:
    """Terms in a statement that a gap may take the place of, the most particular first."""
    line = f" {key_of(statement.text)} "
    fit = [term for term in terms if f" {key_of(term)} " in line and _place(statement.text, term)]
    # "attention" inside "self-attention" is not the term
    whole = [term for term in fit if not any(term != one and is_inside(term, one) for one in fit)]
    return sorted(whole, key=lambda term: (notes.mentions(term), -len(term)))


def _place(text: str, term: str) -> re.Match[str] | None:
    """Where a term stands once, alone; None elsewhere."""
    found = list(re.finditer(rf"(?<![\w-]){re.escape(term)}(?P<plural>s?)(?![\w-])", text, re.I))
    if len(found) != 1 or not found[0].start():
        return None
    before, after = text[: found[0].start()], text[found[0].end() :]
    if _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after):
        return None
    # part of a longer name: "the attention score matrix"
    following = words_of(after).lower[:1]
    return None if following and _goes_on(following[0], after) else found[0]


def _goes_on(word: str, after: str) -> bool:
    small = frozenset("in of for to with by at on from into as when a an the every each".split())
    return after.startswith(" ") and word not in small and not word.endswith(("s", "ed"))


def _asked(
    notes: LectureNotes, statement: Statement, term: str, terms: Sequence[str]
) -> Iterator[Question]:
    place = _place(statement.text, term)
    if place is None:
        return
    text, key = statement.text, place[0]
    before, after = text[: place.start()], text[place.end() :]
    stem = re.sub(r"\b([Aa])n? $", r"\1(n) ", before) + BLANK + after
    if len(content_stems(before + after)) < _LEAST_LEFT:
        return
    near = [_like(other, place["plural"]) for other in _near(notes, statement, term, terms, stem)]
    others = choose(key, near, stem)
    if others is None:
        return
    yield draft("choice", stem, key, statement.source, "term: gap", others=others)


def _like(term: str, plural: str) -> str:
    if not plural or term.endswith("s"):
        return term
    if re.search(r"[^aeiou]y$", term):
        return f"{term[:-1]}ies"
    return f"{term}es" if term.endswith(("x", "ch", "sh", "z")) else f"{term}s"


def _near(
    notes: LectureNotes, statement: Statement, term: str, terms: Sequence[str], stem: str
) -> list[str]:
    """Terms that could stand in the gap and of which nothing says so; the section's own first."""
    about = content_terms(stem.replace(BLANK, " "))
    fit = [
        other
        for other in terms
        if form(other) == form(term)
        and not is_inside(other, statement.text)
        and not is_inside(other, term)
        and not overlaps(notes, term, other)
        and (notes.concept_of(term) or head_stem(other) == head_stem(term))
        and are_of_one_sort(notes, term, other)
        and notes.said.of(about, other, statement.verbatim) is None
    ]
    here = {
        other
        for other in fit
        if any(one.statement.path == statement.path for one in notes.said.holding(key_of(other)))
    }
    # a term of another part of the lecture fits only where it is of the same sort
    near = [one for one in fit if one in here or head_stem(one) == head_stem(term)]
    return sorted(near, key=lambda one: (one not in here, head_stem(one) != head_stem(term)))

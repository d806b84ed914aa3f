"""True or false by exchanging a kind for its sister kind: integral and peripheral proteins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.makers.claims import is_weak, tells_one
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import content_stems, is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_words import VAGUE_ADJECTIVES
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import content_terms
from llmtutor.quiz.notes.statements import Statement
from llmtutor.search.analysis import STOPWORDS

_MOST = 24
"""Words of a statement."""
_LEAST_SAID = 3
"""Words of meaning that are said of the kind."""
_SUBJECT = re.compile(r"^(?P<article>(?:The|An?) )?(?P<kind>[\w-]+) (?P<head>[a-z][a-z-]{2,}) ")
_GENERAL = frozenset("such these those this that many most some all each every few several".split())
_ALIKE = 0.4
"""Share of words by which what is said of two kinds may be the same."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """A false statement for each on a kind of which the lecture tells a sister kind."""
    kinds = _kinds(notes)
    places = {(one.path, one.start): at for at, one in enumerate(notes.statements)}
    for statement in notes.clauses:
        found = None if statement.cjk else _parts(notes, statement.text)
        if not found or not _is_fit(statement):
            continue
        kind, head = found
        for sister, told in kinds.get(head, {}).items():
            near = any(_are_neighbours(statement, one, places) for one in told)
            false = _exchanged(statement.text, kind, sister) if near and sister != kind else ""
            if false and _is_false(notes, statement, f"{sister} {head}", told):
                said = wording_for(false).said.format(quote=statement.text)
                yield draft(
                    "truefalse",
                    false,
                    False,
                    statement.source,
                    "sibling: exchanged",
                    explanation=said,
                    harder=0.15,
                )
                break


def _are_neighbours(one: Statement, other: Statement, places: dict[tuple[str, int], int]) -> bool:
    """Whether two sentences stand side by side, where authors set sister kinds against each other.

    Kinds told of further apart may be kinds of one another.
    """
    if one.path != other.path:
        return False
    found = [at for (path, start), at in places.items() if path == one.path and start <= one.start]
    return abs(max(found, default=-_FAR) - places[other.path, other.start]) == 1


_FAR = 9


def _kinds(notes: LectureNotes) -> dict[str, dict[str, list[Statement]]]:
    """The kinds of each noun that sentences of the lecture open with, and those sentences."""
    found: dict[str, dict[str, list[Statement]]] = {}
    for statement in notes.statements:
        if not statement.cjk and (parts := _parts(notes, statement.text)):
            found.setdefault(parts[1], {}).setdefault(parts[0], []).append(statement)
    return found


def _parts(notes: LectureNotes, text: str) -> tuple[str, str] | None:
    """``(kind, head)`` of a sentence whose subject is "The left atrium", "Integral proteins"."""
    match = _SUBJECT.match(text)
    if not match:
        return None
    kind = match["kind"] if match["article"] else notes.shown(match["kind"])
    following = words_of(text[match.end() :]).lower[:1]
    verb = bool(following) and (is_verb(following[0]) or is_finite(following[0]))
    plain = kind.islower() and kind not in VAGUE_ADJECTIVES | _GENERAL | STOPWORDS
    noun = not is_verb(match["head"]) and not kind.endswith(("ly", "ing"))
    return (kind, match["head"]) if verb and plain and noun else None


def _is_fit(statement: Statement) -> bool:
    text = statement.text
    return tells_one(text) and not is_weak(text) and len(words_of(text).shown) <= _MOST


def _exchanged(text: str, kind: str, sister: str) -> str:
    """A statement on the sister kind; empty where it names it already."""
    if re.search(rf"\b{re.escape(sister)}", text, re.IGNORECASE):
        return ""
    match = re.search(rf"\b{re.escape(kind)}\b", text, re.IGNORECASE)
    if match is None or len(re.findall(rf"\b{re.escape(kind)}", text, re.IGNORECASE)) > 1:
        return ""
    shown = sister[0].upper() + sister[1:] if match.start() == 0 else sister
    before = text[: match.start()]
    if before in {"A ", "An "}:
        before = "An " if sister[0] in "aeiou" else "A "
    return before + shown + text[match.end() :]


def _is_false(
    notes: LectureNotes, statement: Statement, sister: str, told: list[Statement]
) -> bool:
    """Whether the lecture tells something else of the sister kind, and nowhere this."""
    match = _SUBJECT.match(statement.text)
    said = statement.text[match.end() :] if match else statement.text
    mine = content_stems(said)
    if len(mine) < _LEAST_SAID:
        return False
    for other in told:
        if len(mine & content_stems(other.text)) > _ALIKE * len(mine):
            return False
    return notes.said.of(content_terms(said), sister, statement.verbatim) is None

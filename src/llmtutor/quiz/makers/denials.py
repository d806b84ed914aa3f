"""True or false from sentences that deny something: "pieces of lithosphere, not of crust".

Such a sentence holds both sides itself: what it says, and what somebody might have thought.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.makers.claims import is_weak, tells_one
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import content_stems, is_verb, words_of
from llmtutor.quiz.notes.english_words import PERSONAL
from llmtutor.quiz.notes.lecture import LectureNotes

_WORDS = r"[^,;:.()]"
_PREPOSITIONS = "by|from|of|to|in|on|at|for|with|because of|through|into|as"
_DENIED = re.compile(
    rf"^(?P<said>.+?)(?<! but)(?:,? (?:and not|not|rather than|instead of)|,? as opposed to)"
    rf" (?P<other>{_WORDS}{{3,50}})\.$"
)
_INSTEAD = re.compile(
    r"^(?P<head>.+ )(?P<said>[a-z-]{3,}) (?:instead of|rather than) (?P<other>[a-z-]{3,})(?P<rest> "
    r"(?:in|at|on|by|from|for|to|as) [^,;:]+)?\.$"
)
_BE = re.compile(r"^(?P<head>.+? (?:is|are|was|were)) (?P<said>[^,;:]+)$")
_LEADS = re.compile(rf"^(?:{_PREPOSITIONS}) ")
_VAGUE = PERSONAL | frozenset(
    "this that these those other others always just merely simply only both such same".split()
)
_COUNTS = frozenset("one two three four five six seven eight nine ten".split())
_LEAST, _MOST = 5, 24
"""Words of a statement."""
_LEAST_CONTENT = 3


def make(notes: LectureNotes) -> Iterator[Question]:
    """What a sentence says, and what it denies, each as a statement of its own."""
    for statement in notes.clauses:
        found = None if statement.cjk else sides(statement.text)
        if not found or not all(map(_is_fit, found)):
            continue
        true, false = found
        said = wording_for(true).said.format(quote=statement.text)
        source = statement.source
        yield draft("truefalse", true, True, source, "denial: true", explanation=said)
        yield draft(
            "truefalse", false, False, source, "denial: false", explanation=said, harder=0.15
        )


def sides(text: str) -> tuple[str, str] | None:
    """``(what a sentence says, the same with what it denies)``; None where it has no two sides."""
    if match := _INSTEAD.match(text):
        head, said, other = match["head"], match["said"], match["other"]
        rest = match["rest"] or ""
        if re.search(r"\ban? $", head) or (other in _COUNTS and said not in _COUNTS):
            return None  # "by a model instead of people", "in two dimensions rather than three"
        if said.endswith("ly") or is_verb(said) or (said[-3:] == "ing") != (other[-3:] == "ing"):
            return None
        return f"{head}{said}{rest}.", f"{head}{other}{rest}."
    match = _DENIED.match(text)
    return _exchanged(match["said"], match["other"]) if match else None


def _exchanged(said: str, other: str) -> tuple[str, str] | None:
    """A sentence's two sides, where what is denied shows by its form what it stands against."""
    if lead := _LEADS.match(other):
        head, found, _ = said.rpartition(f" {lead[0]}")
        if not found or not any(is_verb(word) for word in words_of(head).lower[1:]):
            return None
        return f"{said}.", f"{head} {other}."
    match = _BE.match(said)
    if match and _shape(match["said"]) == _shape(other) and not is_verb(words_of(other).lower[-1]):
        return f"{said}.", f"{match['head']} {other}."
    return None


def _shape(phrase: str) -> str:
    """The form of what follows "is": with an article, or a plural or a quality without one."""
    words = words_of(phrase).lower
    if not words:
        return ""
    if words[0] in {"a", "an"}:
        return "a"
    if words[0] == "the" or words[0].endswith(("ing", "ed")):
        return words[0][-3:]
    head = words[0] if len(words) == 1 else next((w for w in words if w.endswith("s")), words[0])
    return "many" if head.endswith("s") and not head.endswith(("ss", "us", "is")) else "one"


def _is_fit(text: str) -> bool:
    words = words_of(text).lower
    if not _LEAST <= len(words) <= _MOST or _VAGUE & set(words) or is_weak(text):
        return False
    return tells_one(text) and len(content_stems(text)) >= _LEAST_CONTENT

"""Why it is so: sentences with "because", their reason asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from llmtutor.quiz.makers.choosing import choose
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import is_finite, words_of
from llmtutor.quiz.notes.english_words import PERSONAL
from llmtutor.quiz.notes.leaning import leaning
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import Statement

_BECAUSE = re.compile(
    r"^(?P<clause>[^;:]{15,160}?),? (?P<link>because|so that) (?P<reason>(?!of\b)[^;:]{12,160})\.$"
)
_CJK = re.compile(
    r"^(?:由於|由于|因為|因为)(?P<reason>[^，。；]{4,40})，(?:所以|因此)?(?P<clause>[^，。；]{6,40})。$"
)
_CJK_AFTER = re.compile(
    r"^(?P<clause>[^，。；]{6,40})，(?:是)?因[為为](?P<reason>[^，。；]{4,40})。$"
)
_AUXILIARIES = frozenset("is are was were can must should will does do has have".split())
_LONGEST_SUBJECT = 6


@dataclass(frozen=True, slots=True)
class Cause:
    """What is so, and why."""

    clause: str
    reason: str
    link: str
    statement: Statement


def make(notes: LectureNotes) -> Iterator[Question]:
    """A choice of reasons for each, the other reasons of the lecture among them."""
    causes = [cause for statement in notes.standing if (cause := _cause(statement))]
    for cause in causes:
        stem = _question(notes, cause)
        key = _shown(cause)
        near = [
            _shown(other)
            for other in causes
            if other is not cause
            and other.link == cause.link
            and not leaning(other.reason, notes.known)
        ]
        others = choose(key, near, stem)
        if others:
            yield draft(
                "choice",
                stem,
                key,
                cause.statement.source,
                "cause: why",
                others=others,
                harder=0.15,
            )


def _cause(statement: Statement) -> Cause | None:
    text = statement.text
    match = (_CJK.match(text) or _CJK_AFTER.match(text)) if statement.cjk else _BECAUSE.match(text)
    if not match:
        return None
    link = match.groupdict().get("link") or "因為"
    if link == "so that" and re.search(r",? (?:and|or) \S+$", match["clause"]):
        return None  # the reason may belong to the last of several things alone
    return Cause(match["clause"], match["reason"], link, statement)


def _shown(cause: Cause) -> str:
    if cause.statement.cjk:
        return f"因為{cause.reason}" if "為" in cause.statement.text else f"因为{cause.reason}"
    return f"{cause.link.capitalize()} {cause.reason}"


def _question(notes: LectureNotes, cause: Cause) -> str:
    if cause.statement.cjk:
        return wording_for(cause.clause).why.format(clause=cause.clause)
    first = cause.clause.split()[0]
    clause = (
        cause.clause
        if notes.shown(first) == first and first not in {"A", "An", "The"}
        else (cause.clause[0].lower() + cause.clause[1:])
    )
    return inverted(clause) or f"Why is it that {clause}?"


def inverted(clause: str) -> str:
    """A clause as a question, "Why are scores divided by …?"; empty where that is unsure."""
    words = clause.split()
    lower = [word.lower() for word in words]
    for number, word in enumerate(lower[: _LONGEST_SUBJECT + 1]):
        if word in {"that", "which", "who", "if", "when"} or "," in word:
            return ""
        if number and word in _AUXILIARIES:
            subject = " ".join(words[:number])
            return f"Why {word} {subject} {' '.join(words[number + 1 :])}?"
        if number and is_finite(word) and word in words_of(clause).lower and not word.endswith("s"):
            return ""
        if word in PERSONAL:
            return ""
    return ""

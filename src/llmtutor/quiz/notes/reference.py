"""Saying what "it" and "this method" stand for, where the sentence before leaves no doubt."""

from __future__ import annotations

import re
from dataclasses import replace

from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_words import OPENERS, PERSONAL
from llmtutor.quiz.notes.statements import Statement

_COPULA = re.compile(
    r"^(?P<subject>(?:(?:The|An?) )?[^\s,;:()][^,;:()]{0,50}?)(?: \([^()]{2,60}\))? "
    r"(?P<verb>is|was|are|were) (?!that\b|why\b|how\b)"
)
_KINDS = (
    "technique|approach|method|model|architecture|mechanism|process|structure|algorithm|system|tool"
    "|library|framework|task|phase|stage|step|layer|function|network|theory|law|reaction|organ|cell"
    "|principle|rule|practice|property|measure|metric|format"
)
_PRONOUN = re.compile(
    rf"^(?P<pronoun>It|They|This (?:{_KINDS})) (?=(?:is|was|are|were|has|have|had|[a-z]{{2,}})\b)"
)
_IN_THIS = re.compile(rf"^In this (?P<kind>{_KINDS}|case|setting|form), (?=[a-z])")
_WITH_ARTICLE = re.compile(rf"(?:{_KINDS})$", re.IGNORECASE)
_SAYS_NOTHING = re.compile(r"^(?:It|They) (?:is|was) [a-z]+ (?:that|to)\b")
_NEXT = 2
"""Code points between a sentence and the next."""


def resolved(before: Statement | None, statement: Statement, text: str) -> Statement:
    """A statement with "It", "They" or "This method" replaced by what it stands for.

    Only where the sentence before says what its subject is, or where a label
    stands before the statement itself: then the notes, as they stand from there
    to the statement's end, entail the statement with its subject named.

    Args:
        before: the sentence before it.
        statement: as it was read.
        text: of the section.
    """
    if statement.lead:
        return _in_this(statement)
    match = _PRONOUN.match(statement.text)
    if before is None or match is None or before.block != statement.block:
        return statement
    said = _COPULA.match(before.text)
    if said is None or (match["pronoun"] == "They") != (said["verb"] in {"are", "were"}):
        return statement
    words = words_of(said["subject"]).lower
    if not words or {*words} & (PERSONAL | OPENERS) or _SAYS_NOTHING.search(statement.text):
        return statement
    if before.form != statement.form or statement.start - before.end > _NEXT:
        return statement
    return replace(
        statement,
        marked=said["subject"] + statement.text[len(match["pronoun"]) :],
        verbatim=text[before.start : statement.end],
        start=before.start,
    )


def _in_this(statement: Statement) -> Statement:
    """A label in the place of "In this approach", which follows it."""
    match = _IN_THIS.match(statement.text)
    if not match:
        return statement
    label = statement.lead
    if not label.split()[0].isupper() and not any(char.isupper() for char in label[1:2]):
        label = label[0].lower() + label[1:]
    article = "the " if _WITH_ARTICLE.search(label) else ""
    return replace(statement, marked=f"In {article}{label}, {statement.text[match.end() :]}")

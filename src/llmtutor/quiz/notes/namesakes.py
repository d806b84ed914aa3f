"""A thing by its full name: "the pump" is the sodium–potassium pump that was named before."""

from __future__ import annotations

import re
from dataclasses import replace

from llmtutor.content.inline import count_words
from llmtutor.quiz.notes.antecedents import is_verb_between
from llmtutor.quiz.notes.english import is_adverb, is_verb
from llmtutor.quiz.notes.english_words import FURNITURE, NARROWING, POINTED_KINDS, POINTED_NOUNS
from llmtutor.quiz.notes.statements import CLOSE, OPEN, SectionNotes, Statement
from llmtutor.search.analysis import STOPWORDS

MOST_QUOTED = 60
"""Words from the sentence that names a thing in full to the end of the one that means it."""
_DEFINITE = re.compile(r"\b(?P<the>[Tt]he) (?P<head>[a-z]{3,})(?=[ ,.;:)]|$)")
_NO_HEAD = POINTED_NOUNS | FURNITURE | STOPWORDS
_MOST_MODIFIERS = 3
_REST_OF_NAME = re.compile(r"(?: of(?: the)? [A-Z][\w'’-]*| (?:[IVX]+|[A-Z][\w'’-]*)\b)+")
_DESCRIBES = re.compile(
    r"(?:cent|phal|ive|ous|ful|less|able|ible|ish|ing|ed|est|ent|ant|ical|nal)$"
)
"""Ends of adjectives that tell how a thing is and not which: the nascent city."""
_WORD = re.compile(r"[^\W_]+(?:['’–-][^\W_]+)*")
_EMPTY = frozenset(
    """first second third last next other same whole entire main only new old own former latter
    following previous different similar certain particular such one two three four five six many
    several some most all both each every any more less typical single double large small big great
    early late""".split()
)
"""Words that do not say which thing is meant, however they stand before its noun."""


def named_in_full(statement: Statement, section: SectionNotes) -> Statement:
    """A statement with the first "the x" that was named in full before in its place.

    Only where the section up to there has a single full name with that noun, set
    off, written as a name, or with its own "the".
    """
    if statement.cjk:
        return statement
    plain = statement.text
    for match in _DEFINITE.finditer(plain):
        head = match["head"]
        if not _is_bare(plain, match.end()) or head in _NO_HEAD:
            continue
        found = _full_name(head, statement, section)
        if found is None or found[0].lower() in plain.lower():
            continue
        name, start = found
        start = min(start, statement.start)
        quoted = section.section.text[start : statement.end]
        if count_words(quoted) > MOST_QUOTED:
            continue
        said = f"{match['the']} {name}"
        marked = statement.marked.replace(match[0], said, 1)
        if marked != statement.marked:
            return replace(statement, marked=marked, verbatim=quoted, start=start)
    return statement


def _is_bare(text: str, end: int) -> bool:
    """Whether a noun ends its phrase, with nothing behind it that says which it is."""
    following = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    if following is None:
        return True
    word = following[0].lower()
    if word in {"of", "that", "which", "who", "whose", "called", "named", "for", "between"}:
        return False
    if word in STOPWORDS or word in NARROWING or is_verb(word) or is_adverb(word):
        return True
    after = _WORD.match(text, following.end() + 1)
    return bool(after) and is_verb_between("noun", word, after[0] if after else "")


def _full_name(head: str, statement: Statement, section: SectionNotes) -> tuple[str, int] | None:
    """The only full name with a noun before a statement, and where its sentence begins."""
    found: dict[str, tuple[str, int]] = {}
    named = False
    noun = re.compile(rf"(?<![\w–-]){head}(?:e?s)?(?![\w–-])", re.IGNORECASE)
    for one in section.statements:
        if one.start >= statement.end:
            break
        own = one.end == statement.end
        for match in noun.finditer(one.text):
            name, sure = _named(one, match.start(), match.end())
            plural = match[0].lower() != head
            if plural or (name and not sure) or not (name or named):
                return None  # several, or named before its full name
            named = True
            if name and not own:
                found[name.lower()] = name, one.start
            elif name:
                return None
    return next(iter(found.values())) if len(found) == 1 else None


def _goes_on(text: str, start: int, end: int) -> str:
    """What belongs to a name behind its noun: "School of Management", "World War I"."""
    behind = _REST_OF_NAME.match(text, end) if text[start].isupper() else None
    return behind[0] if behind else ""


def _named(statement: Statement, start: int, end: int) -> tuple[str, bool]:
    """The words before a noun that belong to it, with the noun, and whether they name a thing."""
    text = statement.text
    held: list[re.Match[str]] = []
    for word in reversed(list(_WORD.finditer(text, 0, start))):
        gap = text[word.end() : held[-1].start() if held else start]
        lower = word[0].lower()
        if gap != " " or lower in STOPWORDS or is_adverb(lower) or len(held) == _MOST_MODIFIERS:
            break
        held.append(word)
    if not held:
        return "", False
    first = held[-1]
    name = text[first.start() : end] + _goes_on(text, start, end)
    before = text[: first.start()].rstrip().rsplit(" ", 1)[-1].lower()
    set_off = f"{OPEN}{name}{CLOSE}" in statement.marked
    own = [word[0].lower() for word in held]
    if any(word in _EMPTY or word in POINTED_KINDS or is_verb(word) for word in own):
        return name, False
    quoted = text[: first.start()].endswith(('"', "“", "‘"))
    part = (
        quoted
        or bool(re.search(r" [IVX]+$", name))
        or bool(re.search(r"[A-Z][\w'’]* of (?:the )?$", text[: first.start()]))
    )
    if part or any(_DESCRIBES.search(word) for word in own if not set_off):
        return name, False
    proper = name[:1].isupper() and text[start].isupper() and first.start() > 0
    return name, set_off or proper or before == "the"

"""True or false from statements that stand alone: as written, or turned in one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from llmtutor.quiz.makers.claims import is_single, is_weak, tells_one
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.orders import is_process
from llmtutor.quiz.makers.turning import turned, turned_cjk
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.english import content_stems, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import IRREGULAR, VERBS_IN_S
from llmtutor.quiz.notes.english_words import PERSONAL
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import Statement

LONGEST = 28
_LEAST_WORDS, _LEAST_CONTENT = 8, 6
"""Of a true statement that says something."""
_LEAST_PLAIN, _MOST_PLAIN, _LEAST_PLAIN_CONTENT = 6, 16, 4
"""Words of a short statement that is heard where a section has nothing else."""
_LEAST_BARE, _MOST_BARE, _NAMES = 5, 20, 3
"""Words of a bare fact; names and terms that tell a thing that once happened from others."""
_SUBJECT = 6
"""Words at the head of a sentence that hold its subject, if no verb ends it sooner."""
_KEYWORDS = 3
"""Words the lecture comes back to, in a statement that is heard for want of better."""
_VAGUE = frozenset(
    """still already yet something everything anything things trouble gap door sort kind way ways
    usual matter story twice once somehow somewhere lesson trick bookkeeping both each""".split()
)
"""Words of statements that tell a story rather than a fact."""
_TAIL = re.compile(
    r"\b(?:instead|later|earlier)\.?$|\b(?:do|does|did|doing) (?:so|the same|this)\b"
    r"|\bthe same\b(?!.* as )|, which is (?:its|why|how)\b"
)
_FIGURE = re.compile(r"(?<![\w-])(?!(?:1\d|20)\d\ds?\b)\d[\d.,]*")
"""A number that is no year."""
_PAST = frozenset("was were had did became began found made took gave went came saw".split())
_UNSETTLED = frozenset("must should would could can may need needs somebody".split()) | _VAGUE
_PRESENT = frozenset("is are has have can must may do does".split())
_LOOSE = frozenset("the much most many some several few other another various more".split())


def make(notes: LectureNotes) -> Iterator[Question]:
    """One true statement for each that says something definite, and one turned false.

    The statements of a section that say most about the lecture's own things come first.
    """
    steps = set(_steps(notes))
    for _, group in groupby(notes.clauses, key=lambda one: one.path):
        for statement in sorted(group, key=lambda one: -_weight(notes, one)):
            if (statement.path, statement.block) not in steps or statement.form != "item":
                yield from _of(notes, statement)


def _steps(notes: LectureNotes) -> Iterator[tuple[str, int]]:
    """Lists of steps: one alone, "A stimulus opens the gates", is true only where it stands."""
    for section in notes.sections:
        for found in section.lists:
            if is_process(section, found, found.items):
                yield section.path, found.block


def _of(notes: LectureNotes, statement: Statement) -> Iterator[Question]:
    text, source = statement.text, statement.source
    if len(words_of(text).shown) > LONGEST and not statement.cjk:
        return
    if statement.cjk and (
        not chinese.is_definite(text) or re.search("[;；]|^[^，,]{1,12}[:：]", text)
    ):
        return
    if not tells_one(text):
        return
    definite = statement.cjk or (is_definite(notes, statement) and is_single(text))
    if definite and (false := turned_cjk(text) if statement.cjk else turned(text)):
        said = wording_for(text).said.format(quote=text)
        yield draft(
            "truefalse", false, False, source, "statement: turned", explanation=said, harder=0.15
        )
    if definite:
        yield draft("truefalse", text, True, source, "statement: true", harder=-0.1)
    elif not is_weak(text) and (
        is_about_the_notes(notes, statement)
        or is_plain_fact(notes, statement)
        or is_bare_fact(notes, statement)
    ):
        yield draft("truefalse", text, True, source, "statement: plain", harder=-0.1)


def _weight(notes: LectureNotes, statement: Statement) -> int:
    """How much a statement says of the lecture's own things; terms and names count double."""
    return 2 * counted(notes, statement) + len(content_stems(statement.text) & notes.keywords)


def is_definite(notes: LectureNotes, statement: Statement) -> bool:
    """Whether a statement claims something that could be wrong, about things of the lecture.

    Its subject must be one of them, and it must say something of another, or hold a figure.
    """
    text = statement.text
    words = words_of(text)
    if is_weak(text) or len(words.shown) < _LEAST_WORDS or is_anecdote(text):
        return False
    if len(_FIGURE.findall(text)) > 1 or _TAIL.search(text) or _VAGUE & set(words.lower):
        return False
    verb = next((at for at, word in enumerate(words.lower) if at and is_verb(word)), _SUBJECT)
    subject = " ".join(words.shown[: verb if verb > 0 else _SUBJECT])
    if not held(notes, subject, first=True):
        return False
    figures = bool(re.search(r"\d", text))
    return len(content_stems(text)) >= _LEAST_CONTENT and counted(notes, statement) + figures >= 2


def is_anecdote(text: str) -> bool:
    """Whether a sentence tells what once happened, with no date or figure to know it by."""
    lower = words_of(text).lower
    for before, word in pairwise(lower):
        past = word.endswith("ed") or word in _PAST or word in IRREGULAR
        # "Stars form inside clouds"; "rule" is no verb in "strong central rule allowed"
        plain = is_verb(word) and not past and before.endswith("s")
        if word in _PRESENT or word in VERBS_IN_S or plain:
            return False
        if past:
            return not re.search(r"\d", text)
    return False


def is_about_the_notes(notes: LectureNotes, statement: Statement) -> bool:
    """Whether a statement names a thing of the lecture and opens with what it is about."""
    words = words_of(statement.text).lower
    if words[0] in _LOOSE | {"for"} or not is_single(statement.text):
        return False
    if is_anecdote(statement.text):
        return False
    if {"must", "should", "would"} & set(words) or _VAGUE & set(words):
        return False
    keywords = len(content_stems(statement.text) & notes.keywords)
    return len(words) >= _LEAST_WORDS and counted(notes, statement) >= 1 and keywords >= _KEYWORDS


def is_plain_fact(notes: LectureNotes, statement: Statement) -> bool:
    """Whether a short statement says of one thing of the notes what it does to another."""
    words = words_of(statement.text).lower
    if not _LEAST_PLAIN <= len(words) <= _MOST_PLAIN or not is_single(statement.text):
        return False
    if {"must", "should", "would", *_VAGUE, *_LOOSE} & set(words) or is_anecdote(statement.text):
        return False
    if _TAIL.search(statement.text) or words[0] in {"for", "if", "in", "the"} | PERSONAL:
        return False
    stems = content_stems(statement.text)
    again = sum(len(notes.said.holding(one)) > 1 for one in stems)
    return len(stems) >= _LEAST_PLAIN_CONTENT and again >= 2


def is_bare_fact(notes: LectureNotes, statement: Statement) -> bool:
    """Whether a statement that stands alone says something of a thing the lecture is on."""
    text = statement.text
    words = words_of(text).lower
    figures = bool(re.search(r"\d", text))
    if statement.cjk or not _LEAST_BARE + figures <= len(words) <= _MOST_BARE:
        return False
    if " + " in text or not is_single(text):
        return False
    if _UNSETTLED & {*words} or _TAIL.search(text) or words[0] in {"for", "if", "when"}:
        return False
    if len(content_stems(text)) < _LEAST_PLAIN_CONTENT or not _is_on_topic(notes, text):
        return False
    past = re.search(r"\b(?:was|were|had|[a-z]{3,}ed)\b", text)
    # "An original printout was found in an archive": one of many, of which it is no fact
    if past and words[0] in {"a", "an", "one"}:
        return False
    return not is_anecdote(text) or counted(notes, statement) >= _NAMES


def _is_on_topic(notes: LectureNotes, text: str) -> bool:
    """Whether the subject of a sentence holds a name, or a noun that the lecture comes back to."""
    words = words_of(text)
    verb = next((at for at, word in enumerate(words.lower) if at and is_verb(word)), _SUBJECT)
    subject = words.shown[:verb]
    named = any(word[:1].isupper() or any(map(str.isdigit, word)) for word in subject[1:])
    first = bool(subject) and (notes.named(subject[0]) > 0 or any(map(str.isupper, subject[0][1:])))
    stems = content_stems(" ".join(subject))
    known = any(len(notes.said.holding(one)) > 1 for one in stems)
    return named or first or known or held(notes, " ".join(subject), first=False) > 0


def counted(notes: LectureNotes, statement: Statement) -> int:
    """Names and terms of the notes that a statement holds."""
    return held(notes, statement.text, first=False)


def held(notes: LectureNotes, text: str, *, first: bool) -> int:
    """Names and terms of the notes in a text.

    Args:
        notes: the lecture.
        text: a sentence, or its head.
        first: whether a capital makes its first word a name, as it does of a known name only.
    """
    shown = words_of(text).shown
    named = sum(word[:1].isupper() for word in shown[1:])
    if shown and (any(char.isupper() or char.isdigit() for char in shown[0][1:])):
        named += 1
    elif first and shown and shown[0][:1].isupper():
        named += notes.named(shown[0]) > 0
    stems = content_stems(text)
    return named + sum(set(known.split()) <= stems for known in notes.known if known)

"""Whether a model's question asks what its sentence says, and nothing that it does not.

A model writes fluent questions that mix up two sentences or turn a deed into a
name ("What was the name of the document issued by …"). Every word of meaning must
therefore stand in the sentence, most of the sentence's own words must be asked about,
and a few of them must stand in the same order.
"""

from __future__ import annotations

import re

from llmtutor.quiz.makers.agents import GROUP
from llmtutor.quiz.modelled.spans import Span, is_deed, spans
from llmtutor.quiz.notes.english import content_stems, words_of
from llmtutor.quiz.notes.english_verbs import IRREGULAR
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.search.analysis import stem

_FREE = {
    "year": frozenset({"year"}),
    "number": frozenset(
        stem(word)
        for word in """number percentage percent share high tall long large big wide deep far old
        fast heavy often length height size""".split()
    ),
    "person": frozenset({"person"}),
    "place": frozenset({"place", "citi", "town", "countri"}),
    "name": frozenset(),
    "term": frozenset({"term"}),
}
"""Words that only ask for the sort of the answer."""
_LEAST, _SHARE = 2, 0.25
"""Words of the sentence that a question holds, and their share of it."""
_RUN = 3
"""Words that stand in a row both in the question and in the sentence."""
_NAMING = re.compile(r"\b(?:name|title|term|word|language|story|type|kind|purpose|role|meaning)\b")
_QUANTIFIERS = frozenset(
    """most all every each any some many few several only always never first last both no not
    another other same own best largest""".split()
)
_PRESENT = re.compile(r"(?:When|Where|What|How \w+(?: \w+)?|Who) (?:do|does|is|are|has|have)\b")
_DID = re.compile(r"\bdid\b")
_HOW_MANY = re.compile(r"^How (?:many|much) ")
_DANGLES = re.compile(r"\b(?:at|in|on|from|to|by|with|of|for)\?$")
_LINKS = frozenset("is are was were be been has have had did do does can".split())


def strays(question: str, span: Span) -> str:
    """What a model's question asks that its sentence does not say; empty where it is faithful."""
    text = span.statement.text
    asked, said = _stems(question), _stems(text) - content_stems(span.text)
    beyond = _HOW_MANY.sub("", question)
    added = _QUANTIFIERS & set(words_of(beyond).lower) - set(words_of(text).lower)
    if added or (_PRESENT.match(question) and _is_past(text)):
        return "it says more, or of another time, than its sentence"
    if foreign := asked - said - _stems(text) - _FREE[span.sort]:
        return f"'{min(foreign)}' is not in its sentence"
    held = asked & said
    if len(held) < _LEAST or len(held) < _SHARE * len(said):
        return "it asks for too little of its sentence"
    if said_badly := _worded_badly(question, span):
        return said_badly
    if _longest_run(question, text) < _RUN:
        return "it puts its sentence in other words"
    return _wrong_word(question, span)


def _is_where(span: Span) -> bool:
    """Whether a place is where it was done: "named after a factory near Chicago" is not."""
    text = span.statement.text
    before = text[: text.find(span.text)]
    return before.endswith((" in ", " at ")) and not re.search(
        r"\b(?:after|by|of|near|from)\b", before
    )


def _worded_badly(question: str, span: Span) -> str:
    """What is wrong with how a question is put; empty where nothing is."""
    text = span.statement.text
    if span.sort == "place" and not _is_where(span):
        return "its place is that of something else"
    if _DANGLES.search(question):
        return "it ends in the air"
    if _DID.search(question) and _verb_of(text) in words_of(question).lower:
        return "its verb is not as it stands behind 'did'"
    if (match := _NAMING.search(question.lower())) and match[0] not in text.lower():
        return f"'{match[0]}' is not what its sentence speaks of"
    return ""


def _wrong_word(question: str, span: Span) -> str:
    """The question word must fit: "who" asks for the one that does it."""
    text, who = span.statement.text, question.startswith(("Who ", "Whom ", "By whom "))
    if span.sort == "name" and who and not GROUP.search(span.text):
        return "it asks who of a thing"
    if span.sort != "person":
        kept = span.verb or _keeps_the_deed(question, _up_to(span))
        return "" if kept else "it leaves out what was done"
    if f" by {span.text}" in text:
        return ""
    if not text.startswith(span.text):
        return "the person is not who does it"
    rest = text[len(span.text) :]
    return "" if _keeps_the_deed(question, rest, at=0) else "it leaves out what was done"


def _up_to(span: Span) -> str:
    """A sentence up to the span; all of it where the span opens it."""
    at = span.statement.text.find(span.text)
    return span.statement.text[:at] if at > 0 else span.statement.text


def _keeps_the_deed(question: str, text: str, at: int = 1) -> bool:
    """Whether the last verb of a text, or with ``at`` 0 its first, is asked about too."""
    found = [word for word in words_of(text).lower[at:] if is_deed(word)]
    verb = found[-1 if at else 0] if found else ""
    return not verb or verb in _LINKS or _base(verb) in map(_base, words_of(question).lower)


def _verb_of(text: str) -> str:
    """The first verb of a sentence, where it is in the past; else nothing."""
    verb = next((word for word in words_of(text).lower[1:] if is_deed(word)), "")
    return verb if verb.endswith("ed") or verb in IRREGULAR else ""


def _is_past(text: str) -> bool:
    verb = next((word for word in words_of(text).lower[1:] if is_deed(word)), "")
    return verb.endswith("ed") or verb in IRREGULAR or verb in {"was", "were", "had", "did"}


def told(question: str, span: Span, notes: LectureNotes) -> bool:
    """Whether the notes alone answer a question with its span, no model asked.

    Its sentence holds more of the question's words than any other sentence does,
    and only one thing of the sort that is asked for.
    """
    alone = stands_out(question, span, notes)
    return alone and sum(one.sort == span.sort for one in spans(notes, span.statement)) == 1


def stands_out(question: str, span: Span, notes: LectureNotes) -> bool:
    """Whether a span's sentence holds more of a question's words than any other does."""
    asked = _stems(question)
    own = len(asked & _stems(span.statement.text))
    own_place = span.statement
    others = (
        one
        for one in notes.statements
        if one.path != own_place.path or one.end <= own_place.start or own_place.end <= one.start
    )
    return all(len(asked & _stems(one.text)) < own for one in others)


def _base(word: str) -> str:
    return stem(IRREGULAR.get(word, word))


def _stems(text: str) -> frozenset[str]:
    """Stems of the words of meaning, verbs in their base form."""
    lowered = " ".join(IRREGULAR.get(word, word) for word in words_of(text).lower)
    return content_stems(lowered)


def _longest_run(question: str, text: str) -> int:
    """The most words that stand in a row in both."""
    words = [_base(word) for word in words_of(question).lower]
    line = f" {' '.join(_base(word) for word in words_of(text).lower)} "
    best = 0
    for start in range(len(words)):
        while f" {' '.join(words[start : start + best + 1])} " in line and start + best < len(
            words
        ):
            best += 1
    return best

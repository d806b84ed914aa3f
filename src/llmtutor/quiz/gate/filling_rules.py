"""Rules on answers that are written: one filling, told by what is left of the sentence."""

from __future__ import annotations

import re

from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.key_rules import flat, meaningful
from llmtutor.quiz.models import AUTHOR, Question
from llmtutor.quiz.notes.english import BLANK, words_of
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import content_terms, is_chinese

_BRACKETS = re.compile(r"[()（）\[\]]")
_ONLY_ROLES = re.compile(
    rf"^{BLANK} (?:is|was) an? [a-z-]+(?: [a-z-]+)?(?:, [a-z-]+)*,? and [a-z-]+\.$"
)
"""What somebody was, of which there were many: "____ was a poet, printer and publican."."""
_LEAST_CONTENT = 3
"""Words of meaning that must be left for the filling to be recovered from."""
_LONGEST_FILLING = 5
_WHICH = re.compile(r"^Which (?P<sort>[a-z]+) ")
_SHORT_FORM = ("stand for?", "縮寫？", "缩写？")
"""How questions on abbreviations end: the letters alone are what is left."""


def recoverable(question: Question, context: GateContext) -> str:
    """An answer that is written has one filling: a term of the notes, told by what is left.

    Kept: "A(n) ____ is a vector of zeros with a single one at the token's place."
    Dropped: "____ is useful.", a gap whose word stands elsewhere in the stem.
    """
    if question.kind not in {"cloze", "short"} or not isinstance(question.key, str):
        return ""
    if question.maker != AUTHOR and _BRACKETS.search(question.key):
        return "the filling holds brackets"
    if question.kind == "cloze" and (found := _gap(question.stem, question.key)):
        return found
    left = meaningful(question.stem)
    if not question.stem.endswith(_SHORT_FORM):
        if len(left) < _LEAST_CONTENT:
            return "too little is left to recover the filling from"
        if _stands_in(question.key, _without_sort(question.stem, question.key)):
            return "the filling stands in the stem"
    return _rival(question, context, left)


def _without_sort(stem: str, key: str) -> str:
    """A stem without the noun that only says of what sort its answer is.

    "Which war destroyed much of Kyoto?" may be asked for the Onin War.
    """
    match = _WHICH.match(stem)
    last = words_of(key).lower[-1:]
    return stem[match.end() :] if match and (match["sort"],) == last else stem


def _gap(stem: str, key: str) -> str:
    if stem.count(BLANK) != 1:
        return f"{stem.count(BLANK)} blanks"
    if _ONLY_ROLES.match(stem) and key[:1].isupper():
        return "it says of somebody no more than a trade"
    long = not is_chinese(key) and len(words_of(key).shown) > _LONGEST_FILLING
    return "the filling is too long to be recovered" if long else ""


def _stands_in(key: str, stem: str) -> bool:
    if is_chinese(key):
        return key in stem
    return bool(content_terms(key) & content_terms(stem))


def _rival(question: Question, context: GateContext, left: frozenset[str]) -> str:
    """Another term of the notes that a sentence says the same of."""
    said, key = context.notes.said, key_of(str(question.key))
    own = {key, *(key_of(name) for name in question.accept)}
    if not said.speaking(left)[0]:
        return ""
    for concept in context.notes.concepts:
        if own & concept.keys or any(one in key for one in concept.keys):
            continue
        for name in concept.names:
            found = said.of(left, name, question.source.text)
            if found and not any(one in f" {flat(found.text)} " for one in own):
                return f"'{name}' would fit as well: {found.text[:80]}"
    return ""

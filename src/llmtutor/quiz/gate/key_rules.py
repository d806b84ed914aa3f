"""Rules on the key: the source entails it, nothing else is defensible, a blank has one filling."""

from __future__ import annotations

import re
from functools import lru_cache

from llmtutor.quiz.gate.context import GateContext, right_options, wrong_options
from llmtutor.quiz.gate.frames import content
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import content_terms, terms
from llmtutor.quiz.notes.statements import one_line

KEY_SHARE = 0.6
"""Of the key's words that must stand in the source: an author may put it in other words."""
STEM_SHARE = 0.3
TRUE_SHARE = 0.85
FALSE_SHARE = 0.5
"""Of a false statement's words that must stand in the source: it is turned in one place."""
_SAME_MEANING = 0.6
_LEAST_MEANING = 5
"""Words below which two options that share most of them ("top-k sampling") still differ."""
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")


def meaningful(text: str) -> frozenset[str]:
    """Terms of a text that carry meaning, in any script; a blank is none."""
    return content_terms(text.replace(BLANK, " "))


def share(part: str, whole: str) -> float:
    """How much of one text's meaning stands in another, 0 to 1; 1 for a text without any."""
    wanted = meaningful(part)
    held = frozenset(terms(whole))
    return len(wanted & held) / len(wanted) if wanted else 1.0


def entailed(question: Question, context: GateContext) -> str:
    """One verbatim piece of the notes entails the key.

    Kept: key "overlap" for "**Overlap** is the number of tokens that two chunks share".
    Dropped: a quotation that was changed, a key that its quotation does not hold.
    """
    source = question.source
    section = context.sections.get(source.path)
    if section is None or section.section.text[source.start : source.end] != source.text:
        return "the source is not verbatim in the notes"
    quote = one_line(source.text)
    if isinstance(question.key, bool):
        return _statement(question, quote)
    for text in right_options(question):
        if share(text, quote) < KEY_SHARE:
            return f"'{text}' does not follow from the source"
        if any(number not in quote for number in _NUMBER.findall(text)):
            return f"a number of '{text}' is not in the source"
    if question.kind == "order":
        return _in_order(question, quote)
    asked = share(content(question.stem), f"{quote} {source.title}")
    # "Match each term with its meaning" says nothing that the pairs do not
    astray = question.kind != "match" and asked < STEM_SHARE
    return "the source does not speak of the stem" if astray else ""


def _statement(question: Question, quote: str) -> str:
    held = share(question.stem, quote)
    same = flat(question.stem) in flat(quote)
    if question.key:
        numbers = all(number in quote for number in _NUMBER.findall(question.stem))
        return "" if held >= TRUE_SHARE and numbers else "the source does not say so"
    if same:
        return "the source says what is called false"
    return "" if held >= FALSE_SHARE else "the source does not speak of it"


@lru_cache(maxsize=16384)
def flat(text: str) -> str:
    """Words of a text, for telling whether one text stands in another."""
    return " ".join(terms(one_line(text)))


def _in_order(question: Question, quote: str) -> str:
    places = [flat(quote).find(flat(str(item))) for item in right_options(question)]
    if -1 in places:
        return "an item is not in the source word for word"
    return "" if places == sorted(places) else "the source has another order"


def one_defensible(question: Question, context: GateContext) -> str:
    """Exactly one answer can be defended from the course.

    Kept: "Which of these is one step of a model?" with "matrix" as a wrong answer.
    Dropped: a wrong answer that the source names too, or that another sentence of the
    lecture says of the same thing; a "false" statement that stands in the notes.
    """
    if question.kind == "truefalse":
        line = flat(question.stem)
        said = question.key is False and any(line in one.line for one in context.notes.said.all)
        return "the notes say what is called false" if said else ""
    if question.kind == "match":
        return _one_to_one(question)
    found = (_defensible(question, wrong, context) for wrong in wrong_options(question))
    return next(filter(None, found), "")


def _defensible(question: Question, wrong: str, context: GateContext) -> str:
    """What speaks for a wrong answer; empty where nothing does."""
    source = question.source.text
    if question.kind == "choice" and f" {key_of(wrong)} " in f" {flat(source)} ":
        return f"'{wrong}' stands in the source as well"
    if said := context.notes.said.of(meaningful(content(question.stem)), wrong, source):
        return f"'{wrong}' is said elsewhere: {said.text[:80]}"
    if any(_mean_the_same(wrong, key) for key in right_options(question)):
        return f"'{wrong}' means nearly what the key means"
    return ""


def _mean_the_same(one: str, other: str) -> bool:
    mine, its = meaningful(one), meaningful(other)
    if min(len(mine), len(its)) < _LEAST_MEANING:
        return bool(mine) and mine == its
    return len(mine & its) >= _SAME_MEANING * min(len(mine), len(its))


def _one_to_one(question: Question) -> str:
    pairs = (
        [pair for pair in question.key if isinstance(pair, tuple)]
        if isinstance(question.key, tuple)
        else []
    )
    for at, (left, right) in enumerate(pairs):
        for other_left, other_right in pairs[at + 1 :]:
            if flat(left) == flat(other_left) or flat(right) == flat(other_right):
                return f"two pairs share '{left}' or '{right}'"
            if _mean_the_same(right, other_right):
                return f"'{right}' and '{other_right}' mean nearly the same"
    return ""

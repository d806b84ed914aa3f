"""Rules on the options: of one kind, distinct, none conspicuous, none told by its looks."""

from __future__ import annotations

import re
from itertools import combinations

from llmtutor.quiz.gate.context import GateContext, right_options, wrong_options
from llmtutor.quiz.likeness import (
    are_alike,
    are_as_long,
    copied,
    figure_of,
    form,
    is_centre,
    is_far_off,
    is_inside,
    is_of_length,
    normal_form,
    stands_out,
)
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.said import key_of

_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]")
_FACTOR = 25.0
"""Between two numbers of one grain."""
_YEARS = 400
_GRAIN = 3.0
"""Between the words of two options of one grain."""


def of_a_kind(question: Question, _context: GateContext) -> str:
    """Wrong answers are of the key's kind and grain: a term for a term, a year for a year.

    Kept: "vector" beside "matrix"; "2017" beside "2014".
    Dropped: "vector" beside "2017"; "46" beside "7,087,872".
    """
    for key in right_options(question):
        for wrong in wrong_options(question):
            mine, its = form(key)[0], form(wrong)[0]
            if mine != its:
                return f"'{wrong}' is a {its}, '{key}' a {mine}"
            if not _same_grain(key, wrong):
                return f"'{wrong}' is of another grain than '{key}'"
    return ""


def _same_grain(key: str, wrong: str) -> bool:
    mine, its = figure_of(key), figure_of(wrong)
    if mine is not None and its is not None:
        if 1000 <= mine <= 2100 and mine == int(mine) and 1000 <= its <= 2100:
            return abs(mine - its) <= _YEARS
        return mine == its == 0 or max(mine, its) <= _FACTOR * min(mine, its)
    words, others = len(key.split()), len(wrong.split())
    return max(words, others) <= max(_GRAIN * min(words, others), 4)


def distinct(question: Question, _context: GateContext) -> str:
    """No two options are the same when folded, and none stands inside another.

    Kept: "encoder" beside "decoder".
    Dropped: "the token" beside "Tokens"; "attention" beside "self-attention".
    """
    options = question.options or ()
    inside = question.kind in {"choice", "multi"}
    for one, other in combinations(options, 2):
        if (normal_form(one) or one) == (normal_form(other) or other):
            return f"'{one}' and '{other}' are the same"
        if inside and is_inside(one, other):
            return f"'{one}' and '{other}' hold one another"
    wanted = len(right_options(question)) if question.kind == "order" else 0
    if question.kind in {"choice", "multi", "match", "order"} and len(options) < max(3, wanted):
        return f"only {len(options)} options"
    if question.kind == "choice" and question.key not in options:
        return "the key is not among the options"
    return ""


def not_conspicuous(question: Question, _context: GateContext) -> str:
    """The key looks like the others: as long, of one grammar, no word copied from the stem.

    Kept: four definitions of about ten words that all begin with "a".
    Dropped: the one long option; "semantic cache" for a stem that says "semantic".
    """
    keys, wrong = right_options(question), wrong_options(question)
    if not wrong:
        return ""
    if odd := _of_odd_length(question):
        return odd
    for key in keys:
        if not are_alike(key, wrong):
            return f"'{key}' has another grammar than the others"
        named = key_of(_BRACKETS.sub("", key))
        if question.kind == "choice" and named and f" {named} " in f" {key_of(question.stem)} ":
            return f"the stem names '{key}'"
        others = [option for option in (*keys, *wrong) if option != key]
        if words := copied(key, others, question.stem):
            return f"the stem holds '{', '.join(sorted(words))}' of the key"
    return ""


def _of_odd_length(question: Question) -> str:
    """Whether the key, or all of several keys together, are longer or shorter than the rest."""
    keys, wrong = right_options(question), wrong_options(question)
    if question.kind == "multi":
        return "" if are_as_long(keys, wrong) else "the right ones are not of the others' length"
    odd = (key for key in keys if not is_of_length(key, question.options or ()))
    return next((f"'{key}' is not of the others' length" for key in odd), "")


def not_alone(question: Question, _context: GateContext) -> str:
    """With the stem hidden, the options do not tell which one is right.

    Kept: four single words.
    Dropped: one hyphenated term among plain ones; one option that all others echo; 1793
    beside 1787, 1788 and 1789.
    """
    keys, wrong = right_options(question), wrong_options(question)
    signs = [stands_out(key, wrong) for key in keys] if wrong else []
    if signs and all(signs):  # of several right ones a sign of one tells nothing
        return f"'{keys[0]}' alone has, or lacks, {signs[0]}"
    for key in keys if wrong else ():
        if question.kind == "choice" and is_centre(key, wrong):
            return f"every other option echoes '{key}'"
        if question.kind == "choice" and is_far_off(key, wrong):
            return f"'{key}' is far off from all others"
    return ""

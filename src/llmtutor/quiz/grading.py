"""Comparing an answer with the key: what it is worth, and what was missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from llmtutor.quiz.answers import compare, normal
from llmtutor.quiz.models import Given, Grade, Question

RIGHT = Grade(1.0)
WRONG = Grade(0.0)

__all__ = ["RIGHT", "WRONG", "grade", "normal"]


def grade(question: Question, given: Given | None) -> Grade:
    """Grade an answer; None, a pass, is wrong.

    Several right answers, orders and pairs give a part of the mark: what is
    right less what is wrong, and never less than nothing.
    """
    if given is None:
        return WRONG
    if question.kind in {"truefalse", "choice"}:
        return RIGHT if _same(given, question.key) else WRONG
    if question.kind in {"cloze", "short"}:
        return _written(question, given)
    if isinstance(given, str | bool) or isinstance(question.key, str | bool):
        return WRONG
    if question.kind == "match":
        return _match(_pairs(question.key), _pairs(given))
    order = question.kind == "order"
    return (_order if order else _multi)(_texts(question.key), _texts(given))


def _same(given: Given, key: object) -> bool:
    if isinstance(given, str) and isinstance(key, str):
        return given == key or normal(given) == normal(key) != ""
    return isinstance(given, bool) and given is key


def _written(question: Question, given: Given) -> Grade:
    if not isinstance(given, str) or not isinstance(question.key, str):
        return WRONG
    found = compare(given, question.key, question.accept)
    return Grade(1.0 if found.right else 0.0, found.comment)


def _texts(parts: Sequence[object]) -> tuple[str, ...]:
    return tuple(part for part in parts if isinstance(part, str))


def _pairs(parts: Sequence[object]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (part[0], part[1]) for part in parts if isinstance(part, tuple) and len(part) == len("ab")
    )


def _multi(key: tuple[str, ...], given: tuple[str, ...]) -> Grade:
    """Right ones less wrong ones, as a share of all that are right."""
    chosen = set(given)
    right, wrong = len(chosen & set(key)), len(chosen - set(key))
    score = max(0.0, (right - wrong) / len(key)) if key else 0.0
    return Grade(score, _counted(right, len(key), wrong) if score < 1.0 else "")


def _counted(right: int, wanted: int, wrong: int) -> str:
    missing = f"{right} of {wanted} right"
    return f"{missing}, {wrong} too many" if wrong else missing


def _order(key: tuple[str, ...], given: tuple[str, ...]) -> Grade:
    """Pairs in the right order less pairs in the wrong one, as a share of all pairs."""
    if given == key:
        return RIGHT
    place = {item: at for at, item in reversed(list(enumerate(given)))}
    pairs = list(combinations(key, 2))
    if not pairs:
        return WRONG
    right = sum(a in place and b in place and place[a] < place[b] for a, b in pairs)
    wrong = sum(a in place and b in place and place[a] > place[b] for a, b in pairs)
    score = max(0.0, (right - wrong) / len(pairs))
    return Grade(score, f"{right} of {len(pairs)} pairs in order")


def _match(key: tuple[tuple[str, str], ...], given: tuple[tuple[str, str], ...]) -> Grade:
    """The share of the left-hand sides that got their right-hand side; a second try counts not."""
    chosen = dict(reversed(given))
    right = sum(chosen.get(left) == side for left, side in key)
    score = right / len(key) if key else 0.0
    return Grade(score, f"{right} of {len(key)} pairs right" if score < 1.0 else "")

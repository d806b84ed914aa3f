"""Taking a quiz line by line, for pipes, screen readers and plain terminals."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from string import ascii_lowercase
from typing import TYPE_CHECKING

from llmtutor.cli.output import console

if TYPE_CHECKING:
    from rich.console import Console

    from llmtutor.quiz.models import Attempt, Given, Question
    from llmtutor.services import Services

_YES = {"t", "true", "y", "yes", "a"}
_NO = {"f", "false", "n", "no", "b"}
_HOW = {
    "choice": "the letter",
    "multi": "all right letters, such as a c",
    "truefalse": "t or f",
    "cloze": "what fills the blank",
    "short": "a word or two",
    "order": "the letters in order, such as b a c",
    "match": "pairs, such as 1b 2a",
}


def take(
    services: Services, questions: Sequence[Question], quiz: str, now: Callable[[], datetime]
) -> None:
    """Ask every question, storing each attempt at once; end of input leaves with what is done."""
    from llmtutor.quiz.session import QuizSession

    session = QuizSession(quiz, questions)
    out = console()
    while True:
        question = session.current
        out.print(f"\n{session.position + 1} of {len(questions)}", style="dim")
        _show(out, question)
        given = _ask(out, question)
        if given is _LEAVE:
            break
        attempt = session.answer(given, now())  # type: ignore[arg-type]
        services.attempts.add(attempt)
        _mark(out, attempt)
        if not session.next():
            break
    out.print(f"\n{session.score:g} of {len(session.attempts)} right.", style="bold")
    for attempt in session.wrong():
        source = attempt.question.source
        out.print(f"  reread: {source.title}  {source.path}", style="dim")


_LEAVE = object()


def _show(out: Console, question: Question) -> None:
    out.print(question.stem, style="bold")
    options = question.options or ()
    if question.kind == "match":
        for number, (left, _) in enumerate(_pairs(question), start=1):
            out.print(f"  {number}  {left}")
    for letter, option in zip(ascii_lowercase, options, strict=False):
        out.print(f"  {letter}  {option}")


def _ask(out: Console, question: Question) -> object:
    """Read until the answer can be understood; an empty line passes."""
    while True:
        try:
            text = input(f"› {_HOW[question.kind]}: ").strip()
        except EOFError:
            return _LEAVE
        if not text:
            return None
        given = understand(question, text)
        if given is not None:
            return given
        out.print(f"Please give {_HOW[question.kind]}, or nothing to pass.", style="dim")


def understand(question: Question, text: str) -> Given | None:
    """A typed line as an answer; None where it is not one."""
    kind = question.kind
    if kind in {"cloze", "short"}:
        return text
    if kind == "truefalse":
        word = text.lower()
        return True if word in _YES else False if word in _NO else None
    if kind == "match":
        return _matched(question, text.lower().replace(",", " ").split())
    return _chosen(question, [char for char in text.lower() if char.isalnum()])


def _chosen(question: Question, letters: Sequence[str]) -> Given | None:
    options = question.options or ()
    places = [ascii_lowercase.find(letter) for letter in letters]
    if not places or any(not 0 <= place < len(options) for place in places):
        return None
    chosen = tuple(dict.fromkeys(options[place] for place in places))
    if question.kind == "choice":
        return chosen[0] if len(chosen) == 1 else None
    if question.kind == "order" and len(chosen) != len(options):
        return None
    return chosen


def _matched(question: Question, words: Sequence[str]) -> Given | None:
    options, lefts = question.options or (), [left for left, _ in _pairs(question)]
    pairs = []
    for word in words:
        number, letter = word[:-1], ascii_lowercase.find(word[-1:])
        if not number.isdigit() or not 1 <= int(number) <= len(lefts):
            return None
        if not 0 <= letter < len(options):
            return None
        pairs.append((lefts[int(number) - 1], options[letter]))
    return tuple(pairs) or None


def _pairs(question: Question) -> list[tuple[str, str]]:
    """The pairs of a matching question, in an order that does not give them away."""
    pairs = [item for item in question.key if isinstance(item, tuple)]  # type: ignore[union-attr]
    random.Random(question.id).shuffle(pairs)  # noqa: S311
    return pairs


def _mark(out: Console, attempt: Attempt) -> None:
    grade, question = attempt.grade, attempt.question
    sign, word = ("✓", "Right.") if grade.right else ("✗", "Not right.")
    if 0 < grade.score < 1:
        sign, word = "◐", "Partly right."
    out.print(f"{sign} {word} {grade.comment}".rstrip())
    if not grade.right:
        out.print(f"  The answer: {_key(question)}")
    if question.explanation:
        out.print(f"  {question.explanation}")
    out.print(f"  ┃ “{' '.join(question.source.text.split())}”", style="dim")
    out.print(f"    {question.source.title}  {question.source.path}", style="dim")


def _key(question: Question) -> str:
    key = question.key
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, str):
        return key
    return "; ".join(" – ".join(item) if isinstance(item, tuple) else str(item) for item in key)

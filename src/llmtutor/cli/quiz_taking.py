"""Taking a quiz line by line, for pipes, screen readers and plain terminals."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from string import ascii_lowercase
from typing import TYPE_CHECKING

from llmtutor.content.inline import plain
from llmtutor.quiz.above import about
from llmtutor.quiz.led import asked_alone, lines_of

if TYPE_CHECKING:
    from rich.console import Console

    from llmtutor.cli.dialogue import Dialogue
    from llmtutor.cli.quiz_remarks import Remarking
    from llmtutor.quiz.models import Attempt, Given, Grade, Question
    from llmtutor.quiz.session import QuizSession
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


Judge = Callable[["Question", str], "Grade | None"]
"""A second opinion on an answer in words; None where there is none."""


def take(
    services: Services,
    session: QuizSession,
    now: Callable[[], datetime],
    judge: Judge = lambda _question, _given: None,
) -> None:
    """Ask every question, storing each attempt at once; end of input leaves with what is done.

    Args:
        services: the program.
        session: the quiz; its feedback says when answers are marked.
        now: the clock.
        judge: asked about an answer in words that is not the key's.
    """
    from llmtutor.cli.dialogue import Dialogue, LeftError
    from llmtutor.cli.quiz_remarks import HELP, Remarking

    talk = Dialogue()
    remarking = Remarking(services, session, talk, now)
    talk.say(f"{len(session.questions)} questions. {HELP}.", "dim")
    try:
        _Taking(services, session, talk, remarking, now, judge).run()
        _report(talk, session)
        remarking.until_enter()
    except (LeftError, KeyboardInterrupt):
        if not session.finished:
            _report(talk, session)


class _Taking:
    def __init__(
        self,
        services: Services,
        session: QuizSession,
        talk: Dialogue,
        remarking: Remarking,
        now: Callable[[], datetime],
        judge: Judge,
    ) -> None:
        self._services, self._session, self._talk = services, session, talk
        self._remarking, self._now, self._judge = remarking, now, judge

    def run(self) -> None:
        """Every question, one after another."""
        session = self._session
        while True:
            self._talk.say(f"\n{session.position + 1} of {len(session.questions)}", "dim")
            _show(self._talk.out, session.current)
            attempt = session.answer(self._ask(), self._now())
            if given := self._second_opinion(attempt):
                attempt = session.regrade(given)
            self._services.attempts.add(attempt)
            if session.feedback == "now":
                mark(self._talk.out, attempt)
            if not session.next():
                return

    def _ask(self) -> Given | None:
        """Read until the answer can be understood; an empty line passes."""
        question = self._session.current
        while True:
            line = self._talk.ask(_HOW[question.kind])
            if line.startswith(":"):
                self._remarking.obey(line[1:])
                continue
            if not line:
                return None
            given = understand(question, line)
            if given is not None:
                return given
            self._talk.say(f"Please give {_HOW[question.kind]}, or nothing to pass.", "dim")

    def _second_opinion(self, attempt: Attempt) -> Grade | None:
        if attempt.grade.right or not isinstance(attempt.given, str):
            return None
        return self._judge(attempt.question, attempt.given)


def _report(talk: Dialogue, session: QuizSession) -> None:
    if session.feedback == "end":
        for number, attempt in sorted(session.attempts.items()):
            talk.say(f"\n{number + 1}  {' '.join(attempt.question.stem.split())}", "bold")
            mark(talk.out, attempt)
    talk.say(f"\n{session.score:g} of {len(session.attempts)} right.", "bold")
    for attempt in session.wrong():
        source = attempt.question.source
        talk.say(f"  reread: {source.title}  {source.path}", "dim")


def _show(out: Console, question: Question) -> None:
    if topic := about(question):
        out.print(topic, style="dim")
    if lines := lines_of(question):
        out.print(lines, style="dim")
    out.print(asked_alone(question).stem, style="bold")
    options = question.options or ()
    if question.kind == "match":
        for number, (left, _) in enumerate(_pairs(question), start=1):
            out.print(f"  {number}  {left}")
    for letter, option in zip(ascii_lowercase, options, strict=False):
        out.print(f"  {letter}  {option}")


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


def mark(out: Console, attempt: Attempt) -> None:
    """Say how an answer was, and where the right one stands."""
    grade, question = attempt.grade, attempt.question
    sign, word = ("✓", "Right.") if grade.right else ("✗", "Not right.")
    if 0 < grade.score < 1:
        sign, word = "◐", "Partly right."
    out.print(f"{sign} {word} {grade.comment}".rstrip())
    if not grade.right:
        out.print(f"  The answer: {_key(question)}")
    quote = " ".join(plain(question.source.text).split())
    if question.explanation and question.explanation not in quote:
        out.print(f"  {question.explanation}")
    out.print(f"  ┃ “{quote}”", style="dim")
    out.print(f"    {question.source.title}  {question.source.path}", style="dim")


def _key(question: Question) -> str:
    key = question.key
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, str):
        return key
    return "; ".join(" – ".join(item) if isinstance(item, tuple) else str(item) for item in key)

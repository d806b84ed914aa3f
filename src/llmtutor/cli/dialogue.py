"""Asking and answering line by line, for ``review`` and ``exam``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from llmtutor.cli.output import console, error_console

if TYPE_CHECKING:
    from rich.console import Console

    from llmtutor.quiz.models import Given, Question


class LeftError(Exception):
    """The input ended, or the student asked to leave; nothing is lost."""


class Dialogue:
    """Prints, and reads lines; all on stderr where stdout is kept for JSON."""

    def __init__(self, *, beside_json: bool = False) -> None:
        self.out: Console = error_console() if beside_json else console()
        self._beside = beside_json

    def say(self, text: str = "", style: str = "") -> None:
        self.out.print(text, style=style or None)

    def ask(self, prompt: str) -> str:
        """One line of input without the spaces around it.

        Raises:
            LeftError: the input has ended.
        """
        stream = sys.stderr if self._beside else sys.stdout
        stream.write(f"› {prompt}: ")
        stream.flush()
        line = sys.stdin.readline()
        if not line:
            stream.write("\n")
            raise LeftError
        return line.strip()

    def show(self, question: Question) -> None:
        """A question with its options."""
        from llmtutor.cli.quiz_taking import _show

        _show(self.out, question)

    def answer(self, question: Question, extra: str = "") -> str:
        """The student's line for a question.

        Args:
            question: what was shown.
            extra: what else may be typed.
        """
        from llmtutor.cli.quiz_taking import _HOW

        return self.ask(f"{_HOW[question.kind]}{extra}")


def understood(question: Question, text: str) -> Given | None:
    """A typed line as an answer; None where it is not one."""
    from llmtutor.cli.quiz_taking import understand

    return understand(question, text)


def span(seconds: float) -> str:
    """A stretch of time in few letters: ``10 min``, ``3 d``, ``2.1 mo``."""
    days = seconds / 86_400
    if seconds < 3600:
        return f"{max(1, round(seconds / 60))} min"
    if days < 1:
        return f"{seconds / 3600:.0f} h"
    if days < 60:
        return f"{days:.0f} d"
    return f"{days / 30.4:.1f} mo" if days < 365 else f"{days / 365:.1f} y"

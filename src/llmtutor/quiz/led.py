"""Questions that show lines of the notes above what they ask.

The stem holds both, the lines first and a line break behind them, so whoever shows a stem shows
all that the question needs.
"""

from __future__ import annotations

from dataclasses import replace

from llmtutor.quiz.models import AUTHOR, Question, Source
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.script import content_terms

_BREAK = "\n"


def led(question: Question, lines: str, source: Source) -> Question:
    """A question with lines of the notes above it; its id stays what it asks.

    Args:
        question: what is asked.
        lines: what stands before it in the notes, on one line.
        source: from the first of the lines on.
    """
    return replace(question, stem=f"{lines}{_BREAK}{question.stem}", source=source)


def lines_of(question: Question) -> str:
    """The lines of the notes that a stem opens with; empty where it has none."""
    lines, _, asked = question.stem.partition(_BREAK)
    return lines if asked and question.maker != AUTHOR else ""


def asked_alone(question: Question) -> Question:
    """A question without the lines above it: what it asks."""
    lines = lines_of(question)
    return replace(question, stem=question.stem[len(lines + _BREAK) :]) if lines else question


def with_stem(question: Question, stem: str) -> Question:
    """A question that asks in other words, under the same lines."""
    lines = lines_of(question)
    return replace(question, stem=f"{lines}{_BREAK}{stem}" if lines else stem)


def shown_above(question: Question) -> str:
    """What of the answer the lines above a question tell; empty where they tell nothing of it.

    Of a false statement it is what the notes say in its place.
    """
    lines = content_terms(lines_of(question))
    if not lines:
        return ""
    if question.key is False:
        asked = content_terms(asked_alone(question).stem.replace(BLANK, " "))
        return min((content_terms(question.explanation) - asked) & lines, default="")
    keys = question.key if isinstance(question.key, tuple) else (question.key,)
    texts = [text for text in (*keys, *question.accept) if isinstance(text, str)]
    return next((text for text in texts if (told := content_terms(text)) and told <= lines), "")

"""What a question says once it is answered."""

from __future__ import annotations

import re

from llmtutor.quiz.led import asked_alone, lines_of
from llmtutor.quiz.models import AUTHOR, Question
from llmtutor.quiz.notes.clarity import above
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.script import is_chinese

_FILLED = re.compile(rf"{BLANK}(?: \((?:year|number)\))?")


def told(question: Question) -> str:
    """A question's stem as a statement: the gap filled, no lines above; empty where it is none."""
    stem = asked_alone(question).stem
    if question.kind == "truefalse":
        return stem
    if BLANK in stem and isinstance(question.key, str):
        key = question.key
        return _FILLED.sub(lambda _: key, stem, count=1)
    return ""


def readable(question: Question) -> tuple[str, str] | None:
    """What a model reads to tell whether a question is clear: what stands above, and what it says.

    None of one that says nothing by itself, is Chinese, or has an author who answers for it.
    """
    said = told(question)
    if not said or question.maker == AUTHOR or is_chinese(said):
        return None
    return above(question.source.lecture, question.source.title, lines_of(question)), said

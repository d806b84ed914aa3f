"""What a question says once it is answered."""

from __future__ import annotations

import re

from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import BLANK

_FILLED = re.compile(rf"{BLANK}(?: \((?:year|number)\))?")


def told(question: Question) -> str:
    """A question's stem as a statement: the gap filled; empty where it is none."""
    if question.kind == "truefalse":
        return question.stem
    if BLANK in question.stem and isinstance(question.key, str):
        key = question.key
        return _FILLED.sub(lambda _: key, question.stem, count=1)
    return ""

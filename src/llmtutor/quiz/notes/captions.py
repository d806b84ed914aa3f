"""Figure captions that say something, read as sentences of the notes."""

from __future__ import annotations

import re

from llmtutor.content.inline import IMAGE
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_verbs import FINITE, VERBS_IN_S
from llmtutor.quiz.notes.script import is_chinese

_LABEL = re.compile(
    r"^(?:fig(?:ure|\.)?|diagram|picture|photo|plate|chart)\s*\d{1,3}(?:[.-]\d{1,2})?[a-z]?\s*"
    r"[.:–—-]\s*|^[圖图]\s*\d{1,3}(?:[.-]\d{1,2})?\s*[：:.、　]\s*",
    re.IGNORECASE,
)
"""What a caption opens with: "Figure 3: …", "圖2：…"."""
_LEAST = 6


def under_a_picture(markdown: str) -> tuple[int, int] | None:
    """Where the caption inside a picture's own brackets stands; None for anything else."""
    match = IMAGE.fullmatch(markdown.strip())
    if match is None:
        return None
    start = len(markdown) - len(markdown.lstrip())
    return start + match.start(1), start + match.end(1)


def said_in(caption: str) -> str:
    """A caption without its label, as a sentence; empty where it only names what is shown."""
    text = without_label(caption).strip()
    if is_chinese(text):
        return f"{text.rstrip('。')}。"
    verbs = FINITE | VERBS_IN_S
    lower = words_of(text).lower
    if len(lower) < _LEAST or not any(word in verbs for word in lower[1:]):
        return ""
    return text if text.endswith(".") else f"{text}."


def without_label(text: str) -> str:
    """A line without the "Figure 3:" that it opens with."""
    return _LABEL.sub("", text, count=1)

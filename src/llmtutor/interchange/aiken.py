"""Questions in Aiken, the plainest of the formats that Moodle reads: one right option."""

from __future__ import annotations

from collections.abc import Sequence

from llmtutor.interchange.question_card import question_of
from llmtutor.interchange.result import Written, left_out
from llmtutor.quiz.models import Question
from llmtutor.review.models import Card

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write_aiken(cards: Sequence[Card]) -> Written:
    """Choice and true/false questions; the format has no other kinds and no explanations."""
    blocks, other = [], []
    for card in cards:
        question = question_of(card)
        options = _options(question) if question else None
        if question is None or options is None:
            other.append(question.kind if question else card.kind)
            continue
        right = options.index("True" if question.key is True else str(question.key))
        lines = [_line(question.stem)]
        lines += [f"{_LETTERS[n]}. {_line(option)}" for n, option in enumerate(options)]
        lines.append(f"ANSWER: {_LETTERS[right]}")
        blocks.append("\n".join(lines) + "\n")
    return Written("\n".join(blocks).encode(), len(blocks), left_out(other, "Aiken"))


def _options(question: Question) -> list[str] | None:
    if question.kind == "truefalse":
        return ["True", "False"]
    if question.kind == "choice" and question.options and len(question.options) <= len(_LETTERS):
        return list(question.options)
    return None


def _line(text: str) -> str:
    """One line: Aiken ends a question at the line break."""
    return " ".join(text.split())

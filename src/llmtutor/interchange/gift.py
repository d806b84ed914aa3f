"""Questions in GIFT, Moodle's own text format: writing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from llmtutor.interchange.question_card import question_of
from llmtutor.interchange.result import Written, left_out
from llmtutor.quiz.models import Question
from llmtutor.review.models import BLANK, Card

ORDER_TAG = "order"
"""Marks a question of ours that GIFT can only hold as matching."""
_SIGNS = re.compile(r"([~=#{}:\\])")
_TITLE = 60


def write_gift(cards: Sequence[Card]) -> Written:
    """All kinds of questions, and plain cards as short answers.

    A question keeps its id and place in a comment, as Moodle's own exports do,
    so that it is known again. An order becomes the matching of numbers.
    """
    blocks, other, category = [], [], ""
    for card in sorted(cards, key=lambda card: card.lecture):
        question = question_of(card)
        body = _question(question) if question else _plain(card)
        if body is None:
            other.append(question.kind if question else card.kind)
            continue
        if card.lecture != category:
            category = card.lecture
            blocks.append(f"$CATEGORY: llmtutor/{_one_line(category) or 'cards'}\n")
        tags = [card.path] if card.path else []
        tags += [ORDER_TAG] if question and question.kind == "order" else []
        comment = f"// [id:{card.id}]" + "".join(f" [tag:{tag}]" for tag in tags)
        title = escaped(_one_line(card.front)[:_TITLE])
        blocks.append(f"{comment}\n::{title}::[markdown]{body}\n")
    count = sum(not block.startswith("$CATEGORY") for block in blocks)
    return Written("\n".join(blocks).encode(), count, left_out(other, "GIFT"))


def escaped(text: str) -> str:
    """Text with the signs of GIFT made plain; an arrow would make any answer a match."""
    return _SIGNS.sub(r"\\\1", text.replace("->", "→")).replace("\n", "\\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(card: Card) -> str:
    before, blank, after = card.front.partition(BLANK)
    if blank and after.strip():
        return f"{escaped(before)}{{={escaped(card.back)}}}{escaped(after)}"
    return f"{escaped(card.front)} {{={escaped(card.back)}}}"


def _question(question: Question) -> str | None:
    answers = _answers(question)
    if answers is None:
        return None
    why = f"####{escaped(question.explanation)}" if question.explanation else ""
    before, blank, after = question.stem.partition(BLANK)
    if question.kind == "cloze" and blank and after.strip() and BLANK not in after:
        return f"{escaped(before)}{{{answers}{why}}}{escaped(after)}"
    return f"{escaped(question.stem)} {{{answers}{why}}}"


def _answers(question: Question) -> str | None:
    key = question.key
    if isinstance(key, bool):
        return "TRUE" if key else "FALSE"
    if question.kind == "choice" and question.options:
        return _lines(
            ("=" if option == key else "~") + escaped(option) for option in question.options
        )
    if question.kind == "multi" and question.options and isinstance(key, tuple):
        right = 100 / len(key)
        wrong = -100 / max(1, len(question.options) - len(key))
        return _lines(
            f"~%{right if option in key else wrong:.5g}%{escaped(option)}"
            for option in question.options
        )
    if isinstance(key, str):
        return _lines(f"={escaped(text)}" for text in (key, *question.accept))
    pairs = [
        item if isinstance(item, tuple) else (str(number), item)
        for number, item in enumerate(key, start=1)
    ]
    # Moodle takes a matching question from three pairs on
    return _lines(f"={escaped(a)} -> {escaped(b)}" for a, b in pairs) if len(pairs) > 2 else None


def _lines(answers: Iterable[str]) -> str:
    return "".join(f"\n\t{answer}" for answer in answers) + "\n"

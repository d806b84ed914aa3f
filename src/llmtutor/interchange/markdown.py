"""Cards as Markdown that reads well and is read back: ``Q:``, ``A:`` and ``C:``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from llmtutor.content.models import FileWarnings
from llmtutor.interchange.history import seed
from llmtutor.interchange.question_card import question_of
from llmtutor.interchange.result import ReadCards, Written
from llmtutor.review.intake import ImportedCard
from llmtutor.review.models import BLANK, Card, meaning_of
from llmtutor.review.syntax.block import Remembered, WrittenCard
from llmtutor.review.syntax.reading import read_cards

_ID = re.compile(r"<!--llmtutor:([0-9a-f]{16}(?:-\d+)?)-->")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
_OPENS = re.compile(r"^(?=(?:[QAC]:|#{1,6}\s|-{3,}\s*$|\*{3,}\s*$|_{3,}\s*$))", re.MULTILINE)


def write_markdown(cards: Sequence[Card]) -> Written:
    """One file, a heading a section, a card a block; the id stands in a comment."""
    blocks: list[str] = []
    title = None
    for card in sorted(cards, key=lambda card: card.path):
        if card.title != title:
            title = card.title
            blocks.append(f"## {' '.join(title.split()) or 'Cards'}")
        blocks.append(_block(card))
    return Written(("\n\n".join(blocks) + "\n").encode(), len(cards))


def _block(card: Card) -> str:
    mark = f"<!--llmtutor:{card.id}-->"
    if card.kind == "cloze" and card.front.count(BLANK) == 1:
        before, after = (_plain_brackets(_inner(part)) for part in card.front.split(BLANK))
        return f"C: {before}[{_plain_brackets(card.back)}]{after} {mark}\n\n---"
    front = _inner(card.front)
    question = question_of(card)
    if question and question.options:
        front += "\n\n" + "\n".join(f"- {option}" for option in question.options)
    return f"Q: {front}\n\nA: {_inner(card.back)} {mark}\n\n---"


def _inner(text: str) -> str:
    """Lines that would open another card are moved in by a space."""
    first, _, rest = text.partition("\n")
    return f"{first}\n{_OPENS.sub(' ', rest)}" if rest else first


def _plain_brackets(text: str) -> str:
    return re.sub(r"([\[\]])", r"\\\1", text)


def read_markdown(text: str, source: str, now: datetime) -> ReadCards:
    """The cards in a file of any of the Markdown syntaxes that are read.

    Args:
        text: the file, cleaned.
        source: its name, which stands for the deck.
        now: UTC, for what the Obsidian plugin remembered.
    """
    warnings = FileWarnings(source)
    headings = [(found.start(), found[1]) for found in _HEADING.finditer(text)]
    cards = []
    for written in read_cards(text):
        title = next((name for at, name in reversed(headings) if at < written.start), source)
        cards.append(_imported(written, text, title, now))
    if not cards:
        warnings.add(1, "no cards", "took nothing")
    return ReadCards(tuple(cards), tuple(warnings.items))


def _imported(written: WrittenCard, text: str, title: str, now: datetime) -> ImportedCard:
    meaning = meaning_of(written.kind, written.front, written.back)
    quote = text[written.start : written.end]
    own = _ID.search(quote)
    card = Card(
        id=own[1] if own else meaning,
        meaning=meaning,
        kind=written.kind,
        front=written.front,
        back=written.back,
        title=title,
        sibling=meaning_of("basic", title, quote),
        origin="import",
    )
    past = _remembered(written.remembered, meaning, now) if written.remembered else ()
    return ImportedCard(card, past)


def _remembered(known: Remembered, meaning: str, now: datetime) -> tuple[Any, ...]:
    due = datetime.combine(known.due, time(), UTC)
    last = min(due - timedelta(days=known.days), now)
    day: date = last.date()
    # an ease of 250 % is where the plugin begins; 130 % is as hard as it gets
    difficulty = min(10.0, max(1.0, 5.5 + (250 - known.ease) / 120 * 4.5))
    return (
        seed(
            f"obsidian:{meaning}:{due.date()}",
            last=last,
            day=day,
            due=due,
            stability=known.days,
            difficulty=difficulty,
            reps=1,
            lapses=0,
        ),
    )

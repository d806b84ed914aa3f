"""All cards in a text of notes, whichever syntax they are written in."""

from __future__ import annotations

from collections.abc import Sequence

from llmtutor.content.identity import meaning_id
from llmtutor.review.models import Card, meaning_of
from llmtutor.review.syntax.block import WrittenCard, is_tagged, lines_of
from llmtutor.review.syntax.hashcards import read_hashcards
from llmtutor.review.syntax.logseq import read_logseq
from llmtutor.review.syntax.obsidian import read_highlights, read_inline, read_multiline

_READERS = (read_logseq, read_hashcards, read_multiline, read_inline, read_highlights)
"""In this order: a line belongs to the first that takes it."""


def read_cards(text: str) -> list[WrittenCard]:
    """The cards in a text, in the order they stand there; code is never read."""
    lines = lines_of(text)
    used: set[int] = set()
    found = [card for reader in _READERS for card in reader(lines, used)]
    return sorted(found, key=lambda card: card.start)


def cards_in_section(path: str, title: str, text: str) -> list[Card]:
    """The cards in a section of the notes.

    Args:
        path: of the section.
        title: of the section.
        text: its Markdown.
    """
    cards = {}
    for written in read_cards(text):
        meaning = meaning_of(written.kind, written.front, written.back)
        quote = text[written.start : written.end]
        cards[meaning] = Card(
            id=meaning,
            meaning=meaning,
            kind=written.kind,
            front=written.front,
            back=written.back,
            path=path,
            title=title,
            quote=quote,
            sibling=meaning_id(path, quote),
        )
    return list(cards.values())


def cards_in_lecture(
    sections: Sequence[tuple[str, str, str]], *, only_tagged: bool = False
) -> list[Card]:
    """The cards in a lecture.

    Args:
        sections: ``(path, title, text)`` of each.
        only_tagged: none, unless ``#flashcards`` or ``#card`` stands somewhere in it.
    """
    if only_tagged and not any(is_tagged(text) for _, _, text in sections):
        return []
    return [card for section in sections for card in cards_in_section(*section)]

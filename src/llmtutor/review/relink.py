"""Following cards through edits of the notes, so that a typo fix loses no history."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from llmtutor.content.identity import meaning
from llmtutor.review.models import Card

THRESHOLD = 0.8
"""Share of characters in common above which two wordings are one card.

Typo fixes and small rewordings lie above .9; cards on neighbouring facts mostly
below .75, and where they do not, they differ in a number or a negation.
"""
_NUMBERED = re.compile(r"\S*\d\S*")
_NEGATIONS = frozenset(
    {"not", "no", "never", "none", "cannot", "without", "不", "沒", "没", "無", "无"}
)
_CJK_NEGATION = re.compile("[不沒没無无未非]")


def relink(
    gone: Sequence[Card], fresh: Sequence[Card], threshold: float = THRESHOLD
) -> dict[int, str]:
    """Which new wordings are edits of cards that are no longer there.

    Each card is used once, the most alike first. Cards of another lecture,
    another kind, or with other numbers or negations are never joined: better
    to start a card anew than to give it the history of another fact.

    Args:
        gone: cards whose words are no longer in the notes.
        fresh: cards that are not known yet.
        threshold: 0 to 1.

    Returns:
        The id of the card that each ``fresh`` index continues.
    """
    from rapidfuzz import fuzz

    old = [(card, _words(card), _guard(card)) for card in gone]
    pairs: list[tuple[float, int, str]] = []
    for index, card in enumerate(fresh):
        words, guard = _words(card), _guard(card)
        for other, other_words, other_guard in old:
            if (card.lecture, card.kind) != (other.lecture, other.kind) or guard != other_guard:
                continue
            likeness = fuzz.ratio(words, other_words, score_cutoff=threshold * 100) / 100
            if likeness >= threshold:
                pairs.append((-likeness, index, other.id))
    links: dict[int, str] = {}
    for _, index, card_id in sorted(pairs):
        if index not in links and card_id not in links.values():
            links[index] = card_id
    return links


def _words(card: Card) -> str:
    return meaning(f"{card.front} {card.back}")


def _guard(card: Card) -> tuple[Counter[str], bool]:
    """What must be the same: every number, and whether something is denied."""
    text = f"{card.front} {card.back}"
    words = meaning(text)
    numbers = Counter(meaning(match) for match in _NUMBERED.findall(words))
    return numbers, bool(_NEGATIONS & set(words.split()) or _CJK_NEGATION.search(text))

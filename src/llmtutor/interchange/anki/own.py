"""The field in which our own packages carry a card whole, so that it comes back as it was."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields, replace
from typing import Any, get_args

from llmtutor.interchange.question_json import question_from_json
from llmtutor.review.models import Card, CardKind

OWN_FIELD = "llmtutor"
_ID = re.compile(r"[0-9a-f]{16}(?:-\d+)?")
_FIELDS = {field.name for field in fields(Card)}
_MAX = 20_000


def card_to_field(card: Card) -> str:
    """A card as one line of JSON; the quote stays at home, the notes have it."""
    return json.dumps(asdict(replace(card, quote="")), ensure_ascii=False)


def card_from_field(text: str) -> Card | None:
    """The card in such a field; None where it is empty, or was tampered with."""
    if not text.startswith("{") or len(text) > _MAX:
        return None
    try:
        value = json.loads(text)
        words: dict[str, Any] = {n: str(item) for n, item in value.items() if n in _FIELDS}
        card = Card(**words)
        if card.item:
            question_from_json(card.item)
    except (TypeError, ValueError, RecursionError, AttributeError):
        return None
    known = card.kind in get_args(CardKind) and (card.kind == "question") == bool(card.item)
    named = _ID.fullmatch(card.id) and _ID.fullmatch(card.meaning)
    return replace(card, origin="import") if known and named and card.front else None

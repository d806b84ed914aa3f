"""Cards as CSV or TSV: one line a card, the columns named in the first line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from llmtutor.interchange.question_card import question_of
from llmtutor.interchange.result import Written
from llmtutor.review.models import Card

COLUMNS = ("id", "kind", "front", "back", "options", "explanation", "path", "quote")


def write_table(cards: Sequence[Card], *, tabs: bool = False) -> Written:
    """A table with the columns of :data:`COLUMNS`; options are a JSON list."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t" if tabs else ",", lineterminator="\n")
    writer.writerow(COLUMNS)
    for card in cards:
        question = question_of(card)
        options = question.options if question else None
        writer.writerow(
            (
                card.id,
                question.kind if question else card.kind,
                card.front,
                card.back,
                json.dumps(options, ensure_ascii=False) if options else "",
                question.explanation if question else "",
                card.path,
                card.quote,
            )
        )
    return Written(out.getvalue().encode(), len(cards))

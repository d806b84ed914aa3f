"""Which formats there are, and which one a file is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from llmtutor.content.clean import clean, read_text
from llmtutor.content.models import FileWarnings
from llmtutor.errors import InputFileError
from llmtutor.interchange.aiken import write_aiken
from llmtutor.interchange.anki.reading import read_apkg
from llmtutor.interchange.anki.writing import write_apkg
from llmtutor.interchange.gift import write_gift
from llmtutor.interchange.gift_reading import read_gift
from llmtutor.interchange.markdown import read_markdown, write_markdown
from llmtutor.interchange.result import ReadCards, Written
from llmtutor.interchange.table import write_table
from llmtutor.review.clock import Days
from llmtutor.review.models import Card

Writer = Callable[[Sequence[Card], datetime], Written]

WRITERS: Mapping[str, Writer] = {
    "anki": write_apkg,
    "gift": lambda cards, _: write_gift(cards),
    "aiken": lambda cards, _: write_aiken(cards),
    "csv": lambda cards, _: write_table(cards),
    "tsv": lambda cards, _: write_table(cards, tabs=True),
    "markdown": lambda cards, _: write_markdown(cards),
}
_GIFT = re.compile(r"(?<!\\)\{[^{}]*(?:[=~]|\bT(?:RUE)?\b|\bF(?:ALSE)?\b|#)", re.IGNORECASE)
_MARKDOWN_CARD = re.compile(r"^(?:Q|C):\s|\S.*::.*\S|#card\b|^\?\??$|==\S", re.MULTILINE)


def read_cards_file(path: Path, days: Days, now: datetime) -> ReadCards:
    """The cards in a file, by its ending: .apkg, .gift, .md; a .txt by what it holds.

    Raises:
        InputFileError: unreadable, or of a format that is not known.
        MissingError: an extra is needed.
    """
    suffix = path.suffix.lower()
    if suffix in {".apkg", ".colpkg"}:
        return read_apkg(path, days, now)
    if suffix not in {".gift", ".txt", ".md", ".markdown"}:
        raise InputFileError(
            f"cards of the kind '{suffix}' are not read",
            where=path,
            hint="Known are .apkg (Anki), .gift (Moodle) and .md",
        )
    warnings = FileWarnings(str(path))
    text = clean(read_text(path), warnings)
    is_gift = suffix == ".gift" or (suffix == ".txt" and _looks_like_gift(text))
    read = read_gift(text, path.name) if is_gift else read_markdown(text, path.name, now)
    return ReadCards(read.cards, (*warnings.items, *read.warnings))


def _looks_like_gift(text: str) -> bool:
    return "$CATEGORY:" in text or (
        _GIFT.search(text) is not None and _MARKDOWN_CARD.search(text) is None
    )

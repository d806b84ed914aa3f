"""Cards → an .apkg that Anki takes; exported again, it updates the notes it made before."""

from __future__ import annotations

import hashlib
import html
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from llmtutor.errors import MissingError
from llmtutor.interchange.anki.own import OWN_FIELD, card_to_field
from llmtutor.interchange.question_card import question_of
from llmtutor.interchange.result import Written
from llmtutor.review.models import BLANK, Card

if TYPE_CHECKING:
    import genanki

_MODEL = 1_748_295_631
"""Names our note type for ever; Anki takes notes of the same type and guid for the same."""
_FRONT = '<div class="front">{{Front}}</div>'
_BACK = (
    '{{FrontSide}}<hr id="answer"><div class="back">{{Back}}</div>'
    '{{#Why}}<div class="why">{{Why}}</div>{{/Why}}'
    '{{#Source}}<div class="source">{{Source}}</div>{{/Source}}'
)
_STYLE = (
    ".card { font-family: sans-serif; font-size: 20px; max-width: 40em; margin: 1em auto; }"
    ".why { margin-top: 1em; } .source { margin-top: 1em; font-size: 14px; opacity: .6; }"
)


def write_apkg(cards: Sequence[Card], now: datetime) -> Written:
    """A package with a deck for each lecture.

    Args:
        cards: what to write.
        now: becomes the time of change of the notes.

    Raises:
        MissingError: ``genanki`` is not installed.
    """
    try:
        import genanki
    except ImportError as error:
        raise MissingError(
            "writing Anki packages needs 'genanki'", hint="Run: pip install 'llmtutor[anki]'"
        ) from error
    names = ("Front", "Back", "Why", "Source", OWN_FIELD)
    model = genanki.Model(
        _MODEL,
        "llmtutor",
        fields=[{"name": name} for name in names],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
    )
    decks: dict[str, genanki.Deck] = {}
    for card in cards:
        name = "::".join(("llmtutor", *(part for part in card.lecture.split("/") if part)))
        if name not in decks:
            decks[name] = genanki.Deck(_number(name), name)
        decks[name].add_note(_note(genanki, model, card))
    with tempfile.TemporaryDirectory(prefix="llmtutor-") as folder:
        file = Path(folder) / "cards.apkg"
        genanki.Package(list(decks.values())).write_to_file(str(file), now.timestamp())
        return Written(file.read_bytes(), len(cards))


def _note(genanki: object, model: genanki.Model, card: Card) -> genanki.Note:
    question = question_of(card)
    front = _html(card.front.replace(BLANK, "[…]"))
    if question and question.options and question.kind != "truefalse":
        front += "<ul>" + "".join(f"<li>{_html(item)}</li>" for item in question.options) + "</ul>"
    return genanki.Note(  # type: ignore[attr-defined]
        model=model,
        fields=[
            front,
            _html(card.back),
            _html(question.explanation) if question else "",
            _html(" · ".join(part for part in (card.title, card.path) if part)),
            html.escape(card_to_field(card), quote=False),
        ],
        guid=f"llmtutor-{card.id}",
    )


def _html(markdown: str) -> str:
    """Markdown as HTML; what looks like HTML in it stays text."""
    from markdown_it import MarkdownIt

    rendered: str = MarkdownIt("commonmark", {"html": False}).render(markdown).strip()
    one_paragraph = rendered.startswith("<p>") and rendered.count("<p>") == 1
    return rendered.removeprefix("<p>").removesuffix("</p>") if one_paragraph else rendered


def _number(name: str) -> int:
    """A deck's number, the same for a name on every computer."""
    return 1_000_000_000 + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % 10**9

"""An .apkg → cards with the history they had in Anki."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from llmtutor.content.clean import clean
from llmtutor.content.models import FileWarnings
from llmtutor.interchange.anki.collection import AnkiCard, made_at, read_cards
from llmtutor.interchange.anki.own import OWN_FIELD, card_from_field
from llmtutor.interchange.anki.package import open_collection
from llmtutor.interchange.anki.render import cloze_sides, sides
from llmtutor.interchange.archive import refusal
from llmtutor.interchange.history import past_review, seed
from llmtutor.interchange.result import ReadCards
from llmtutor.review.clock import Days
from llmtutor.review.intake import ImportedCard
from llmtutor.review.models import Card, CardKind, Event, Rating, meaning_of

_OCCLUSION = "::image-occlusion:"
"""Marks a card that hides parts of a picture; without the picture nothing is left of it."""
_BEGINNING_EASE = 2500
_HARDEST_EASE = 1300


def read_apkg(path: Path, days: Days, now: datetime) -> ReadCards:
    """The cards of a package. Reads only; pictures and sounds stay behind.

    Args:
        path: the .apkg.
        days: the student's days, into which old reviews are sorted.
        now: UTC; reviews from the future are taken as of now.

    Raises:
        InputFileError: damaged, no package, or made to do harm.
        MissingError: ``zstandard`` is needed and not installed.
    """
    warnings = FileWarnings(str(path))
    cards: list[ImportedCard] = []
    without = 0
    with open_collection(path) as collection:
        try:
            made = made_at(collection)
            for anki in read_cards(collection):
                card = _card(anki, warnings)
                if card is None:
                    without += 1
                else:
                    cards.append(ImportedCard(card, tuple(_history(anki, made, days, now))))
        except (KeyError, TypeError, ValueError, RecursionError, AttributeError) as error:
            raise refusal(f"the collection in it is not Anki's ({error!r})", path) from error
    if without:
        warnings.add(1, f"{without} cards without words on both sides", "left them out")
    return ReadCards(tuple(cards), tuple(warnings.items))


def _card(anki: AnkiCard, warnings: FileWarnings) -> Card | None:
    own = card_from_field(html.unescape(anki.fields.get(OWN_FIELD, "")))
    if own is not None:
        return own
    if anki.type.cloze and any(_OCCLUSION in value for value in anki.fields.values()):
        return None
    if anki.type.cloze:
        values = list(anki.fields.values())
        extra = values[1] if len(values) > 1 else ""
        front, back = cloze_sides(values[0] if values else "", anki.ordinal + 1, extra)
    elif anki.ordinal < len(anki.type.templates):
        front, back = sides(*anki.type.templates[anki.ordinal], anki.fields)
    else:
        return None
    front, back = clean(front, warnings).strip(), clean(back, warnings).strip()
    if not front or not back:
        return None
    kind: CardKind = "cloze" if anki.type.cloze else "basic"
    return Card(
        id=_id(anki.guid, anki.ordinal),
        meaning=meaning_of(kind, front, back),
        kind=kind,
        front=front,
        back=back,
        title=clean(anki.deck, warnings),
        sibling=f"anki:{anki.guid}",
        origin="import",
    )


def _id(guid: str, ordinal: int) -> str:
    """Stays the same while Anki's own name for the note does."""
    return hashlib.sha256(f"anki\n{guid}\n{ordinal}".encode()).hexdigest()[:16]


def _history(anki: AnkiCard, made: int, days: Days, now: datetime) -> Iterator[Event]:
    name = f"anki:{anki.guid}:{anki.ordinal}"
    for review in anki.reviews:
        at = min(_moment(review.id), now)
        yield past_review(
            f"{name}:{review.id}",
            at,
            days.of(at),
            Rating(review.ease),
            review.milliseconds / 1000,
        )
    if not anki.reviews and anki.kind >= 2 and anki.interval > 0:
        yield _seed(name, anki, made, days, now)
    if anki.suspended:
        yield Event("suspend", now, days.of(now), origin="import", source=f"{name}:suspend")


def _seed(name: str, anki: AnkiCard, made: int, days: Days, now: datetime) -> Event:
    interval = min(anki.interval, 36_500)
    due = _moment(made * 1000) + timedelta(days=min(max(anki.due, 0), 100_000))
    last = min(due - timedelta(days=interval), now)
    ease = anki.factor or _BEGINNING_EASE
    scale = (_BEGINNING_EASE - ease) / (_BEGINNING_EASE - _HARDEST_EASE)
    stability, difficulty = anki.memory or (float(interval), 5.0 + 5.0 * scale)
    return seed(
        f"{name}:state:{anki.due}:{anki.interval}",
        last=last,
        day=days.of(last),
        due=due,
        stability=stability,
        difficulty=min(10.0, max(1.0, difficulty)),
        reps=anki.reps,
        lapses=anki.lapses,
    )


def _moment(milliseconds: int) -> datetime:
    """A time of Anki's; nonsense becomes a date that is only very old or very far."""
    bounded = min(max(milliseconds, 946_684_800_000), 4_102_444_800_000)
    return datetime.fromtimestamp(bounded / 1000, UTC)

"""How cards come in: from quiz items that were tried, from notes, from other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from llmtutor.review.clock import Days, stamp
from llmtutor.review.ledger import Ledger
from llmtutor.review.models import Card, DeckCard, Event, Rating, Schedule
from llmtutor.review.relink import relink
from llmtutor.review.replay import counted
from llmtutor.review.store import ReviewStore, Tried

TextOf = Callable[[str], str | None]
"""The text of a section by its path; None where it is no longer there."""


@dataclass(frozen=True, slots=True)
class ImportedCard:
    """A card from another program, with what is known of its past."""

    card: Card
    history: tuple[Event, ...] = ()
    """Lines with a ``source`` each; their ``card`` is filled in on the way."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of taking cards in."""

    added: int = 0
    known: int = 0
    edited: int = 0
    """Known by likeness: the words changed, the history stays."""
    gone: int = 0
    """No longer in the notes; kept, not shown."""
    reviews: int = 0
    """Reviews that came along."""


def rating_of(score: float) -> Rating:
    """The grade for a question's score, 0 to 1."""
    return Rating.GOOD if score >= 1 else Rating.HARD if score >= 0.5 else Rating.AGAIN


def take_tried(
    store: ReviewStore, ledger: Ledger, days: Days, retention: float, text_of: TextOf
) -> None:
    """Make cards of quiz items after their first attempt; later attempts are reviews.

    A mark that the student overruled changes the review that was made of it.
    """
    for tried in store.tried():
        known = store.by_meaning([tried.card.meaning]).get(tried.card.meaning)
        card_id = known.card.id if known else _continued(store, tried, text_of)
        card = replace(tried.card, id=card_id or _free_id(store, tried.card.meaning))
        at = stamp(tried.at)
        if known is None or known.card != card:
            store.put([DeckCard(card, Schedule())], at)
        event = Event(
            "review",
            at,
            days.of(at),
            card.id,
            rating_of(tried.score),
            retention=retention,
            origin="quiz",
            source=tried.source,
        )
        ledger.write(event)
        store.heard(tried.source)
    for again in store.regraded():
        _regrade(store, ledger, days, again)


def _regrade(store: ReviewStore, ledger: Ledger, days: Days, tried: Tried) -> None:
    review, last = store.line(tried.source), store.last_time()
    if review is None or last is None:
        return
    now = next((e for e in counted(store.events(review.card)) if e.key == review.key), None)
    rating = rating_of(tried.score)
    if now is not None and now.rating is not rating:
        # a line of no time of its own: what it changes is as old as the review
        event = Event("regrade", last, days.of(last), review.card, rating, of=review.key)
        ledger.write(event)


def take_notes(store: ReviewStore, found: Sequence[Card], now: datetime) -> Intake:
    """Bring the cards in step with all cards that stand in the notes now."""
    wanted = {card.meaning: card for card in found}
    stored = store.cards(origin="notes", gone=True)
    present = {item.card.id for item in store.cards(origin="notes")}
    known = {item.card.meaning: item.card for item in stored}
    fresh = [card for meaning, card in wanted.items() if meaning not in known]
    lost = [item.card for item in stored if item.card.meaning not in wanted]
    links = relink(lost, fresh)
    continued = set(links.values())
    # words before new cards: a card that is continued frees its old meaning
    edits = [replace(fresh[index], id=card_id) for index, card_id in links.items()]
    same = [replace(card, id=known[m].id) for m, card in wanted.items() if m in known]
    changed = [c for c in same if c != known[c.meaning] or c.id not in present]
    store.put([DeckCard(card, Schedule()) for card in (*edits, *changed)], now)
    new = [card for index, card in enumerate(fresh) if index not in links]
    added = _add_new(store, new, now)
    gone = [card.id for card in lost if card.id not in continued and card.id in present]
    store.set_gone(gone, now)
    return Intake(added, len(wanted) - len(fresh), len(edits), len(gone))


def take_imported(
    store: ReviewStore,
    ledger: Ledger,
    items: Iterable[ImportedCard],
    now: datetime,
    retention: float = 0.9,
) -> Intake:
    """Add cards of another program; known ones gain history, and new words if theirs changed."""
    added = known = edited = reviews = 0
    for item in items:
        there = store.by_meaning([item.card.meaning]).get(item.card.meaning)
        there = there or store.card(item.card.id)
        card_id = there.card.id if there else item.card.id
        if there is None:
            added += 1
        elif there.card.meaning != item.card.meaning and there.card.origin == "import":
            edited += 1
        else:
            known += 1
        if there is None or (there.card.origin == "import" and there.card != item.card):
            store.put([DeckCard(replace(item.card, id=card_id), Schedule())], now)
        events = [replace(event, card=card_id, retention=retention) for event in item.history]
        reviews += ledger.write_imported(card_id, events)
    return Intake(added, known, edited, reviews=reviews)


def _add_new(store: ReviewStore, cards: Sequence[Card], now: datetime) -> int:
    elsewhere = store.by_meaning([card.meaning for card in cards])
    new = [card for card in cards if card.meaning not in elsewhere]
    for card in new:
        store.put([DeckCard(replace(card, id=_free_id(store, card.meaning)), Schedule())], now)
    return len(new)


def _continued(store: ReviewStore, tried: Tried, text_of: TextOf) -> str:
    """The card that a new question is an edit of: its own source no longer stands there."""
    stale = [
        item.card
        for item in store.cards(tried.card.lecture, origin="quiz")
        if item.card.quote not in (text_of(item.card.path) or "")
    ]
    return relink(stale, [tried.card]).get(0, "")


def _free_id(store: ReviewStore, meaning: str) -> str:
    """An id for a new card; another card may have begun with the same words and moved on."""
    candidate, number = meaning, 2
    while store.card(candidate) is not None:
        candidate, number = f"{meaning}-{number}", number + 1
    return candidate

"""Cards for the screens that show them."""

from __future__ import annotations

from datetime import datetime

from llmtutor.interchange.question_card import card_of
from llmtutor.quiz.models import Kind
from llmtutor.review.intake import ImportedCard
from llmtutor.review.models import Card, Rating, meaning_of
from llmtutor.ui.app import TutorApp

from .conftest import NOW, ScriptedQuizzes

SELF = "small/attention/self-attention"


def note_card(front: str = "What is a key?", back: str = "What a token is found by.") -> Card:
    meaning = meaning_of("basic", front, back)
    return Card(meaning, meaning, "basic", front, back, SELF, "Self-attention", origin="import")


def put_cards(app: TutorApp, *cards: Card, now: datetime = NOW) -> None:
    app.services.deck.take_imported([ImportedCard(card) for card in cards], now)


def question_card(app: TutorApp, kind: Kind = "choice") -> Card:
    return card_of(ScriptedQuizzes(app.services.library)._question(kind))


def forget(app: TutorApp, card: Card, times: int, start: datetime) -> None:
    """Learn a card and forget it again, so many times."""
    deck, at = app.services.deck, start
    for _ in range(times):
        for rating in (Rating.GOOD, Rating.GOOD, Rating.AGAIN):
            deck.answer(card.id, rating, at)
            at = max(at, deck.card(card.id).schedule.due or at)

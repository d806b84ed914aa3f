from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from llmtutor.errors import UsageError
from llmtutor.interchange.question_card import card_of, question_of
from llmtutor.quiz.models import Attempt, Grade, Question, Source
from llmtutor.review.deck import Deck
from llmtutor.review.intake import ImportedCard
from llmtutor.review.models import DeckCard, Limits, Rating, Schedule
from llmtutor.review.replay import replay
from llmtutor.storage.attempts import StoredAttempts
from llmtutor.storage.reviews import StoredReviews

from .conftest import NOON, note_card

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def question(stem: str, *, text: str = "Paris is the capital.", path: str = "c/l/s") -> Question:
    source = Source(path, "S", text, 0, len(text))
    name = f"{abs(hash(stem)):016x}"[:16]
    return Question(name, "short", stem, None, "Paris", "Because.", source, path)


def try_it(connection: sqlite3.Connection, item: Question, score: float, minutes: int = 0) -> None:
    at = NOON + minutes * MINUTE
    StoredAttempts(connection).add(Attempt(at, "quiz-1", item, "x", Grade(score)))


@pytest.fixture
def full(deck: Deck, store: StoredReviews) -> Deck:
    cards = [note_card(f"front {n}", f"back {n}") for n in range(30)]
    store.put([DeckCard(card, Schedule()) for card in cards], NOON)
    return deck


def test_new_cards_come_by_the_days_limit(full: Deck) -> None:
    queue = full.queue(NOON)
    assert (queue.new, queue.total) == (10, 10)
    for number, card in enumerate(queue.ids):
        full.answer(card, Rating.EASY, NOON + number * MINUTE)
    assert full.queue(NOON + 20 * MINUTE).total == 0
    assert full.queue(NOON + DAY).new == 10


def test_an_answer_is_stored_with_how_long_it_took(full: Deck, store: StoredReviews) -> None:
    card = full.queue(NOON).ids[0]
    after = full.answer(card, Rating.GOOD, NOON, seconds=7.5)
    assert after.schedule.due == NOON + 2 * DAY
    (event,) = store.events()
    assert (event.card, event.rating, event.seconds, event.retention) == (card, 3, 7.5, 0.9)
    assert event.day.isoformat() == "2026-03-02"


def test_undo_takes_back_one_thing_after_the_other(full: Deck) -> None:
    first, second = full.queue(NOON).ids[:2]
    before = full.card(first)
    full.answer(first, Rating.AGAIN, NOON)
    full.answer(second, Rating.EASY, NOON + MINUTE)
    full.suspend(second, NOON + 2 * MINUTE)
    undone = [full.undo(NOON + 3 * MINUTE) for _ in range(4)]
    assert [item and item.card.id for item in undone] == [second, second, first, None]
    assert full.card(first) == before
    assert full.card(second).schedule == Schedule()
    assert len(full.log()) == 6, "nothing is removed from the log"


def test_after_an_undo_the_card_is_new_again_and_counts_as_such(full: Deck) -> None:
    card = full.queue(NOON).ids[0]
    full.answer(card, Rating.EASY, NOON)
    full.undo(NOON + MINUTE)
    assert full.queue(NOON + MINUTE).new == 10


def test_suspended_and_buried_cards_are_not_shown(full: Deck) -> None:
    first, second = full.queue(NOON).ids[:2]
    full.suspend(first, NOON)
    full.bury(second, NOON)
    assert not {first, second} & set(full.queue(NOON + MINUTE).ids)
    tomorrow = full.queue(NOON + DAY).ids
    assert second in tomorrow
    assert first not in tomorrow
    full.resume(first, NOON + DAY)
    assert first in full.queue(NOON + DAY).ids


def test_leeches_are_named(full: Deck) -> None:
    card = full.queue(NOON).ids[0]
    at = NOON
    full.answer(card, Rating.GOOD, at)
    for _ in range(6):
        at += 3 * DAY
        full.answer(card, Rating.AGAIN, at)
        full.answer(card, Rating.GOOD, at + 10 * MINUTE)
    (leech,) = full.leeches()
    assert (leech.card.id, leech.schedule.lapses) == (card, 6)


def test_an_unknown_card_is_named(deck: Deck) -> None:
    with pytest.raises(UsageError, match="no card"):
        deck.answer("nope", Rating.GOOD, NOON)


def test_a_tried_quiz_item_becomes_a_card(deck: Deck, connection: sqlite3.Connection) -> None:
    right, wrong = question("Capital of France?"), question("Where is Paris?", text="In France.")
    try_it(connection, right, 1.0)
    try_it(connection, wrong, 0.0)
    deck.queue(NOON + MINUTE)
    known, missed = deck.card(right.id), deck.card(wrong.id)
    assert question_of(known.card) == right
    assert known.card.back == "Paris"
    assert known.schedule.due == NOON + 2 * DAY
    assert missed.schedule.due == NOON + 10 * MINUTE
    deck.queue(NOON + 2 * MINUTE)
    assert [event.origin for event in deck.log()] == ["quiz", "quiz"], "each attempt once"


def test_a_mark_that_the_student_overrules_changes_the_review_that_was_taken(
    deck: Deck, connection: sqlite3.Connection
) -> None:
    missed = question("Where is Paris?")
    try_it(connection, missed, 0.0)
    deck.queue(NOON + MINUTE)
    as_right = Attempt(NOON, "quiz-1", missed, "x", Grade(1.0))
    StoredAttempts(connection).regrade(as_right)
    deck.queue(NOON + 2 * MINUTE)
    assert deck.card(missed.id).schedule.due == NOON + 2 * DAY, "as if it had been right at once"
    StoredAttempts(connection).regrade(replace(as_right, grade=Grade(0.0)))
    deck.queue(NOON + 3 * MINUTE)
    assert deck.card(missed.id).schedule.due == NOON + 10 * MINUTE, "and back again"
    assert [event.kind for event in deck.log()] == ["review", "regrade", "regrade"]
    assert deck.rebuild() == 0, "the log alone gives the same"


def test_later_attempts_are_reviews_and_quizzes_use_up_no_limit(
    make_deck: Callable[..., Deck], connection: sqlite3.Connection, store: StoredReviews
) -> None:
    deck = make_deck(limits=Limits(1, 5))
    for minutes in (0, 1):
        try_it(connection, question("Capital?"), 1.0, minutes)
    store.put([DeckCard(note_card("new", "card"), Schedule())], NOON)
    assert deck.queue(NOON + 5 * MINUTE).new == 1
    assert deck.card(question("Capital?").id).schedule.reps == 2


def test_a_question_whose_passage_was_edited_keeps_its_history(
    make_deck: Callable[..., Deck], connection: sqlite3.Connection
) -> None:
    notes = {"c/l/s": "Paris is the captial."}
    deck = make_deck(text_of=notes.get)
    old = question("What is the captial of France?", text="Paris is the captial.")
    try_it(connection, old, 1.0)
    deck.queue(NOON + MINUTE)
    notes["c/l/s"] = "Paris is the capital."
    new = question("What is the capital of France?", text="Paris is the capital.")
    try_it(connection, new, 1.0, minutes=3 * 1440)
    deck.queue(NOON + 3 * DAY + MINUTE)
    (card,) = deck.cards()
    assert card.card.id == old.id
    assert card.card.front == new.stem
    assert card.schedule.reps == 2


def test_two_questions_on_a_passage_that_stands_are_two_cards(
    make_deck: Callable[..., Deck], connection: sqlite3.Connection
) -> None:
    deck = make_deck(text_of=lambda _: "Paris is the capital. And more.")
    try_it(connection, question("What is the capital of France?"), 1.0)
    try_it(connection, question("What is the capital of France now?"), 1.0)
    deck.queue(NOON + MINUTE)
    assert len(deck.cards()) == 2


def test_a_broken_attempt_does_not_stop_review(deck: Deck, connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO attempt(at, quiz, question, path, item, given, score)"
        " VALUES('2026-03-02T04:00:00+00:00','q','x','p','{}','null',0)"
    )
    try_it(connection, question("Capital?"), 1.0)
    deck.queue(NOON + MINUTE)
    assert len(deck.cards()) == 1


def test_edited_notes_keep_their_history(deck: Deck) -> None:
    first = [
        note_card("The mitochondrion is the powerhuose of the cell, yes?", "indeed it is"),
        note_card("Year of GPT-2", "2019"),
    ]
    deck.take_notes("v1", lambda: first, NOON)
    deck.answer(first[0].id, Rating.GOOD, NOON)
    deck.answer(first[1].id, Rating.GOOD, NOON)
    second = [
        note_card("The mitochondrion is the powerhouse of the cell, yes?", "indeed it is"),
        note_card("Year of GPT-3", "2020"),
    ]
    report = deck.take_notes("v2", lambda: second, NOON + MINUTE)
    assert report is not None
    assert (report.edited, report.added, report.gone) == (1, 1, 1)
    cards = {item.card.front: item for item in deck.cards()}
    kept = cards["The mitochondrion is the powerhouse of the cell, yes?"]
    assert kept.card.id == first[0].id
    assert kept.schedule.reps == 1
    assert cards["Year of GPT-3"].schedule.reps == 0, "another fact is another card"
    back = deck.take_notes("v3", lambda: [*second, first[1]], NOON + 2 * MINUTE)
    assert back is not None
    assert back.known == 3
    assert {c.card.front: c.schedule.reps for c in deck.cards()}["Year of GPT-2"] == 1


def test_unchanged_notes_are_not_read_again(deck: Deck) -> None:
    deck.take_notes("v1", lambda: [note_card("a", "b")], NOON)
    assert deck.take_notes("v1", lambda: pytest.fail("read again"), NOON) is None


def test_words_that_come_back_do_not_take_over_a_card_that_moved_on(deck: Deck) -> None:
    old, new = (
        note_card("What is the captial of France?", "Paris"),
        note_card("What is the capital of France?", "Paris"),
    )
    deck.take_notes("1", lambda: [old], NOON)
    deck.take_notes("2", lambda: [new], NOON)
    deck.take_notes("3", lambda: [new, old], NOON)
    ids = [item.card.id for item in deck.cards()]
    assert len(set(ids)) == 2
    assert ids[0] == old.id


def test_moved_notes_keep_their_cards(deck: Deck) -> None:
    deck.take_notes("1", lambda: [note_card("a", "b", path="x/y/z")], NOON)
    deck.take_notes("2", lambda: [note_card("a", "b", path="x/other/z")], NOON)
    (card,) = deck.cards()
    assert card.card.path == "x/other/z"


def test_other_weights_move_every_card_and_replay_the_same(full: Deck) -> None:
    card = full.queue(NOON).ids[0]
    full.answer(card, Rating.GOOD, NOON)
    full.answer(card, Rating.GOOD, NOON + 3 * DAY)
    before = full.card(card).schedule
    import fsrs

    weights = [*fsrs.Scheduler().parameters]
    weights[2] = 9.0
    full.use_weights(json.dumps(weights), NOON + 4 * DAY)
    after = full.card(card).schedule
    assert before.stability
    assert after.stability
    assert after.stability > before.stability
    assert replay(full.log())[card] == after
    full.use_weights("", NOON + 5 * DAY)
    assert full.card(card).schedule == before


def test_rebuild_repairs_schedules_that_were_tampered_with(
    full: Deck, connection: sqlite3.Connection
) -> None:
    card = full.queue(NOON).ids[0]
    right = full.answer(card, Rating.GOOD, NOON)
    connection.execute("UPDATE card SET due='2099-01-01T00:00:00.000+00:00', stability=1")
    assert full.rebuild() == 30
    assert full.card(card) == right


def test_the_log_is_never_changed(full: Deck, connection: sqlite3.Connection) -> None:
    def watch(action: int, table: str | None, *_: object) -> int:
        changes = action in {sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
        return sqlite3.SQLITE_DENY if changes and table == "review" else sqlite3.SQLITE_OK

    connection.set_authorizer(watch)
    card = full.queue(NOON).ids[0]
    full.answer(card, Rating.GOOD, NOON)
    full.answer(card, Rating.AGAIN, NOON - 400 * DAY)
    full.undo(NOON)
    full.take_imported([ImportedCard(note_card("x", "y"))], NOON)
    full.rebuild()


def test_two_windows_agree(make_deck: Callable[..., Deck], store: StoredReviews) -> None:
    one, other = make_deck(), make_deck()
    store.put([DeckCard(note_card("a", "b"), Schedule())], NOON)
    (card,) = one.queue(NOON).ids
    one.answer(card, Rating.AGAIN, NOON)
    other.answer(card, Rating.GOOD, NOON + MINUTE)
    assert one.card(card) == other.card(card)
    assert one.card(card).schedule.reps == 2


def test_a_card_of_a_question_is_found_again_by_its_meaning(
    deck: Deck, connection: sqlite3.Connection, store: StoredReviews
) -> None:
    item = question("Capital?")
    store.put([DeckCard(card_of(item), Schedule())], NOON)
    try_it(connection, item, 0.5)
    deck.queue(NOON + MINUTE)
    (card,) = deck.cards()
    assert card.schedule.reps == 1

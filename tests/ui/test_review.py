"""Review in the app: grades, undo, putting aside, leeches, and the number at the top."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from llmtutor.review.models import Card, Rating
from llmtutor.ui.app import TutorApp
from llmtutor.ui.review.card import CardView
from llmtutor.ui.review.rest import RestView
from llmtutor.ui.study.screen import StudyScreen

from .conftest import NARROW, NOW, WIDE, MakeApp, screen_text
from .deck import forget, note_card, put_cards, question_card
from .test_study import settle


async def review(pilot: Pilot[None], *cards: Card) -> Any:
    app: Any = pilot.app
    put_cards(app, *cards)
    await pilot.press("4")
    await settle(pilot)
    await settle(pilot)
    return app.screen


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
        await settle(pilot)


def ratings(app: TutorApp) -> list[Rating | None]:
    return [event.rating for event in app.services.deck.log() if event.kind == "review"]


def front(app: TutorApp) -> str:
    return app.screen.query_one(CardView).item.card.front


async def test_a_card_of_notes_is_turned_and_graded(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await review(pilot, note_card())
        text = screen_text(app)
        assert "What is a key?" in text
        assert "found by" not in text
        await press(pilot, "3")
        assert ratings(app) == [], "no grade before the answer was seen"
        await press(pilot, "enter")
        text = screen_text(app)
        assert "What a token is found by." in text
        assert "1 again" in text
        assert "4 easy" in text
        assert "open in Self-attention" in text
        await press(pilot, "4")
        assert ratings(app) == [Rating.EASY]
        assert app.screen.query(RestView)


async def test_a_question_is_answered_and_its_grade_suggested(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await review(pilot, question_card(app))
        await press(pilot, "a")
        text = screen_text(app)
        assert "✗ not right" in text
        assert "1 again ⏎" in text
        await press(pilot, "enter")
        assert ratings(app) == [Rating.AGAIN]
        await press(pilot, "b")
        assert "3 good ⏎" in screen_text(app)
        await press(pilot, "2")
        assert ratings(app) == [Rating.AGAIN, Rating.HARD]


async def test_every_grade_is_kept_with_the_time_it_took(make_app: MakeApp) -> None:
    app = make_app()
    ticks = iter([10.0, 17.25, *[9000.0] * 9])
    app.desk.tick = lambda: next(ticks)
    async with app.run_test(size=NARROW) as pilot:
        await review(pilot, note_card(), note_card("Second?", "Yes"))
        await press(pilot, "enter", "3")
        (event,) = [e for e in app.services.deck.log() if e.kind == "review"]
        assert event.seconds == 7.2


async def test_undo_takes_back_one_thing_after_the_other(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await review(pilot, note_card("One?", "1"), note_card("Two?", "2"))
        first = front(app)
        await press(pilot, "enter", "4")
        assert front(app) != first
        await press(pilot, "s")
        assert app.screen.query(RestView)
        await press(pilot, "u")
        assert front(app) != first
        await press(pilot, "u")
        assert front(app) == first
        assert app.services.deck.queue(NOW).total == 2
        await press(pilot, "u")
        assert "nothing to take back" in screen_text(app)
        assert front(app) == first


async def test_a_card_is_put_off_or_suspended(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await review(pilot, note_card("One?", "1"), note_card("Two?", "2"))
        await press(pilot, "b", "s")
        schedules = [item.schedule for item in app.services.deck.cards()]
        assert sorted(bool(schedule.buried) for schedule in schedules) == [False, True]
        assert sorted(schedule.suspended for schedule in schedules) == [False, True]
        assert "suspended" in screen_text(app)
        await press(pilot, "s")
        assert not any(item.schedule.suspended for item in app.services.deck.cards())


async def test_a_card_that_is_forgotten_again_and_again_is_named(make_app: MakeApp) -> None:
    app = make_app()
    card = note_card()
    async with app.run_test(size=WIDE) as pilot:
        put_cards(app, card, now=NOW - timedelta(days=200))
        forget(app, card, 6, NOW - timedelta(days=200))
        await review(pilot)
        await press(pilot, "enter")
        assert "Forgotten 6 times after it was learnt" in screen_text(app)
        await press(pilot, "3")
        assert "forgotten 6 times" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, StudyScreen)


async def test_the_passage_opens_and_esc_comes_back_to_the_answer(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await review(pilot, question_card(app))
        await press(pilot, "a", "o")
        reader = app.study.reader
        assert app.screen is app.study
        assert reader.section is not None
        assert reader.view.marked is not None
        assert reader.section.text[slice(*reader.view.marked)].startswith("Attention scores are")
        await press(pilot, "escape")
        assert "✗ not right" in screen_text(app)


async def test_the_top_line_says_how_many_are_due(make_app: MakeApp) -> None:
    app = make_app()
    put_cards(app, note_card("One?", "1"), note_card("Two?", "2"))
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        await settle(pilot)
        due = app.screen.query_one("#due", Static)
        assert str(due.content) == "2 due"
        await review(pilot)
        await press(pilot, "enter", "4")
        assert str(app.screen.query_one("#due", Static).content) == "1 due"


async def test_with_no_cards_it_says_where_they_come_from(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await review(pilot)
        text = screen_text(app)
        assert "No cards yet." in text
        assert "quiz" in text
        await press(pilot, "3")
        assert app.screen is app.quiz


async def test_a_grade_that_cannot_be_kept_is_said_and_the_card_stays(
    make_app: MakeApp,
) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        screen = await review(pilot, note_card())
        store: Any = app.services.deck._store
        store._connection.execute("PRAGMA query_only=ON")
        await press(pilot, "enter", "3")
        assert "could not be kept" in screen.notice.saying
        assert screen.query(CardView)
        store._connection.execute("PRAGMA query_only=OFF")
        await press(pilot, "3")
        assert ratings(app) == [Rating.GOOD]

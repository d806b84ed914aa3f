"""Progress: the charts, what stands when there is nothing yet, and the days shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from llmtutor.review.models import Rating
from llmtutor.ui.app import TutorApp
from llmtutor.ui.progress.charts import bars, columns
from llmtutor.ui.signs import PLAIN, PRETTY

from .conftest import NARROW, NOW, WIDE, MakeApp, screen_text
from .deck import note_card, put_cards
from .test_study import settle


def studied(app: TutorApp) -> None:
    """Ten cards, reviewed for some weeks, two of them badly."""
    deck, cards = app.services.deck, [note_card(f"Card {n}?", f"{n}") for n in range(10)]
    start = NOW - timedelta(days=28)
    put_cards(app, *cards, now=start)
    for day in range(28):
        at = start + timedelta(days=day)
        for step in range(2):
            for card_id in deck.queue(at).ids:
                bad = step == 0 and card_id in {cards[0].id, cards[1].id}
                deck.answer(card_id, Rating.AGAIN if bad else Rating.GOOD, at, seconds=9.0)
            at += timedelta(minutes=11)
    app.services.reading.finished("small/attention/self-attention", NOW)


async def progress(pilot: Pilot[None]) -> None:
    await pilot.press("6")
    await settle(pilot)
    await settle(pilot)


async def test_what_was_done_is_shown(make_app: MakeApp) -> None:
    app = make_app()
    studied(app)
    async with app.run_test(size=WIDE) as pilot:
        await progress(pilot)
        text = screen_text(app)
        for words in ("Reviews", "in 30 days", "Coming", "Remembered", "the goal is 90 %",
                      "below", "Read", "1 of ", "Cards   10"):  # fmt: skip
            assert words in text, words
        await pilot.press("d")
        await settle(pilot)
        await settle(pilot)
        assert "in 90 days" in screen_text(app)


async def test_with_nothing_done_it_says_what_to_do_and_does_not_nag(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await progress(pilot)
        text = screen_text(app)
        assert "4 reviews what is due" in text
        assert "X sits one" in text
        assert "row" not in text


@pytest.mark.parametrize("size", [NARROW, (100, 30), WIDE])
async def test_nothing_wraps_and_ascii_is_ascii(make_app: MakeApp, size: tuple[int, int]) -> None:
    app = make_app(**{"app.ascii": True})
    studied(app)
    async with app.run_test(size=size) as pilot:
        await progress(pilot)
        text = screen_text(app)
        assert text.isascii()
        lines = [line for line in text.split("\n") if "#" in line]
        assert lines
        assert all(len(line) <= size[0] for line in text.split("\n"))


def test_a_column_stands_for_each_day_and_little_is_more_than_nothing() -> None:
    drawn = columns([0, 1, 100], ("a", "b"), 30, 4, PRETTY).plain.split("\n")
    bottom = drawn[3]
    assert "█" in bottom
    assert "▁" in bottom, "a single review is seen beside a hundred"
    assert drawn[0].startswith(" 100 ")
    assert drawn[-1].split() == ["a", "b"]


def test_more_days_than_cells_are_added_up() -> None:
    drawn = columns([1] * 365, ("a", "b"), 60, 3, PRETTY).plain.split("\n")
    assert all(len(line) <= 60 for line in drawn)


@pytest.mark.parametrize("signs", [PRETTY, PLAIN])
def test_a_bar_shows_its_share_and_the_goal(signs: object) -> None:
    from llmtutor.ui.signs import Signs

    assert isinstance(signs, Signs)
    drawn = bars([("[red]x[/]", 0.5, "50 %")], 40, signs, goal=0.9).plain
    assert drawn.startswith("[red]x[/]")
    assert signs.evidence in drawn
    assert abs(drawn.count(signs.full) - drawn.count(signs.empty)) <= 2

"""The course in another language: one key, and nothing that was done is lost."""

from __future__ import annotations

from llmtutor import settings
from llmtutor.ui.commands import commands_of

from .conftest import NARROW, WIDE, MakeApp, screen_text
from .test_study import WHY, search_for, settle

SELF = "small/attention/self-attention"
CHINESE = "詞向其他詞借用意義。"
ENGLISH = "Words borrow meaning from other words"


async def test_a_key_shows_the_next_language_and_comes_round(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("z")
        await settle(pilot)
        assert CHINESE in screen_text(app)
        assert "詞元為何互相觀看" in screen_text(app)
        await pilot.press("z")
        await settle(pilot)
        assert ENGLISH in screen_text(app)


async def test_it_is_remembered(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("z")
        await settle(pilot)
    kept, _ = settings.load(app.services.paths.settings)
    assert kept.app.language == "zh-Hant"
    again = make_app()
    async with again.run_test(size=NARROW):
        assert CHINESE in screen_text(again)


async def test_what_is_not_translated_says_so(make_app: MakeApp) -> None:
    app = make_app(**{"app.language": "zh-Hant"})
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("n")
        await settle(pilot)
        assert app.study.reader.place == SELF
        assert "(not translated yet)" in screen_text(app)


async def test_a_quoted_passage_is_shown_in_the_words_that_were_written(make_app: MakeApp) -> None:
    app = make_app(**{"app.language": "zh-Hant"})
    async with app.run_test(size=NARROW) as pilot:
        app.study.visit(WHY, (0, len(ENGLISH)), "ask")
        await settle(pilot)
        assert ENGLISH in screen_text(app)
        assert "(in the original)" in screen_text(app)


async def test_a_search_hit_is_marked_in_the_words_that_were_written(make_app: MakeApp) -> None:
    app = make_app(**{"app.language": "zh-Hant"})
    async with app.run_test(size=NARROW) as pilot:
        await search_for(pilot, "borrow meaning")
        await pilot.press("enter")
        await settle(pilot)
        assert app.study.reader.view.marked is not None
        assert ENGLISH in screen_text(app)


async def test_what_was_read_counts_in_every_language(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        app.desk.finished(WHY)
        await pilot.press("z")
        await settle(pilot)
        assert app.desk.states[WHY] == "read"
        assert app.study.reader.place == WHY


async def test_copying_takes_what_is_on_the_screen(make_app: MakeApp) -> None:
    app = make_app(**{"app.language": "zh-Hant"})
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("y")
        await settle(pilot)
        assert app.clipboard == CHINESE


async def test_the_palette_offers_it(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW):
        names = [command.name for command in commands_of(app, [app.study])]
        assert "study: language" in names


async def test_a_quote_of_the_translation_opens_in_its_language(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        path = "small/attention.zh-hant/" + WHY.rpartition("/")[2]
        app.study.visit(path, (0, len(CHINESE)), "ask")
        await settle(pilot)
        assert CHINESE in screen_text(app)
        assert app.study.reader.place == WHY
        assert app.study.reader.words_to_copy == CHINESE
        app.study.library_changed()
        await settle(pilot)
        assert app.study.reader.words_to_copy == CHINESE


async def test_a_chinese_search_opens_the_chinese_words(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await search_for(pilot, "借用意義")
        await pilot.press("enter")
        await settle(pilot)
        assert app.study.reader.words_to_copy == CHINESE

"""Reading: opening, turning, marking as read, searching, links, and coming back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from llmtutor.ui.app import TutorApp
from llmtutor.ui.facts import Fact
from llmtutor.ui.study.links import LinksScreen, is_web_address
from llmtutor.ui.study.reader import PlaceOpened, SectionRead
from llmtutor.ui.study.search import SearchScreen

from .conftest import NARROW, WIDE, MakeApp, screen_text

WHY = "small/attention/why"
SELF = "small/attention/self-attention"
LONG = "small/attention/long"


def heard(kind: type[Fact]) -> tuple[list[Any], Callable[[Message], None]]:
    """A list that fills with the facts of a kind, and the hook that fills it."""
    facts: list[Any] = []

    def hook(message: Message) -> None:
        if isinstance(message, kind) and not any(message is fact for fact in facts):
            facts.append(message)

    return facts, hook


async def settle(pilot: Pilot[None], seconds: float | None = None) -> None:
    await pilot.pause(seconds)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def search_for(pilot: Pilot[None], words: str) -> SearchScreen:
    await pilot.press("slash")
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    screen.field.value = words
    await settle(pilot)
    return screen


async def test_the_first_start_opens_the_first_section_at_once(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW):
        assert app.study.reader.place == WHY
        text = screen_text(app)
        assert "Words borrow meaning from other words" in text
        assert "new here?" in text


async def test_next_and_before_go_across_lectures(make_app: MakeApp) -> None:
    app = make_app()
    opened, hook = heard(PlaceOpened)
    async with app.run_test(size=NARROW, message_hook=hook) as pilot:
        await pilot.press("n", "n", "n", "n", "p")
        await pilot.pause()
    assert [fact.place for fact in opened[-2:]] == ["small/hostile/trap", "small/attention/zhuyili"]


async def test_space_turns_pages_and_then_goes_on(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("n", "n")
        assert app.study.reader.place == LONG
        view = app.study.reader.view
        await pilot.press("space")
        assert view.scroll_offset.y > 0
        assert app.study.reader.place == LONG
        for _ in range(4):
            await pilot.press("space")
        assert app.study.reader.place != LONG


async def test_the_end_on_the_screen_long_enough_marks_it_read(make_app: MakeApp) -> None:
    app = make_app(**{"app.read_seconds": 0.01})
    read, hook = heard(SectionRead)
    async with app.run_test(size=NARROW, message_hook=hook) as pilot:
        await settle(pilot)
        assert [fact.path for fact in read] == [WHY]
        await pilot.press("n", "n")
        await settle(pilot)
        assert app.desk.states[LONG] == "opened"
        await pilot.press("G")
        await settle(pilot)
        assert app.desk.states[LONG] == "read"
        await pilot.press("t")
        await pilot.pause()
        assert "✓ Reading long lines" in screen_text(app)
        assert "◐ Self-attention" in screen_text(app)
    assert app.services.reading.states()[LONG] == "read"


async def test_a_section_behind_another_screen_is_not_being_read(make_app: MakeApp) -> None:
    app = make_app(**{"app.read_seconds": 60})
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("slash")
        app.study.reader._end_was_shown()  # the seconds are over
        assert app.desk.states[WHY] == "opened"
        await pilot.press("escape")
        app.study.reader._end_was_shown()
        assert app.desk.states[WHY] == "read"


async def test_the_app_starts_again_where_it_was_left(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("n", "n", "j", "j", "j")
        await settle(pilot)
    again = make_app()
    async with again.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert again.study.reader.place == LONG
        assert again.study.reader.view.scroll_offset.y == 3


async def test_what_is_at_the_top_stays_there_at_another_width(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("n")
        view = app.study.reader.view
        row = next(
            n for n, row in enumerate(view.page.rows) if "Keys are compared" in row.text.text
        )
        view.scroll_to(y=row, animate=False)
        await pilot.pause()
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "Keys are compared" in view.page.rows[int(view.scroll_offset.y)].text.text


async def test_search_opens_the_passage_marked_and_esc_comes_back(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        screen = await search_for(pilot, "flat ends softmax")
        assert screen.found[0].path == SELF
        assert "Self-attention" in screen_text(app)
        await pilot.press("enter")
        await settle(pilot)
        reader = app.study.reader
        assert reader.place == SELF
        assert reader.section is not None
        assert reader.view.marked is not None
        start, end = reader.view.marked
        assert "flat ends" in reader.section.text[start:end]
        assert "┃ " in screen_text(app)
        await pilot.press("escape")
        assert reader.place == WHY


async def test_search_says_so_where_nothing_is_found(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await search_for(pilot, "zzzzqqq [/qq]")
        assert "Nothing in your notes holds “zzzzqqq [/qq]”" in screen_text(app)
        await pilot.press("escape")
        assert app.screen is app.study


async def test_search_finds_chinese_in_either_script(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        screen = await search_for(pilot, "注意力机制")
        assert screen.found[0].path == "small/attention/zhuyili"


async def test_contents_slide_over_a_narrow_screen_and_open_a_section(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        assert not app.study.contents.display or app.study.contents.region.area == 0
        await pilot.press("t")
        await pilot.pause()
        assert app.study.contents.region.width == NARROW[0]
        await pilot.press("j", "enter")
        await pilot.pause()
        assert app.study.reader.place == SELF
        assert app.study.contents.region.area == 0


async def test_a_lecture_has_a_page_of_its_own(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("u")
        await pilot.pause()
        text = screen_text(app)
        assert "You will be able to" in text
        assert "Compute one attention output by hand." in text
        await pilot.press("n")
        assert app.study.reader.place == WHY


async def test_three_panes_where_there_is_room(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        study = app.study
        assert all(p.region.area for p in (study.contents, study.reader, study.ask))
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert study.contents.region.area
        assert not study.ask.region.area
        await pilot.press("a")
        await pilot.pause()
        assert study.ask.region.area
        assert not study.contents.region.area
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert not study.ask.region.area
        assert study.reader.region.width == 120


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (112, 30), (140, 40), (160, 45), (240, 60)])
async def test_prose_is_never_wider_than_the_measure(
    make_app: MakeApp, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("n", "n")
        await pilot.pause()
        assert app.study.reader.view.page.width <= 84


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (160, 45)])
async def test_a_picture_of_76_columns_fits(make_app: MakeApp, size: tuple[int, int]) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.study.reader.view.size.width >= 76 + 3


@pytest.mark.parametrize("size", [(1, 1), (12, 4), (30, 8)])
async def test_a_tiny_terminal_breaks_nothing(make_app: MakeApp, size: tuple[int, int]) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("n", "t", "escape", "a", "escape", "slash", "escape", "3", "escape")
        await pilot.pause()


async def test_links_are_opened_on_a_key_and_only_on_the_web(make_app: MakeApp) -> None:
    app = make_app()
    opened: list[str] = []
    app.desk.open_address = opened.append
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("n", "o")
        await pilot.pause()
        assert isinstance(app.screen, LinksScreen)
        assert "Attention Is All You Need" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert opened == ["https://arxiv.org/abs/1706.03762"]
        await pilot.press("o")
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        options.highlighted = options.option_count - 1
        await pilot.press("enter")
        await pilot.pause()
        assert len(opened) == 1
        assert "not a web address" in app.study.notice.saying


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "http://", "-x", "https://a\x1b[31m", "data:,"],
)
def test_only_the_web_is_opened(url: str) -> None:
    assert not is_web_address(url)


async def test_notes_that_go_are_said_to_be_gone(make_app: MakeApp, home: Path) -> None:
    course = home / "courses" / "mine"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text("id: mine\ntitle: Mine\nlectures: [one, two]\n")
    (course / "one.md").write_text("# One\n\n## First\n\nText one.\n\n## Second\n\nText two.\n")
    (course / "two.md").write_text("# Two\n\n## Third\n\nText three.\n\n## Fourth\n\nText four.\n")
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "Mine" in screen_text(app)
        app.study.go("mine/one/first")
        (course / "course.yaml").write_text("id: mine\ntitle: Mine\nlectures: [two]\n")
        (course / "one.md").unlink()
        app._check_library()
        await settle(pilot)
        assert app.study.reader.place == "mine/two/third"
        assert "no longer there" in app.study.notice.saying
        shutil.rmtree(course)
        app._check_library()
        await settle(pilot)
        assert app.study.reader.place == WHY
        assert "Mine" not in screen_text(app).replace("Mine, ", "")


async def test_notes_imported_beside_the_app_appear(make_app: MakeApp, home: Path) -> None:
    from llmtutor import bootstrap
    from llmtutor.library.importing import import_files
    from llmtutor.paths import Paths

    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        notes = home / "notes.md"
        notes.write_text("# Fresh notes\n\n## Something new\n\nText of it.\n\n## More\n\nText.\n")
        import_files([notes], Paths.from_environment().courses)
        bootstrap.open_index(Paths.from_environment()).close()
        app._check_library()
        await settle(pilot)
        assert "▸ My notes" in screen_text(app)
        assert app.study.reader.place == WHY


def remove_index(home: Path) -> None:
    for file in home.glob("index.db*"):
        file.unlink()


async def test_an_index_made_anew_by_another_program_is_taken_up(
    make_app: MakeApp, home: Path
) -> None:
    from llmtutor import bootstrap
    from llmtutor.paths import Paths

    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        remove_index(home)
        bootstrap.open_index(Paths.from_environment()).close()
        app._check_library()
        await settle(pilot)
        await pilot.press("n")
        assert app.study.reader.place == SELF
        screen = await search_for(pilot, "query vector")
        assert screen.found


async def test_a_library_that_cannot_be_checked_is_said_once(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:

        def broken() -> None:
            raise OSError("the disk is gone")

        monkeypatch.setattr(app.services.index, "again", broken)
        app._check_library()
        await settle(pilot)
        assert "the disk is gone" in app.study.notice.saying
        await pilot.press("escape")
        app._check_library()
        await settle(pilot)
        assert not app.study.notice.saying
        await pilot.press("n")
        assert app.study.reader.place == SELF


async def test_a_record_that_cannot_be_kept_is_said_in_a_line(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.services.reading._connection.execute("PRAGMA query_only=ON")  # type: ignore[attr-defined]
        await pilot.press("n")
        app.desk.recorder.flush().result()
        await pilot.pause()
        assert "cannot be kept" in app.study.notice.saying
        assert app.study.reader.place == SELF
        app.services.reading._connection.execute("PRAGMA query_only=OFF")  # type: ignore[attr-defined]
        await pilot.press("n")
        app.desk.recorder.flush().result()
        await pilot.pause()
        assert "kept again" in app.study.notice.saying


async def test_hostile_notes_are_text_and_nothing_else(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        app.study.go("small/hostile/trap")
        await pilot.pause()
        text = screen_text(app)
        assert "[@click=app.quit]Click me[/] and [/nothing] and [red]this stays text[/red]." in text
        assert "[@click=app.quit]notes[/] [red]here" in text
        assert "a comment nobody sees" not in text
        assert "Tags are left out ." in text
        for x, y in ((52, 3), (45, 5), (4, 9)):
            await pilot.click(offset=(x, y))
        assert app.is_running
        app.study.action_search()
        await pilot.pause()
        app.screen.query_one(Input).value = "click trap"
        await settle(pilot)
        assert "[@click=app.quit]a trap[/]" in screen_text(app)


async def test_wide_things_are_wider_than_the_page_only_where_they_must(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        app.study.go("small/hostile/wide")
        await pilot.pause()
        view = app.study.reader.view
        drawn = [row for row in view.page.rows if row.text.text.startswith("0123456789 0123")]
        assert len(drawn) == 1
        await pilot.press("right")
        assert view.scroll_offset.x > 0
        await pilot.press("left")
        assert view.scroll_offset.x == 0


async def test_text_can_be_copied_with_the_mouse(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await pilot.mouse_down(app.study.reader.view, offset=(2, 2))
        await pilot.hover(app.study.reader.view, offset=(14, 2))
        await pilot.mouse_up(app.study.reader.view, offset=(14, 2))
        assert app.screen.get_selected_text() == "Words borrow"


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_quitting_asks_nothing(make_app: MakeApp, key: str) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert not app.is_running


async def test_ctrl_c_quits_from_a_field_too(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("a", "q", "ctrl+c")
        await pilot.pause()
        assert not app.is_running


def test_a_fault_is_raised_for_the_command_line(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    monkeypatch.setattr(TutorApp, "_start_the_rest", lambda _self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        app.run(headless=True)

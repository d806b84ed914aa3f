"""Help, palette, themes, signs, the record of what was done, and the colours."""

from __future__ import annotations

import threading

import pytest
from textual.binding import Binding
from textual.color import Color
from textual.theme import Theme

from llmtutor import settings
from llmtutor.ui import themes
from llmtutor.ui.help import HelpScreen
from llmtutor.ui.places import help_places
from llmtutor.ui.recorder import Recorder
from llmtutor.ui.signs import PLAIN, PRETTY, signs_for
from llmtutor.ui.study.screen import StudyScreen

from .conftest import NARROW, WIDE, MakeApp, screen_text
from .test_study import settle


async def test_help_is_made_from_the_bindings(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 400)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert type(app.screen) is HelpScreen
        text = " ".join(screen_text(app).split())
        for place in help_places(app.study):
            first = {b.action: b for b in reversed(list(Binding.make_bindings(place.BINDINGS)))}
            for action, binding in first.items():
                if not action.startswith("cite(") or action == "cite(1)":
                    assert binding.tooltip in text
        await pilot.press("escape")
        assert isinstance(app.screen_stack[-1], StudyScreen)


async def test_help_opens_from_a_field_with_f1(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("a", "f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)


async def test_every_binding_has_an_id_a_description_and_a_tooltip(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW):
        places = help_places(app.study)
    actions: dict[str, set[str]] = {}
    for place in places:
        for binding in Binding.make_bindings(place.BINDINGS):
            assert binding.id, (place, binding)
            assert binding.description, (place, binding)
            assert binding.tooltip, (place, binding)
            actions.setdefault(binding.id, set()).add(binding.action)
    assert all(len(same) == 1 for same in actions.values()), actions


async def test_the_footer_shows_at_most_five_keys(make_app: MakeApp) -> None:
    from llmtutor.ui.keyline import KeyLine

    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        words = app.study.query_one(KeyLine).words
        assert words == "/ search   a ask   e quiz me   t contents   ? all keys"
        for keys in (["t"], ["a"], ["escape", "slash"], ["escape", "3"]):
            await pilot.press(*keys)
            await settle(pilot)
            line = app.screen.query_one(KeyLine)
            assert 1 <= len(line._keys) <= 5
            assert len(line.words) <= 78


async def test_a_key_in_the_footer_can_be_clicked(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await pilot.click("StudyScreen > KeyLine", offset=(2, 0))
        await pilot.pause()
        assert type(app.screen).__name__ == "SearchScreen"


async def test_the_palette_names_everything(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        names = [command.name for command in app.offered_commands(app.screen)]
    for wanted in (
        "study: search",
        "study: next",
        "study: contents",
        "ask: in this lecture",
        "app: quit",
        "theme: llmtutor-light",
        "open: Attention, step by step",
        "open: Hostile [@click=app.quit]notes[/] [red]here",
    ):
        assert wanted in names
    assert all(": " in name for name in names)


async def test_the_palette_does_by_name_and_hostile_titles_are_text(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+p")
        await settle(pilot, 0.3)
        await pilot.press(*"hostile")
        await settle(pilot, 0.5)
        assert "[@click=app.quit]notes[/]" in screen_text(app)
        await pilot.press("enter", "enter")
        await settle(pilot, 0.3)
        assert app.study.reader.place == "small/hostile"


async def test_a_theme_is_remembered(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        assert app.theme == themes.DEFAULT
        app.theme = "llmtutor-light"
        await pilot.pause()
    stored, _ = settings.load(app.services.paths.settings, {})
    assert stored.app.theme == "llmtutor-light"
    again = make_app()
    async with again.run_test(size=NARROW):
        assert again.theme == "llmtutor-light"


async def test_a_theme_that_is_gone_falls_back(make_app: MakeApp) -> None:
    app = make_app(**{"app.theme": "no-such-theme"})
    async with app.run_test(size=NARROW):
        assert app.theme == themes.DEFAULT


@pytest.mark.parametrize("theme", ["nord", "dracula", "textual-light", "ansi-dark"])
async def test_any_theme_of_textual_works(make_app: MakeApp, theme: str) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        if theme not in app.available_themes:
            pytest.skip(f"this Textual has no {theme}")
        app.theme = theme
        await pilot.press("n")
        await settle(pilot)
        assert "Self-attention" in screen_text(app)


@pytest.mark.parametrize("theme", themes.OURS, ids=lambda theme: theme.name)
def test_our_colours_can_be_told_from_their_ground(theme: Theme) -> None:
    colours = theme.to_color_system().generate()
    inks = ["foreground", "text-muted", "accent", "secondary", "text-success", "text-warning",
            "text-error", "text-accent", "footer-description-foreground"]  # fmt: skip
    for ground in ("background", "surface"):
        under = Color.parse(colours[ground])
        for ink in inks:
            assert _contrast(Color.parse(colours[ink]), under) >= 4.5, (ground, ink)
    cursor = Color.parse(colours["block-cursor-background"])
    assert _contrast(Color.parse(colours["block-cursor-foreground"]), cursor) >= 4.5
    marked = Color.parse(colours["primary-muted"])
    assert _contrast(Color.parse(colours["foreground"]), marked) >= 4.5


def _contrast(one: Color, other: Color) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [value / 255 for value in colour.rgb]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


async def test_ascii_draws_nothing_else_around_the_notes(make_app: MakeApp) -> None:
    app = make_app(**{"app.ascii": True})
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        assert screen_text(app).replace("注意力", "").isascii()
        await pilot.press("a")
        app.study.ask.field.value = "What is a key?"
        await pilot.press("enter")
        await settle(pilot)
        assert screen_text(app).replace("注意力", "").isascii()
        app.study.go("small/attention/long")
        await settle(pilot)
        assert screen_text(app).replace("注意力", "").isascii()
        await pilot.press("e")
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        assert screen_text(app).isascii()


async def test_no_colour_is_needed(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("n", "t")
        await pilot.pause()
        assert app.no_color
        assert "┏" in screen_text(app)


def test_poor_terminals_get_plain_signs() -> None:
    assert signs_for(False, {"TERM": "xterm-256color"}, "utf-8") is PRETTY
    assert signs_for(True, {"TERM": "xterm-256color"}, "utf-8") is PLAIN
    assert signs_for(False, {"TERM": "linux"}, "utf-8") is PLAIN
    assert signs_for(False, {"TERM": "xterm"}, "ascii") is PLAIN


def test_what_is_recorded_is_recorded_in_order_and_failures_are_told_once() -> None:
    told: list[str] = []
    done: list[int] = []
    gate = threading.Event()
    recorder = Recorder(told.append)

    def broken() -> None:
        raise OSError("disk full")

    recorder.write(gate.wait)
    for number in range(3):
        recorder.write(lambda number=number: done.append(number))  # type: ignore[misc]
    recorder.write(broken)
    recorder.write(broken)
    recorder.write(lambda: done.append(3))
    gate.set()
    recorder.close()
    assert done == [0, 1, 2, 3]
    assert told == ["disk full", ""]


async def test_a_long_page_and_the_palette_are_plain_too(make_app: MakeApp) -> None:
    app = make_app(**{"app.ascii": True})
    async with app.run_test(size=NARROW) as pilot:
        app.study.go("small/attention/long")
        for _ in range(5):
            await pilot.press("j")
            await pilot.pause()
            assert screen_text(app).isascii()
        await pilot.press("ctrl+p")
        await settle(pilot, 0.5)
        assert screen_text(app).replace("注意力", "").isascii()

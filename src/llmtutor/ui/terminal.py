"""How the app behaves in its terminal: signs, themes, faults, signals."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.command import CommandPalette
from textual.scrollbar import ScrollBar, ScrollBarRender

from llmtutor.ui import hangup, themes
from llmtutor.ui.signs import PLAIN, PlainScrollBar, Signs

_KEY_WORDS = {"⏎": "enter", "↑": "up", "↓": "down", "←": "left", "→": "right"}


class TerminalApp(App[None]):
    """Leaves the terminal as it found it, and draws only what it can show."""

    def __init__(self, signs: Signs, theme: str) -> None:
        """Prepare the screen.

        Args:
            signs: what the terminal can show.
            theme: wanted colours; the app's own where there are none of this name.
        """
        self.signs = signs
        super().__init__()
        self.animation_level = "none"  # nothing moves without reason
        self._wanted_theme = theme
        self._is_drawn = False

    def on_load(self) -> None:
        for theme in themes.OURS:
            self.register_theme(theme)
        known = self._wanted_theme in self.available_themes
        self.theme = self._wanted_theme if known else themes.DEFAULT
        self.stylesheet.set_variables(self.get_css_variables())
        plain = self.signs is PLAIN
        ScrollBar.renderer = PlainScrollBar if plain else ScrollBarRender
        if plain:
            self.add_class("-ascii")

    def on_mount(self) -> None:
        self._is_drawn = True

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles again, with the theme's colours.

        Not before there is something to draw: Textual asks for it twice while it
        starts, and then reads the styles for the first screen all the same.
        """
        if self._is_drawn:
            super().refresh_css(animate)

    @property
    def width_class(self) -> str:
        """The class that a screen of this width bears."""
        widths = self.HORIZONTAL_BREAKPOINTS or []
        return max((at, name) for at, name in widths if at <= self.size.width)[1]

    def run(self, **options: Any) -> Any:
        """Run until the student leaves; a fault of the app is raised, not printed."""
        given = super().run(**options)
        if self._exception is not None:
            raise self._exception
        return given

    def _fatal_error(self) -> None:
        # the command line says in a line what happened, and the log has the rest
        self.bell()
        self._close_messages_no_wait()

    def quit_on_signals(self, leave: Callable[[], object]) -> None:
        """A closed window or a kill leaves the terminal and the model as a quit does."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                with contextlib.suppress(NotImplementedError, RuntimeError):
                    loop.add_signal_handler(number, leave)
            hangup.watch(sys.stdin.fileno())

    def action_command_palette(self) -> None:
        if not CommandPalette.is_open(self):  # type: ignore[arg-type]
            self.push_screen(CommandPalette(placeholder="do anything by its name"))

    def get_key_display(self, binding: Binding) -> str:
        shown = super().get_key_display(binding)
        if shown.startswith("^"):
            shown = f"ctrl+{shown[1:]}"
        if self.signs is PLAIN:
            for sign, word in _KEY_WORDS.items():
                shown = shown.replace(sign, word)
        return shown

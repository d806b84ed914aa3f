"""The line at the bottom: the five keys that matter here."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget

MOST = 5
_HELP = "app.all_keys"
_GAP = 3


class KeyLine(Widget):
    """Shows the keys of the focused place first, and always the one for all keys.

    One widget that draws text, not one a key: it changes with every focus.
    """

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[tuple[str, str, str]] = []
        """``(key, how it is written, what it does)``."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self._keys = self._choose()
            self.refresh()

    def _choose(self) -> list[tuple[str, str, str]]:
        shown: dict[str, tuple[str, str, str]] = {}
        help_key: list[tuple[str, str, str]] = []
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            left_out = binding.id in getattr(self.screen, "left_out_keys", ())
            if not binding.show or not enabled or left_out or binding.action in shown:
                continue
            key = (binding.key, self.app.get_key_display(binding), binding.description)
            if binding.id == _HELP:
                help_key = help_key or [key]
            elif len(shown) < MOST - 1:
                shown[binding.action] = key
        first = sorted(shown.values(), key=lambda key: key[0] != "enter")
        return [*first, *help_key]

    @property
    def words(self) -> str:
        """What the line says."""
        return (" " * _GAP).join(f"{shown} {does}" for _, shown, does in self._keys)

    def render(self) -> Content:
        parts: list[str | tuple[str, str]] = []
        for number, (_, shown, does) in enumerate(self._keys):
            parts += [" " * _GAP] if number else []
            parts += [(shown, "bold $footer-key-foreground"), f" {does}"]
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        event.stop()
        at = event.x - self.gutter.left
        for key, shown, does in self._keys:
            width = cell_len(f"{shown} {does}")
            if 0 <= at < width:
                self.app.simulate_key(key)
            at -= width + _GAP

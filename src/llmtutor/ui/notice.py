"""A line above the keys that says what happened; it goes away by itself or with Esc."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from llmtutor.ui.page.ink import harmless

SECONDS = 12.0


class NoticeLine(Static):
    """Hidden until there is something to say."""

    def __init__(self) -> None:
        super().__init__(markup=False, id="notice")
        self._timer: Timer | None = None

    @property
    def saying(self) -> str:
        """What is said now."""
        return str(self.content) if self.has_class("-said") else ""

    def say(self, text: str, *, good: bool = False, seconds: float | None = SECONDS) -> None:
        """Show a line.

        Args:
            text: what happened and what to do; any text is safe.
            good: not a problem.
            seconds: until it goes away; None for as long as it holds.
        """
        self.hush()
        self.update(Content(harmless(" ".join(text.split()))))
        self.add_class("-said")
        self.set_class(not good, "-problem")
        if seconds is not None:
            self._timer = self.set_timer(seconds, self.hush)

    def hush(self) -> None:
        """Take the line away."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.remove_class("-said", "-problem")

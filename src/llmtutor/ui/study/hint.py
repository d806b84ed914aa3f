"""Three steps for whoever is new here; each goes away once it was taken."""

from __future__ import annotations

from typing import Literal, get_args

from textual.content import Content
from textual.widgets import Static

from llmtutor.ui.desk import Desk

Step = Literal["read", "ask", "quiz"]
STEPS: tuple[Step, ...] = get_args(Step)
_WORDS: dict[Step, tuple[str, str]] = {
    "read": ("space", "read on"),
    "ask": ("a", "ask about it"),
    "quiz": ("e", "be quizzed on it"),
}
_KEY = "hints"


class HintLine(Static):
    """One line, for as long as a step is left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="hint", markup=False)
        self._desk = desk
        self._taken: set[str] = set()

    def on_mount(self) -> None:
        self._taken = set(self._desk.recall(_KEY).split())
        self._draw()

    def take(self, step: Step) -> None:
        """A step was taken; it is not shown again."""
        if step not in self._taken:
            self._taken.add(step)
            self._desk.remember(_KEY, " ".join(sorted(self._taken)))
            self._draw()

    def _draw(self) -> None:
        left = [step for step in STEPS if step not in self._taken]
        self.display = bool(left)
        parts: list[str | tuple[str, str]] = [("new here?", "$text-muted")]
        for step in left:
            key, words = _WORDS[step]
            parts += ["   ", (key, "bold $accent"), f" {words}"]
        self.update(Content.assemble(*parts))

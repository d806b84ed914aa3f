"""Where Esc leads back to, after a quote or a search led elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Visit:
    """What was on the screen before a jump."""

    place: str
    top: float
    origin: str
    """``reading``, ``ask``, or the mode that the jump was made from."""
    focus: Widget | None = None
    """What had the focus."""


class Visits:
    """The jumps that can be taken back, the last one first."""

    def __init__(self) -> None:
        self._stack: list[Visit] = []

    def __bool__(self) -> bool:
        return bool(self._stack)

    def left(self, visit: Visit) -> None:
        """Remember what a jump left; quote after quote counts as one jump."""
        if self._stack and self._stack[-1].origin == visit.origin != "reading":
            return
        self._stack.append(visit)

    def back(self) -> Visit | None:
        """The last place that was left."""
        return self._stack.pop() if self._stack else None

    def forget(self) -> None:
        """The student went on by themselves; there is nothing to come back to."""
        self._stack.clear()

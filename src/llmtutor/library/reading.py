"""What the student has read, and where they stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

ReadState = Literal["new", "opened", "read"]


@dataclass(frozen=True, slots=True)
class Position:
    """Where the student was when the app was last used."""

    path: str
    """Of the section; empty before the first visit."""
    scroll: float
    """Rows scrolled down in it."""


class ReadingLog(Protocol):
    """Remembers reading; ``storage`` provides it."""

    def opened(self, path: str, at: datetime) -> None: ...
    def finished(self, path: str, at: datetime) -> None: ...
    def states(self) -> Mapping[str, ReadState]: ...
    def position(self) -> Position: ...
    def remember_position(self, position: Position) -> None: ...
    def recall(self, key: str) -> str:
        """What was remembered under a name; empty where nothing was."""
        ...

    def remember(self, key: str, value: str) -> None:
        """Remember a small thing, such as a draft or which pane was open."""
        ...

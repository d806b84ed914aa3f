"""What every screen works with: the services, and what the app knows beside them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from llmtutor import settings
from llmtutor.content.models import Section
from llmtutor.library.languages import Languages
from llmtutor.library.reading import Position, ReadState
from llmtutor.services import Services
from llmtutor.tutor.models import Turn
from llmtutor.ui.atlas import Atlas
from llmtutor.ui.recorder import Recorder
from llmtutor.ui.signs import PRETTY, Signs

T = TypeVar("T")
Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@dataclass
class Desk:
    """Shared by the screens. Reads are quick; writes go through the recorder."""

    services: Services
    recorder: Recorder
    signs: Signs = PRETTY
    now: Clock = wall_clock
    tick: Callable[[], float] = time.monotonic
    """Seconds of a clock that never jumps, for what is timed."""
    atlas: Atlas = field(default_factory=Atlas)
    states: dict[str, ReadState] = field(default_factory=dict)
    """Of the sections that were opened or read."""
    place: str = ""
    """What is being read."""
    language: str = ""
    """Of the course text, where it is translated; empty is the text's own."""
    open_address: Callable[[str], None] = lambda _url: None
    """Shows a web address in the browser."""

    def __post_init__(self) -> None:
        self.language = self.services.settings.app.language
        self.languages = Languages(self.services.library)

    def reload(self) -> None:
        """Read the outline, and what was read, anew."""
        self.atlas = Atlas(self.languages.outline(self.language))
        # what was read a moment ago may not have been written yet
        read = {path: state for path, state in self.states.items() if state == "read"}
        self.states = {**self.services.reading.states(), **read}

    def translated(self, path: str) -> Section | None:
        """A section in the language that is wanted; None where it is not translated."""
        return self.languages.section(path, self.language)

    def speak_next_language(self) -> str:
        """Go on to the next language of the courses; what is to be said of it."""
        known = ["", *self.languages.known()]
        here = known.index(self.language) if self.language in known else 0
        self.language = known[(here + 1) % len(known)]
        save = partial(settings.save, self.services.paths.settings, {"app.language": self.language})
        self.recorder.write(save)
        self.reload()
        if len(known) == 1:
            return "Your courses are in one language."
        return self.languages.problem or f"Language: {self.language or 'as written'}"

    async def ask(self, job: Callable[[], T]) -> T:
        """What a job on the record gives; it is on the disk when this returns."""
        return await asyncio.wrap_future(self.recorder.ask(job))

    @property
    def can_write(self) -> bool:
        """Whether a model answers beside the quotes."""
        return self.services.engine is not None

    def opened(self, path: str) -> None:
        """Remember that a section was opened."""
        if path not in self.states:
            self.states[path] = "opened"
            self.recorder.write(partial(self.services.reading.opened, path, self.now()))

    def finished(self, path: str) -> None:
        """Remember that a section was read to its end."""
        self.states[path] = "read"
        self.recorder.write(partial(self.services.reading.finished, path, self.now()))

    def remember_position(self, path: str, scroll: float) -> None:
        self.place = path
        position = Position(path, scroll)
        self.recorder.write(partial(self.services.reading.remember_position, position))

    def remember(self, key: str, value: str) -> None:
        """Remember a small thing under a name, such as a draft."""
        self.recorder.write(partial(self.services.reading.remember, key, value))

    def recall(self, key: str) -> str:
        """What was remembered under a name; empty where nothing was."""
        return self.services.reading.recall(key)

    def keep_turn(self, turn: Turn) -> None:
        """Remember a question and its answer."""
        self.recorder.write(partial(self.services.chats.add, turn))

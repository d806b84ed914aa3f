"""Vectors for passages that have none, made behind the screens: how far, and how to stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from llmtutor.ui.commands import Command

if TYPE_CHECKING:
    from llmtutor.search.embedder import Embedder
    from llmtutor.ui.notice import NoticeLine

MANY = 100
"""Passages from which it is said that they are read: fewer are done before it is noticed."""
STEP = 0.05
"""Share of them after which the line changes."""


class StoppedByStudentError(Exception):
    """The student wants no more vectors now."""


class VectorFill:
    """Makes what is missing, and says so in the line above the keys."""

    def __init__(
        self, embedder: Callable[[], Embedder | None], notice: Callable[[], NoticeLine]
    ) -> None:
        """Join them; neither is asked for before vectors are made.

        Args:
            embedder: makes the vectors; None where there is no such model.
            notice: the line above the keys.
        """
        self._embedder, self._notice = embedder, notice
        self._stopped = self._running = False
        self._said = ""
        self._told = 0.0
        self._first = -1

    async def run(self) -> None:
        """Make them, unless the student stopped it.

        Raises:
            TutorError: the model cannot be used.
        """
        embedder = None if self._stopped else self._embedder()
        if embedder is None:
            return
        self._running, self._first, self._told = True, -1, 0.0
        try:
            await embedder.fill(self._progress)
        except StoppedByStudentError:
            pass
        finally:
            self._running = False
            if self._said and self._notice().saying == self._said:
                self._notice().hush()
            self._said = ""

    def stop(self) -> None:
        """Make no more until the app is started again; what was made stays."""
        self._stopped = True

    def commands(self) -> Iterator[Command]:
        """What can be done by name while they are made."""
        if self._running and not self._stopped:
            told = "Words alone find passages, too; go on at the next start"
            yield Command("search: stop reading the notes by meaning", told, self.stop)

    def _progress(self, done: int, total: int) -> None:
        if self._stopped:
            raise StoppedByStudentError
        if self._first < 0:
            self._first = done
        share = done / max(1, total)
        if total - self._first < MANY or not (self._told == 0 or share >= self._told + STEP):
            return
        notice = self._notice()
        if notice.saying != self._said:
            return  # the student took the line away, or something else is being said
        self._told = share or STEP / 2
        text = (
            f"Reading the notes by meaning: {done:,} of {total:,} passages (ctrl+p: stop reading)"
        )
        notice.say(text, good=True, seconds=None)
        self._said = notice.saying

"""How many cards are due: counted beside the screen, shown in every top line."""

from __future__ import annotations

import contextlib
import sqlite3
from functools import partial

from textual import on, work
from textual.reactive import reactive
from textual.widget import AwaitMount

from llmtutor.errors import TutorError
from llmtutor.services import Services
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import DueCounted, RecordChanged
from llmtutor.ui.terminal import TerminalApp


class DueApp(TerminalApp):
    """Keeps the number in step with what the student does."""

    services: Services
    desk: Desk
    due: reactive[int] = reactive(0)
    """Cards due now."""

    @work(name="notes", group="notes", exclusive=True, exit_on_error=False)
    async def take_notes(self) -> None:
        """Take in the cards written in the notes, then count."""
        with contextlib.suppress(TutorError, sqlite3.Error):  # Review says it where it matters
            await self.desk.ask(partial(self.services.record.take_notes, self.desk.now()))
        self.count_due()

    def switch_mode(self, mode: str) -> AwaitMount:
        """Go to another mode; what was done in this one may have made cards."""
        if self.is_running:
            self.count_due()
        return super().switch_mode(mode)

    @on(RecordChanged)
    def _record_changed(self, event: RecordChanged) -> None:
        event.stop()
        self.count_due()

    @work(name="due", group="due", exclusive=True, exit_on_error=False)
    async def count_due(self) -> None:
        """Count after all that is still being written."""
        with contextlib.suppress(TutorError, sqlite3.Error):
            queue = await self.desk.ask(partial(self.services.deck.queue, self.desk.now()))
            self.post_message(DueCounted(queue.total))

    @on(DueCounted)
    def _due_counted(self, event: DueCounted) -> None:
        self.due = event.due

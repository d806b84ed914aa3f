"""Keeping what was done before showing what comes of it, one step at a time."""

from __future__ import annotations

from textual import on
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from llmtutor.ui.facts import Noticed


class Keeping(Widget):
    """Begins no step while another is being kept; a step that failed leaves it open."""

    busy = False
    """Whether something is on its way to the disk."""

    @on(Worker.StateChanged)
    def _step_ended(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state in {WorkerState.ERROR, WorkerState.CANCELLED}:
            self.busy = False
        if event.state == WorkerState.ERROR:
            self.post_message(Noticed(f"This could not be kept: {event.worker.error}"))

"""What is worth a line about the model, each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmtutor.engine.protocol import EngineStatus
    from llmtutor.ui.notice import NoticeLine

NOTE_SECONDS = 30.0


class EngineNews:
    """Remembers what was told, so that a status that is asked for again says it no more."""

    def __init__(self) -> None:
        self._failed = False
        self._note = ""

    def tell(self, status: EngineStatus, notice: NoticeLine) -> None:
        """Say what is new since the last status."""
        failed = status.state == "failed"
        if failed and status.problem is not None and not self._failed:
            notice.say(f"The model cannot answer; the quotes do. {status.problem}")
        elif status.note and status.note != self._note:
            notice.say(f"{status.note}.", good=True, seconds=NOTE_SECONDS)
            self._note = status.note
        self._failed = failed

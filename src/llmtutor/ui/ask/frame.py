"""The place of the ask pane, which the first frame does without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widget import AwaitMount

from llmtutor.ui.desk import Desk

if TYPE_CHECKING:
    from llmtutor.ui.ask.pane import AskPane


class AskFrame(Vertical):
    """Stands from the start; the pane in it is made when it is first wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="ask")
        self._desk = desk
        self._mounting: AwaitMount | None = None
        self.made: AskPane | None = None
        self.border_title = "Ask"

    @property
    def pane(self) -> AskPane:
        """The pane; it can be typed in once :meth:`furnished`."""
        if self.made is None:
            from llmtutor.ui.ask.pane import AskPane

            self.made = AskPane(self._desk)
            self._mounting = self.mount(self.made)
            engine = self._desk.services.engine
            if engine is not None and engine.status.away:
                # by assembling: an address from the settings must not be markup
                self.border_subtitle = Content(f"goes to {engine.status.away}")
        return self.made

    async def furnished(self) -> AskPane:
        """Wait until the pane stands."""
        pane = self.pane
        if self._mounting is not None:
            await self._mounting
        return pane

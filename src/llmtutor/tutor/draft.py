"""What the model has written so far, and how much of it is shown."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from llmtutor.content.sentences import sentences
from llmtutor.engine.protocol import Done, Event, Failed, Figures, Prefill, Restarted, Token
from llmtutor.tutor.abilities import REFUSAL

_ENDED = re.compile(r"[.!?。！？…][\"'”’)\]*]*$")
_ANSWER = re.compile(r"\bAnswer\s*[:：]\s*", re.IGNORECASE)


@dataclass(slots=True)
class Draft:
    """An explanation that grows."""

    most: int
    """Sentences after which it is stopped."""
    thought_over: bool = False
    """Whether thinking stands before "Answer:"."""
    text: str = ""
    first_token_at: float | None = None
    """``time.perf_counter()``."""
    failure: str = ""
    figures: Figures | None = None
    """The engine's own; None where the writing was cut short."""
    cached: int = 0
    """Tokens of the prompt that were read before."""
    tokens: int = 0
    """Pieces that were written."""
    _reading: bool = False

    def take(self, event: Event) -> None:
        """Hear one event."""
        match event:
            case Prefill(done, _) if not self._reading:
                self.cached, self._reading = done, True
            case Token(text):
                self.tokens += 1
                self.first_token_at = self.first_token_at or time.perf_counter()
                self.text += text
            case Restarted():
                self.text = ""
            case Failed(problem):
                self.failure = str(problem)
            case Done(figures):
                self.figures = figures

    @property
    def said(self) -> str:
        """What is for the student: after the thinking, if there is any."""
        if not self.thought_over:
            return self.text
        cut = _ANSWER.search(self.text)
        return self.text[cut.end() :] if cut else ""

    @property
    def is_long_enough(self) -> bool:
        return len(sentences(self.said)) > self.most

    @property
    def refuses(self) -> bool:
        """Whether the model said that the notes do not hold it."""
        return self.text.strip(" .\"'").upper().startswith(REFUSAL)

    def whole_sentences(self) -> str:
        """The text without a sentence that was cut off, unless that is all there is."""
        said = self.said or self.text  # a tiny model thinks on and never says "Answer:"
        spans = sentences(said)[: self.most]
        if len(spans) > 1 and not _ENDED.search(spans[-1].of(said)):
            spans = spans[:-1]
        return said[: spans[-1].end] if spans else ""

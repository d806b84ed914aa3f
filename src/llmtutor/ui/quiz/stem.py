"""What a question asks, and above it, dimmer, the lines of the notes that it goes on from."""

from __future__ import annotations

from textual.content import Content

from llmtutor.quiz.led import asked_alone, lines_of
from llmtutor.quiz.models import Question
from llmtutor.ui.page.ink import harmless


def stem_of(question: Question) -> Content:
    """A question's stem as it is shown."""
    asked = Content(harmless(asked_alone(question).stem))
    lines = lines_of(question)
    if not lines:
        return asked
    return Content.assemble((f"{harmless(lines)}\n\n", "not bold $text-muted"), asked)

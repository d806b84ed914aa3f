"""The conversation as a Markdown file in the data folder."""

from __future__ import annotations

from llmtutor.atomic import write_text
from llmtutor.errors import TutorError
from llmtutor.tutor.export import to_markdown
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Noticed

MOST = 10_000


def save_conversation(desk: Desk) -> Noticed:
    """Write everything that was asked; tells where it is, or why it is not."""
    services = desk.services
    desk.recorder.flush().result()  # the last answer may still be on its way to the record
    turns = services.chats.latest(MOST)
    if not turns:
        return Noticed("Nothing was asked yet.")
    file = services.paths.exports / f"questions-{desk.now():%Y-%m-%d-%H%M}.md"
    try:
        write_text(file, to_markdown(turns, services.library.file_of))
    except TutorError as problem:
        return Noticed(str(problem))
    return Noticed(f"{len(turns)} questions written to {file}", good=True)

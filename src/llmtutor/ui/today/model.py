"""The line of Today on the model: which one answers, and whether another would do better here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmtutor.errors import TutorError
from llmtutor.ui.today.rows import TodayRow

if TYPE_CHECKING:
    from llmtutor.engine.protocol import EngineStatus
    from llmtutor.services import Services

HOW = (
    "llmtutor models list shows the models and what suits this computer;"
    " llmtutor models get NAME and llmtutor models use NAME take another."
)
"""What the key of the line says."""


def better_model(services: Services) -> str:
    """Title of a model that would answer better here; empty where there is none.

    A model of the student's own, which the catalogue does not know, is never
    found wanting. Reads files, so it belongs into a thread.
    """
    from llmtutor.engine.recommend import best, this_machine

    settings, shelf = services.settings.engine, services.shelf
    if settings.kind != "embedded":
        return ""
    try:
        here = shelf.resolve(settings.model).entry
    except TutorError:
        return ""
    tip = best(shelf.catalogue.entries, "chat", this_machine())
    return tip.entry.title if tip and here and tip.entry.rank > here.rank else ""


def model_row(status: EngineStatus | None, problem: TutorError | None, better: str) -> TodayRow:
    """The line.

    Args:
        status: of the engine; None where none is used.
        problem: why there is no engine.
        better: from :func:`better_model`.
    """
    more = f"better for this computer: {better}" if better else ""
    if status is None:
        fact, more = "none; the quotes answer alone", str(problem or "")
    elif status.state == "failed":
        fact, more = "cannot answer; the quotes do", str(status.problem or "")
    elif status.state == "loading":
        fact = f"loading, {status.progress * 100:.0f} %"
    elif status.model is None:
        fact = "asleep until it is asked"
    else:
        names = [name for name in (status.model.name, status.model.adapter) if name]
        fact = f"{' + '.join(names)}, {status.model.device}"
    return TodayRow("Model", fact, more, "m", "models")

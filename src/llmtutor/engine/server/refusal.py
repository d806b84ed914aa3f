"""What a server means when it refuses, in our words."""

from __future__ import annotations

import re
from typing import Any

from llmtutor.engine.failure import EngineError

_LONGEST = 200
"""Characters of a server's own words that are shown."""
_TOO_LONG = re.compile(r"context[ _](length|size|window)|prompt is too long|n_ctx", re.IGNORECASE)
_NOT_FOUND, _WRONG, _FAULT = 404, 400, 500
_HINTS = {
    401: "Set engine.api_key to the key that the server expects",
    403: "Set engine.api_key to the key that the server expects",
    404: "Is engine.url right? Most servers answer below /v1",
    429: "It has too much to do; ask again in a while",
    503: "It may still be loading its model; ask again in a while",
}


def explain(status: int, body: Any, place: str) -> EngineError:
    """The error for a refusal.

    Args:
        status: of HTTP; 0 where the refusal came in the middle of an answer.
        body: what came with it, as far as it was JSON.
        place: where the server is.
    """
    said = _words(body)
    if _TOO_LONG.search(said):
        return EngineError(
            "too_long",
            f"the question and its notes are longer than the server's model sees ({said})",
            where=place,
            hint="Set engine.context to what the server has, or start it with more",
        )
    head = f"it answered {status}" if status else "it gave up in the middle of the answer"
    what = f"{head}: {said}" if said else head
    return EngineError("server", what, where=place, hint=_HINTS.get(status, ""))


def _words(body: Any) -> str:
    """The message somewhere in a refusal; every server puts it elsewhere."""
    for _ in range(3):
        if not isinstance(body, dict):
            break
        inner = (body.get(key) for key in ("error", "message", "detail"))
        body = next((value for value in inner if value), "")
    text = body if isinstance(body, str) else ""
    text = " ".join(text.split())
    return text[:_LONGEST].rstrip(" .") + ("…" if len(text) > _LONGEST else "")

"""How the engine fails, so that a program can tell and a person can act."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from llmtutor.errors import EXIT_BAD_INPUT, EXIT_FAULT, EXIT_MISSING, EXIT_USAGE, TutorError

ErrorCode = Literal[
    "crashed", "too_long", "memory", "no_library", "wrong_kind", "template", "native", "fault",
    "protocol", "closed", "constraint", "unsupported", "server",
]  # fmt: skip

_EXIT_CODES: Mapping[str, int] = {
    "too_long": EXIT_USAGE,
    "memory": EXIT_MISSING,
    "no_library": EXIT_MISSING,
    "wrong_kind": EXIT_BAD_INPUT,
    "constraint": EXIT_USAGE,
    "unsupported": EXIT_USAGE,
    "server": EXIT_MISSING,
}


class EngineError(TutorError):
    """The model could not do what was asked.

    Args:
        code: which way it failed, for a program to act on.
        numbers: what was counted, where counting decided: for ``too_long``
            ``prompt``, ``answer`` and ``context`` in tokens, for ``memory``
            ``needed`` and ``free`` in bytes.
    """

    def __init__(
        self,
        code: ErrorCode,
        what: str,
        *,
        where: str | Path | None = None,
        hint: str = "",
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.code = code
        self.numbers = dict(numbers or {})
        self.exit_code = _EXIT_CODES.get(code, EXIT_FAULT)

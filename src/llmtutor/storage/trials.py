"""What came of trying models out, in ``trials.json``: a cache that may be lost at any time."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from llmtutor.atomic import write_text
from llmtutor.engine.protocol import ModelInfo
from llmtutor.errors import MissingError
from llmtutor.tutor.abilities import Outcome
from llmtutor.tutor.trial import VERSION

MOST = 200
"""Models that are remembered; the oldest go first."""

_log = logging.getLogger(__name__)


class StoredTrials:
    """Satisfies the tutor's ``TrialLog``. What cannot be read or kept is tried out again."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def outcome(self, model: ModelInfo) -> Outcome | None:
        """Of this file as it is now, or of this model of a server."""
        try:
            return Outcome(**self._read()[_identity(model)])
        except (KeyError, TypeError):
            return None

    def keep(self, model: ModelInfo, outcome: Outcome) -> None:
        """Remember an outcome."""
        kept = self._read()
        kept.pop(_identity(model), None)
        kept[_identity(model)] = asdict(outcome)
        latest = dict(list(kept.items())[-MOST:])
        try:
            write_text(self._file, json.dumps(latest, indent=1, ensure_ascii=False))
        except MissingError as problem:
            _log.warning("%s", problem)

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            value = json.loads(self._file.read_text(encoding="utf-8"))
            if isinstance(value, dict):
                return value
        return {}


def _identity(model: ModelInfo) -> str:
    """A file by its size and time of change, which cost nothing to look up; a server by its name.

    The adapter and the tasks belong to it: either can change what comes out.
    """
    changed = 0
    with suppress(OSError, ValueError):
        changed = Path(model.path).stat().st_mtime_ns if model.size else 0
    parts = (model.path, model.name, model.size, changed, model.adapter, model.template, VERSION)
    return " ".join(str(part) for part in parts)

"""Which chat formats can be asked for by name: llama.cpp knows, and is asked beside the app."""

from __future__ import annotations

import difflib
import json
import subprocess
import sys

from llmtutor.engine.spawning import environment
from llmtutor.errors import UsageError

AUTO = "auto"
_SECONDS = 60
_ASK = (
    "import json; from llmtutor.engine.worker import families, native;"
    " print(json.dumps(families.names(native.load_library())))"
)


def chat_formats() -> list[str]:
    """The names there are; empty where llama.cpp is not installed."""
    try:
        asked = subprocess.run(
            [sys.executable, "-P", "-c", _ASK],
            capture_output=True,
            timeout=_SECONDS,
            env=environment(),
            check=True,
        )
        names = json.loads(asked.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return []
    return [AUTO, *map(str, names)]


def check_chat_format(name: str) -> None:
    """Let a name pass that there is; any where there is nobody to ask.

    Raises:
        UsageError: there is no such format; all are listed.
    """
    known = chat_formats() if name != AUTO else []
    if known and name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean '{near[0]}'? " if near else ""
        raise UsageError(
            f"there is no chat format '{name}'",
            where="chat_format",
            hint=f"{hint}Known are: {', '.join(known)}",
        )

"""What ``doctor`` says on privacy: what is kept where, who may read it, what leaves."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from llmtutor.errors import TutorError


def look(overrides: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The facts, and what about them is a problem."""
    from llmtutor import settings
    from llmtutor.paths import Paths

    paths = Paths.from_environment()
    loaded, _ = settings.load(paths.settings, command_line=overrides)
    snapshots = _size(paths.snapshots)
    return {
        "what you ask": _where_asked(loaded),
        "who may enter": _who_may_enter(paths.home),
        "what you did": f"{paths.progress.name}: answers, reviews, chats, marks",
        "text of your notes": f"{paths.courses.name}/, {paths.index.name}, {paths.answers.name}"
        f" and {paths.snapshots.name}/ ({snapshots / 1e6:.0f} MB; models cache clear empties it)",
        "logs": f"{paths.log.parent.name}/: what failed and where; never notes, questions, answers",
    }, []


def _where_asked(loaded: Any) -> str:
    if loaded.engine.kind != "server":
        return "stays on this computer"
    from llmtutor.engine.server.address import parse_address

    try:
        address = parse_address(loaded.engine.url, allow_remote=loaded.engine.allow_remote)
    except TutorError:
        return "stays on this computer: the server's address cannot be used"
    if address.is_here:
        return f"goes to the server at {address.place}, on this computer"
    sealed = "encrypted" if address.is_encrypted else "NOT encrypted"
    return f"LEAVES this computer with the passages it is about, to {address.place} ({sealed})"


def _who_may_enter(home: Path) -> str:
    try:
        mode = home.stat().st_mode
    except OSError:
        return "nobody yet: there is no data folder"
    if mode & 0o077:
        return f"others on this computer, too; to keep them out: chmod 700 '{home}'"
    return "you alone"


def _size(folder: Path) -> int:
    """Bytes of the files in a folder; one that goes meanwhile counts nothing."""
    total = 0
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            total += file.stat().st_size
    return total

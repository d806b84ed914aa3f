"""What an index holds, said shortly."""

from __future__ import annotations

from llmtutor.library.index import Index
from llmtutor.library.library import Library


def paths(index: Index) -> list[str]:
    return Library(index).sections()


def rows(index: Index) -> dict[str, set[int]]:
    """The keys of the section rows of each lecture: a row that is written again has a new one."""
    found: dict[str, set[int]] = {}
    for row in index.connection.execute("SELECT course, lecture, key FROM section"):
        found.setdefault(f"{row['course']}/{row['lecture']}", set()).add(row["key"])
    return found

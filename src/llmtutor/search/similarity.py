"""How close the passages are to a question: vectors in memory, compared one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from llmtutor.search.scale import Scale

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 8_192
"""Vectors in one piece of memory; later ones do not move earlier ones."""


class Similarity:
    """How close every passage is to one question."""

    def __init__(self, keys: NDArray[np.int64], cosines: NDArray[np.float32]) -> None:
        """Join keys and cosines.

        Args:
            keys: of the passages, ascending; shape (passages,).
            cosines: with the question, -1 to 1; shape (passages,).
        """
        self._keys = keys
        self._cosines = cosines

    @property
    def mean(self) -> float:
        """The cosine of all passages on average: how close the library's subject is."""
        return float(self._cosines.mean())

    def of(self, key: int) -> float | None:
        """The cosine of one passage; None where it has no vector yet."""
        place = int(self._keys.searchsorted(key))
        if place >= len(self._keys) or int(self._keys[place]) != key:
            return None
        return float(self._cosines[place])

    def closest(self, limit: int, inside: frozenset[int] | None = None) -> list[int]:
        """Keys of the closest passages, best first; ``inside`` keeps to some of them."""
        import numpy as np

        cosines = self._cosines
        if inside is not None:
            allowed = np.isin(self._keys, np.fromiter(inside, dtype=np.int64))
            cosines = np.where(allowed, cosines, -2.0).astype(np.float32)
            limit = min(limit, int(allowed.sum()))
        limit = min(limit, len(cosines))
        if not limit:
            return []
        best = np.argpartition(-cosines, limit - 1)[:limit]
        return [int(key) for key in self._keys[best[np.argsort(-cosines[best])]]]


class VectorMemory:
    """The vectors of one model as they are compared."""

    def __init__(self) -> None:
        self._blocks: list[NDArray[np.float32]] = []
        self._rows: dict[int, int] = {}
        """By digest: the place of its vector, counted through all blocks."""
        self._count = self._last = 0
        """Vectors that were read, and where the last of them stands in the index."""
        self._stamp: tuple[int, int] = (-1, -1)
        self._keys: NDArray[np.int64] | None = None
        self._places: NDArray[np.int64] | None = None

    def refresh(self, connection: sqlite3.Connection, model: str) -> None:
        """Read what was added since the last time."""
        import numpy as np

        query = "SELECT place, digest, data FROM vector WHERE place > ? AND model = ?"
        cursor = connection.execute(query + " ORDER BY place", (self._last, model))
        while found := cursor.fetchmany(_BLOCK):
            self._append([row["data"] for row in found])
            self._rows.update((row["digest"], self._count + n) for n, row in enumerate(found))
            self._count += len(found)
            self._last = found[-1]["place"]
        query = "SELECT value FROM fact WHERE name='meanings'"
        stamp = (connection.execute(query).fetchone()["value"], self._last)
        if stamp != self._stamp:
            pairs = _placed(connection, self._rows)
            table = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
            self._keys, self._places = table[:, 0].copy(), table[:, 1].copy()
            self._stamp = stamp

    def _append(self, data: Sequence[bytes]) -> None:
        import numpy as np

        rows = np.frombuffer(b"".join(data), dtype="<f2").reshape(len(data), -1)
        block = rows.astype(np.float32)
        if self._blocks and len(self._blocks[-1]) + len(block) <= _BLOCK:
            block = np.concatenate([self._blocks.pop(), block])
        self._blocks.append(block)

    def compare(self, question: NDArray[np.float32], scale: Scale | None) -> Similarity | None:
        import numpy as np

        if self._keys is None or self._places is None or not len(self._keys):
            return None
        # not "@": a library of many threads spins longer than one thread computes
        cosines = np.concatenate([np.einsum("ij,j->i", block, question) for block in self._blocks])
        cosines = cosines[self._places]
        return Similarity(self._keys, scale.read(cosines) if scale else cosines)


def _placed(connection: sqlite3.Connection, rows: dict[int, int]) -> Iterable[tuple[int, int]]:
    """Each passage that has a vector, ascending, with its place."""
    for key, digest in connection.execute("SELECT passage, digest FROM meaning ORDER BY passage"):
        if (place := rows.get(digest)) is not None:
            yield key, place

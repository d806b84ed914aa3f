"""Passages as vectors: kept in the index as float16, compared in memory as float32.

Brute force on purpose: 100,000 passages are compared in a few milliseconds,
and nothing has to be trained, tuned or kept in step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmtutor.content.inline import plain
from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.library.schema import transaction

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_TEXT = 2_000
"""Code points of a passage that are embedded; small models see no more."""


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


@dataclass(frozen=True, slots=True)
class Pending:
    """A passage that waits for its vector."""

    key: int
    text: str
    """Titles above it and its words."""


class VectorStore:
    """The vectors of one embedding model in the index."""

    def __init__(self, connection: sqlite3.Connection, model: str) -> None:
        """Open the vectors of a model.

        Args:
            connection: the index.
            model: what identifies the model; vectors of another are not comparable.
        """
        self._connection = connection
        self._model = model
        self._loaded: tuple[int, NDArray[np.int64], NDArray[np.float32]] | None = None

    def counts(self) -> tuple[int, int]:
        """``(passages with a vector, passages)``."""
        query = "SELECT (SELECT count(*) FROM vector WHERE model=?), (SELECT count(*) FROM passage)"
        done, total = self._connection.execute(query, (self._model,)).fetchone()
        return done, total

    def pending(self, limit: int) -> list[Pending]:
        """Passages without a vector of this model, in reading order."""
        rows = self._connection.execute(
            "SELECT passage.key, lecture.title AS upper, section.title,"
            " substr(section.text, start + 1, min(stop - start, ?2)) AS text FROM passage"
            " JOIN section ON section.key = passage.section"
            " JOIN lecture ON lecture.course = section.course AND lecture.id = section.lecture"
            " WHERE NOT EXISTS (SELECT 1 FROM vector WHERE passage = passage.key AND model = ?1)"
            " ORDER BY passage.key LIMIT ?3",
            (self._model, MAX_TEXT, limit),
        )
        return [
            Pending(row["key"], f"{row['upper']} › {row['title']}\n{plain(row['text'])}".strip())
            for row in rows
        ]

    def add(self, keys: Sequence[int], data: bytes, dimensions: int) -> None:
        """Keep vectors.

        Args:
            keys: of their passages.
            data: float32, little-endian, row after row: shape (keys, dimensions).
            dimensions: numbers in a vector.
        """
        import numpy as np

        rows = np.frombuffer(data, dtype="<f4").reshape(len(keys), dimensions).astype("<f2")
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT OR REPLACE INTO vector VALUES(?,?,?)",
                [(key, self._model, row.tobytes()) for key, row in zip(keys, rows, strict=True)],
            )
            self._connection.execute("UPDATE fact SET value = value + 1 WHERE name = 'vectors'")

    def similarity(self, vector: Sequence[float] | bytes) -> Similarity | None:
        """Compare a question with every passage; None where no passage has a vector yet.

        Args:
            vector: the question's, of length 1; float32 bytes or numbers.
        """
        import numpy as np

        keys, matrix = self._matrix()
        if not len(keys):
            return None
        question = (
            np.frombuffer(vector, dtype="<f4")
            if isinstance(vector, bytes)
            else np.asarray(vector, dtype=np.float32)
        )
        return Similarity(keys, matrix @ question)

    def _matrix(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """All vectors, shape (passages, dimensions); read again only when they changed."""
        import numpy as np

        row = self._connection.execute("SELECT value FROM fact WHERE name='vectors'").fetchone()
        if self._loaded is None or self._loaded[0] != row["value"]:
            rows = self._connection.execute(
                "SELECT passage, data FROM vector WHERE model=? ORDER BY passage", (self._model,)
            ).fetchall()
            keys = np.array([item["passage"] for item in rows], dtype=np.int64)
            data = np.frombuffer(b"".join(item["data"] for item in rows), dtype="<f2")
            matrix = data.reshape(len(rows), -1) if rows else data.reshape(0, 1)
            self._loaded = (row["value"], keys, matrix.astype(np.float32))
        return self._loaded[1], self._loaded[2]


def keys_inside(connection: sqlite3.Connection, scope: Scope) -> frozenset[int] | None:
    """Keys of the passages in a scope; None is all of them."""
    if scope == EVERYTHING:
        return None
    condition, values = scope.where()
    rows = connection.execute(
        "SELECT passage.key FROM passage JOIN section ON section.key = passage.section"
        f" WHERE {condition}",
        values,
    )
    return frozenset(row["key"] for row in rows)

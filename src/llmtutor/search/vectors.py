"""Passages as vectors: kept in the index as float16, compared in memory as float32.

Brute force on purpose: 100,000 passages are compared in a few milliseconds,
and nothing has to be trained, tuned or kept in step. A vector belongs to what
a passage says, not to its place: notes that are imported again need vectors
for what is new in them only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

from llmtutor.content.inline import plain
from llmtutor.library.library import Library
from llmtutor.library.schema import transaction
from llmtutor.search.analysis import is_cjk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_TEXT = 2_000
"""Code points of a passage that are embedded; small models see no more."""
_BLOCK = 8_192
"""Vectors in one piece of memory; later ones do not move earlier ones."""


def create_vectors(connection: sqlite3.Connection) -> None:
    """Make the tables: what each passage says, and the vectors of what is said."""
    connection.execute(
        "CREATE TABLE meaning(passage INTEGER PRIMARY KEY, digest INTEGER NOT NULL,"
        " cjk INTEGER NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE vector(place INTEGER PRIMARY KEY, model TEXT NOT NULL,"
        " digest INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(model, digest))"
    )
    connection.execute("INSERT INTO fact VALUES('meanings', 0)")


def meaning_of(heading: str, words: str) -> tuple[int, bool]:
    """What a passage says, as a number, and whether it says so in Chinese, Japanese or Korean."""
    digest = blake2b(f"{heading}\n{words}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True), is_cjk(words)


def forget_vectors(connection: sqlite3.Connection) -> None:
    """Drop the vectors of what no passage says any more; passages have changed."""
    connection.execute("UPDATE fact SET value = value + 1 WHERE name = 'meanings'")
    if connection.execute("SELECT 1 FROM vector LIMIT 1").fetchone():
        connection.execute("DELETE FROM vector WHERE digest NOT IN (SELECT digest FROM meaning)")


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


@dataclass(frozen=True, slots=True)
class Pending:
    """A passage that waits for its vector."""

    key: int
    digest: int
    text: str
    """Titles above it and its words."""


class VectorStore:
    """The vectors of one embedding model in the index; threads take turns.

    It has a connection of its own: nobody who reads waits for it.
    """

    def __init__(self, library: Library, model: str) -> None:
        """Open the vectors of a model.

        Args:
            library: the passages.
            model: what identifies the model; vectors of another are not comparable.
        """
        self._library = library
        self._model = model
        self._turn = Lock()
        self._seen: sqlite3.Connection | None = None
        self._own: sqlite3.Connection | None = None
        self._memory = _Memory()

    def counts(self, *, cjk: bool) -> tuple[int, int]:
        """``(passages with a vector, passages)``; of all scripts, or without Chinese ones."""
        with self._turn:
            row = (
                self._connection()
                .execute(
                    "SELECT count(place), count(*) FROM meaning LEFT JOIN vector"
                    " ON vector.model = ? AND vector.digest = meaning.digest WHERE cjk <= ?",
                    (self._model, cjk),
                )
                .fetchone()
            )
        return row[0], row[1]

    def has_any(self) -> bool:
        """Whether any passage has a vector."""
        query = "SELECT 1 FROM vector WHERE model=? LIMIT 1"
        with self._turn:
            return self._connection().execute(query, (self._model,)).fetchone() is not None

    def pending(self, limit: int, *, after: int = 0, cjk: bool) -> list[Pending]:
        """Passages without a vector of this model, in reading order.

        Args:
            limit: most that are returned.
            after: key of the passage behind which to look.
            cjk: whether Chinese, Japanese and Korean ones are wanted, too.
        """
        with self._turn:
            rows = (
                self._connection()
                .execute(
                    "SELECT passage.key, digest, lecture.title AS upper, section.title,"
                    " substr(section.text, start + 1, min(stop - start, ?)) AS text FROM meaning"
                    " JOIN passage ON passage.key = meaning.passage"
                    " JOIN section ON section.key = passage.section JOIN lecture"
                    " ON lecture.course = section.course AND lecture.id = section.lecture"
                    " WHERE meaning.passage > ? AND meaning.cjk <= ? AND NOT EXISTS"
                    " (SELECT 1 FROM vector WHERE vector.model = ?"
                    " AND vector.digest = meaning.digest)"
                    " ORDER BY meaning.passage LIMIT ?",
                    (MAX_TEXT, after, cjk, self._model, limit),
                )
                .fetchall()
            )
        return [
            Pending(
                row["key"],
                row["digest"],
                f"{row['upper']} › {row['title']}\n{plain(row['text'])}".strip(" ›\n"),
            )
            for row in rows
        ]

    def add(self, passages: Sequence[Pending], data: bytes, dimensions: int) -> None:
        """Keep vectors.

        Args:
            passages: that they belong to.
            data: float32, little-endian, row after row: shape (passages, dimensions).
            dimensions: numbers in a vector.
        """
        import numpy as np

        rows = np.frombuffer(data, dtype="<f4").reshape(len(passages), dimensions).astype("<f2")
        with self._turn:
            connection = self._connection()
            with transaction(connection):
                connection.executemany(
                    "INSERT OR IGNORE INTO vector(model, digest, data) VALUES(?,?,?)",
                    [
                        (self._model, passage.digest, row.tobytes())
                        for passage, row in zip(passages, rows, strict=True)
                    ],
                )

    def similarity(self, vector: Sequence[float] | bytes) -> Similarity | None:
        """Compare a question with every passage; None where no passage has a vector yet.

        Args:
            vector: the question's, of length 1; float32 bytes or numbers.
        """
        import numpy as np

        question = (
            np.frombuffer(vector, dtype="<f4")
            if isinstance(vector, bytes)
            else np.asarray(vector, dtype=np.float32)
        )
        with self._turn:
            self._memory.refresh(self._connection(), self._model)
            return self._memory.compare(question)

    def close(self) -> None:
        with self._turn:
            if self._own is not None:
                self._own.close()
            self._own = self._seen = None

    def _connection(self) -> sqlite3.Connection:
        """The store's own, to the index that the library reads now."""
        if self._own is None or self._seen is not self._library.connection:
            if self._own is not None:
                self._own.close()
            self._memory = _Memory()
            self._seen = self._library.connection
            self._own = self._library.another_connection()
        return self._own


class _Memory:
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

    def compare(self, question: NDArray[np.float32]) -> Similarity | None:
        import numpy as np

        if self._keys is None or self._places is None or not len(self._keys):
            return None
        # not "@": a library of many threads spins longer than one thread computes
        cosines = np.concatenate([np.einsum("ij,j->i", block, question) for block in self._blocks])
        return Similarity(self._keys, cosines[self._places])


def _placed(connection: sqlite3.Connection, rows: dict[int, int]) -> Iterable[tuple[int, int]]:
    """Each passage that has a vector, ascending, with its place."""
    for key, digest in connection.execute("SELECT passage, digest FROM meaning ORDER BY passage"):
        if (place := rows.get(digest)) is not None:
            yield key, place

"""Passages as vectors: kept in the index as float16, compared in memory as float32.

Brute force on purpose: 100,000 passages are compared in a few milliseconds,
and nothing has to be trained, tuned or kept in step. A vector belongs to what
a passage says, not to its place: notes that are imported again need vectors
for what is new in them only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from llmtutor.content.inline import plain
from llmtutor.library.library import Library
from llmtutor.library.schema import transaction
from llmtutor.search.analysis import is_cjk
from llmtutor.search.scale import Scale
from llmtutor.search.similarity import Similarity as Similarity  # noqa: PLC0414
from llmtutor.search.similarity import VectorMemory

MAX_TEXT = 2_000
"""Code points of a passage that are embedded; small models see no more."""
_PARTS = 1_000_000
"""A cosine is kept as a whole number of these."""


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
        self._memory = VectorMemory()

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
            return self._memory.compare(question, self._scale())

    def has_scale(self) -> bool:
        """Whether it is known what this model's cosines mean."""
        with self._turn:
            return self._scale() is not None

    def keep_scale(self, questions: bytes, passages: bytes, dimensions: int) -> None:
        """Keep what cosines mean: told by the vectors of ``scale.PAIRS``, as in :meth:`add`."""
        import numpy as np

        first, second = (
            np.frombuffer(data, dtype="<f4").reshape(-1, dimensions)
            for data in (questions, passages)
        )
        told = Scale.of(first, second)
        values = (told.unrelated, told.answering)
        with self._turn:
            self._connection().executemany(
                "INSERT OR REPLACE INTO fact VALUES(?,?)",
                [(name, round(v * _PARTS)) for name, v in zip(self._facts, values, strict=True)],
            )

    @property
    def _facts(self) -> tuple[str, str]:
        return f"unrelated {self._model}", f"answering {self._model}"

    def _scale(self) -> Scale | None:
        rows = self._connection().execute(
            "SELECT value FROM fact WHERE name IN (?,?) ORDER BY name DESC", self._facts
        )
        values = [row["value"] / _PARTS for row in rows]
        return Scale(*values) if len(values) == len(self._facts) else None

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
            self._memory = VectorMemory()
            self._seen = self._library.connection
            self._own = self._library.another_connection()
        return self._own

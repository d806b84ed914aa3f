"""How clear a model found statements, in ``progress.db``: it took minutes to read them."""

from __future__ import annotations

import hashlib
import sqlite3


class StoredClarity:
    """Satisfies the quiz's ``Clarity``. Statements are kept as digests: the notes hold them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[bytes, float] | None = None

    def of(self, about: str, text: str) -> float | None:
        return self._read().get(_digest(about, text))

    def keep(self, about: str, text: str, clear: float) -> None:
        digest = _digest(about, text)
        self._read()[digest] = clear
        self._connection.execute(
            "INSERT OR REPLACE INTO clarity(statement, clear) VALUES(?,?)", (digest, clear)
        )

    def _read(self) -> dict[bytes, float]:
        """All at once: a quiz asks for thousands."""
        if self._known is None:
            rows = self._connection.execute("SELECT statement, clear FROM clarity").fetchall()
            self._known = {row["statement"]: row["clear"] for row in rows}
        return self._known


def _digest(about: str, text: str) -> bytes:
    return hashlib.blake2b(f"{about}\n{text}".encode(), digest_size=12).digest()

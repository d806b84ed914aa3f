"""The full-text side of ``index.db``: what is stored, and how rare each term is."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable, Sequence

from llmtutor.content.inline import plain
from llmtutor.library.schema import IndexedPassage
from llmtutor.search.analysis import segment

LEAST_WEIGHT = 0.2
"""Weight of the commonest term, as a share of one that stands in no passage."""
_BATCH = 500
_WORD = re.compile(r"[a-z]{5,40}")


class TextIndexer:
    """Puts passages into SQLite's FTS5; satisfies the library's ``PassageIndexer``."""

    version = 3

    def create(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "CREATE VIRTUAL TABLE passage_text USING fts5(heading, body,"
            " tokenize='porter unicode61 remove_diacritics 2')"
        )
        connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab('passage_text', 'row')")
        connection.execute("CREATE TABLE term(term TEXT PRIMARY KEY, doc INTEGER) WITHOUT ROWID")
        # whole words, for spelling; those of passages that are gone do no harm
        connection.execute("CREATE TABLE word(word TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute(
            "CREATE TABLE vector(passage INTEGER PRIMARY KEY, model TEXT NOT NULL, data BLOB)"
        )
        connection.execute("CREATE TABLE fact(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID")
        connection.execute("INSERT INTO fact VALUES('passages', 0), ('vectors', 0)")

    def add(self, connection: sqlite3.Connection, passages: Iterable[IndexedPassage]) -> None:
        words: set[str] = set()
        rows = []
        for passage in passages:
            heading, body = segment(passage.heading), segment(plain(passage.text))
            rows.append((passage.key, heading, body))
            words.update(_WORD.findall(heading.lower()), _WORD.findall(body.lower()))
        connection.executemany("INSERT INTO passage_text(rowid, heading, body) VALUES(?,?,?)", rows)
        connection.executemany("INSERT OR IGNORE INTO word VALUES(?)", ((word,) for word in words))

    def remove(self, connection: sqlite3.Connection, keys: Sequence[int]) -> None:
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            connection.execute(f"DELETE FROM passage_text WHERE rowid IN ({marks})", batch)
            connection.execute(f"DELETE FROM vector WHERE passage IN ({marks})", batch)
        connection.execute("UPDATE fact SET value = value + 1 WHERE name = 'vectors'")

    def finish(self, connection: sqlite3.Connection) -> None:
        """Count the passages, and in how many of them each term stands.

        SQLite would walk all of them, or a term's whole list, at each look-up.
        """
        connection.execute(
            "UPDATE fact SET value = (SELECT count(*) FROM passage) WHERE name = 'passages'"
        )
        connection.execute("DELETE FROM term")
        connection.execute("INSERT INTO term SELECT term, doc FROM vocabulary")


def rarity(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[str, float]:
    """Inverse document frequency of each term: the rarer, the larger; unseen terms most of all.

    In a small library a term of its very subject stands everywhere; it must
    not weigh nothing, so no term weighs less than a share of the rarest.
    """
    passages = passage_count(connection)
    found: dict[str, int] = {}
    for start in range(0, len(terms), _BATCH):
        batch = terms[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        rows = connection.execute(f"SELECT term, doc FROM term WHERE term IN ({marks})", batch)
        found.update((row["term"], row["doc"]) for row in rows)
    least = LEAST_WEIGHT * math.log(1 + passages)
    return {term: max(least, _idf(passages, found.get(term, 0))) for term in terms}


def passage_count(connection: sqlite3.Connection) -> int:
    """Passages in the whole library."""
    (count,) = connection.execute("SELECT value FROM fact WHERE name='passages'").fetchone()
    return int(count)


def _idf(passages: int, holding: int) -> float:
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))

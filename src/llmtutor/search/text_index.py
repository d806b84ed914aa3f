"""The full-text side of ``index.db``: what is stored, and how rare each term is."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from llmtutor.library.schema import IndexedPassage

LEAST_WEIGHT = 0.2
"""Weight of the commonest term, as a share of one that stands in no passage."""
_TOKENIZER = "tokenize='porter unicode61 remove_diacritics 2'"
_GATHERED = 32 << 20
"""Bytes of terms that are gathered in memory before they are written."""
_FEW = 8
"""One in so many passages may change before all terms are counted anew."""
_BATCH = 500
_WORD = re.compile(r"[a-z]{5,40}")
_FIRST_CJK = "\u2e80"
"""Terms of Chinese, Japanese and Korean are sorted from here on, others before it."""


class TextIndexer:
    """Puts passages into SQLite's FTS5; satisfies the library's ``PassageIndexer``.

    What analyses text is imported where it is used: mostly an index is opened, and nothing in
    it is new.
    """

    version = 6

    def __init__(self) -> None:
        self._pieces: set[str] = set()

    def create(self, connection: sqlite3.Connection) -> None:
        from llmtutor.search import other_names
        from llmtutor.search.vectors import create_vectors

        connection.execute(
            f"CREATE VIRTUAL TABLE passage_text USING fts5(heading, body, {_TOKENIZER})"
        )
        connection.execute(
            "INSERT INTO passage_text(passage_text, rank) VALUES('hashsize', ?)", (_GATHERED,)
        )
        connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab('passage_text', 'row')")
        connection.execute("CREATE TABLE term(term TEXT PRIMARY KEY, doc INTEGER) WITHOUT ROWID")
        # passages whose terms are not in that table yet
        connection.execute("CREATE TABLE uncounted(passage INTEGER PRIMARY KEY)")
        # whole words, for spelling; those of passages that are gone do no harm
        connection.execute("CREATE TABLE word(word TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute("CREATE TABLE fact(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID")
        connection.execute(
            "INSERT INTO fact VALUES('passages', 0), ('recount', 0), ('words', 0), ('cjk', 0)"
        )
        create_vectors(connection)
        other_names.create(connection)

    def learn(self, connection: sqlite3.Connection, things: Iterable[Sequence[str]]) -> None:
        from llmtutor.search import other_names

        other_names.learn(connection, things)

    def add(self, connection: sqlite3.Connection, passages: Iterable[IndexedPassage]) -> None:
        from llmtutor.content.inline import plain
        from llmtutor.search.analysis import segment
        from llmtutor.search.vectors import meaning_of

        texts, meanings = [], []
        for passage in passages:
            words = plain(passage.text)
            heading, body = segment(passage.heading), segment(words)
            texts.append((passage.key, heading, body))
            meanings.append((passage.key, *meaning_of(passage.heading, words)))
            # each different piece is looked through once, at the end: most stand there often
            self._pieces.update(heading.lower().split(), body.lower().split())
        connection.executemany(
            "INSERT INTO passage_text(rowid, heading, body) VALUES(?,?,?)", texts
        )
        connection.executemany("INSERT INTO meaning VALUES(?,?,?)", meanings)
        connection.executemany("INSERT INTO uncounted VALUES(?)", ((text[0],) for text in texts))

    def remove(self, connection: sqlite3.Connection, keys: Sequence[int]) -> None:
        for batch, marks in _batches(keys):
            connection.execute(f"DELETE FROM uncounted WHERE passage IN ({marks})", batch)
        if len(keys) * _FEW > passage_count(connection):
            connection.execute("UPDATE fact SET value = 1 WHERE name = 'recount'")
        else:
            _count(connection, keys, -1)
        for batch, marks in _batches(keys):
            connection.execute(f"DELETE FROM passage_text WHERE rowid IN ({marks})", batch)
            connection.execute(f"DELETE FROM meaning WHERE passage IN ({marks})", batch)

    def finish(self, connection: sqlite3.Connection) -> None:
        """Count the passages, and in how many of them each term stands.

        SQLite would walk all of them, or a term's whole list, at each look-up.
        """
        connection.executemany(
            "INSERT OR IGNORE INTO word VALUES(?)", ((word,) for word in self._words())
        )
        self._pieces.clear()
        from llmtutor.search.vectors import forget_vectors

        added = [key for (key,) in connection.execute("SELECT passage FROM uncounted")]
        (again,) = connection.execute("SELECT value FROM fact WHERE name = 'recount'").fetchone()
        if again or len(added) * _FEW > passage_count(connection):
            connection.execute("DELETE FROM term")
            connection.execute("INSERT INTO term SELECT term, doc FROM vocabulary")
        else:
            _count(connection, added, 1)
        connection.execute("DELETE FROM uncounted")
        connection.execute("UPDATE fact SET value = 0 WHERE name = 'recount'")
        connection.execute(
            "UPDATE fact SET value = (SELECT count(*) FROM passage) WHERE name = 'passages'"
        )
        _count_words(connection)
        forget_vectors(connection)

    def _words(self) -> list[str]:
        together = " ".join(self._pieces)
        return sorted(set(_WORD.findall(together)))


def _count_words(connection: sqlite3.Connection) -> None:
    """Count the different terms, Chinese ones for themselves: their pairs make many."""
    (every,) = connection.execute("SELECT count(*) FROM term WHERE doc > 0").fetchone()
    query = "SELECT count(*) FROM term WHERE term >= ? AND doc > 0"
    (cjk,) = connection.execute(query, (_FIRST_CJK,)).fetchone()
    connection.executemany(
        "UPDATE fact SET value = ? WHERE name = ?", ((every - cjk, "words"), (cjk, "cjk"))
    )


def _count(connection: sqlite3.Connection, keys: Sequence[int], sign: int) -> None:
    """Add the terms of some passages to the counts, or take them off; reads no others."""
    if not keys:
        return
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.few USING fts5(heading, body, content='', {_TOKENIZER})"
    )
    connection.execute("CREATE VIRTUAL TABLE temp.few_terms USING fts5vocab('temp', 'few', 'row')")
    for batch, marks in _batches(keys):
        connection.execute(
            "INSERT INTO temp.few(rowid, heading, body) SELECT rowid, heading, body"
            f" FROM passage_text WHERE rowid IN ({marks})",
            batch,
        )
    connection.execute(
        "INSERT INTO term SELECT term, doc * ? FROM temp.few_terms WHERE true"
        " ON CONFLICT(term) DO UPDATE SET doc = doc + excluded.doc",
        (sign,),
    )
    connection.execute("DROP TABLE temp.few_terms")
    connection.execute("DROP TABLE temp.few")


def _batches(keys: Sequence[int]) -> Iterator[tuple[Sequence[int], str]]:
    """Keys by as many as one statement may bind, and the marks that they are bound to."""
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        yield batch, ",".join("?" * len(batch))


def passages_holding(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """In how many passages of the library each term stands."""
    found = dict.fromkeys(terms, 0)
    for start in range(0, len(terms), _BATCH):
        batch = terms[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        rows = connection.execute(f"SELECT term, doc FROM term WHERE term IN ({marks})", batch)
        found.update((row["term"], row["doc"]) for row in rows)
    return found


def rarity(passages: int, holding: Mapping[str, int]) -> dict[str, float]:
    """Inverse document frequency of each term: the rarer, the larger; unseen terms most of all.

    In a small library a term of its very subject stands everywhere; it must
    not weigh nothing, so no term weighs less than a share of the rarest.

    Args:
        passages: in the library.
        holding: from :func:`passages_holding`.
    """
    least = LEAST_WEIGHT * math.log(1 + passages)
    return {term: max(least, _idf(passages, held)) for term, held in holding.items()}


def passage_count(connection: sqlite3.Connection) -> int:
    """Passages in the whole library."""
    (count,) = connection.execute("SELECT value FROM fact WHERE name='passages'").fetchone()
    return int(count)


def word_count(connection: sqlite3.Connection, *, cjk: bool) -> int:
    """Different terms in the whole library, of Chinese, Japanese and Korean or of other scripts."""
    name = "cjk" if cjk else "words"
    (count,) = connection.execute("SELECT value FROM fact WHERE name=?", (name,)).fetchone()
    return int(count)


def _idf(passages: int, holding: int) -> float:
    return math.log(1 + max(0, passages - holding + 0.5) / (holding + 0.5))

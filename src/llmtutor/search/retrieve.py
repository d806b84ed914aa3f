"""From a query to the passages that hold its words, by BM25."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from llmtutor.content.inline import plain
from llmtutor.content.models import section_path
from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.search import expression
from llmtutor.search.analysis import fold
from llmtutor.search.query import Query

HEADING_WEIGHT = 1.5
"""Of a term in the titles above a passage, against one in its text."""
_SPARE = 4
"""Times as many are looked up as wanted, where some may not fit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found."""

    key: int
    path: str
    """Of its section."""
    title: str
    """Of its section."""
    heading: str
    """Titles from the lecture down to the section."""
    text: str
    """The passage, verbatim."""
    start: int
    """Offset of the passage in its section."""
    score: float
    """BM25, larger is better; comparable within one query."""


def find_hits(
    connection: sqlite3.Connection,
    query: Query,
    scope: Scope = EVERYTHING,
    *,
    limit: int = 10,
    quotable: bool = False,
) -> list[Hit]:
    """The passages that match best.

    Args:
        connection: the index.
        query: from :func:`parse_query`.
        scope: the part of the library to look in.
        limit: most hits returned.
        quotable: leave out code and pictures.
    """
    wanted = limit * _SPARE if query.phrases or quotable else limit
    found: list[Hit] = []
    for key, score in find_matches(connection, query, scope, limit=wanted):
        if hit := read_hit(connection, query, key, score, quotable=quotable):
            found.append(hit)
        if len(found) == limit:
            break
    return found


def find_matches(
    connection: sqlite3.Connection, query: Query, scope: Scope = EVERYTHING, *, limit: int
) -> list[tuple[int, float]]:
    """Keys and BM25 scores of the passages that match best; nothing of them is read."""
    match = expression.match_expression(query, _share(connection, query, scope))
    if not match:
        return []
    inside, values = _inside(scope)
    hidden, languages = _hidden(connection, query)
    try:
        rows = connection.execute(
            "SELECT * FROM (SELECT rowid AS key, -bm25(passage_text, ?, 1.0) AS score"
            f" FROM passage_text WHERE passage_text MATCH ?{inside}{hidden} LIMIT ?)"
            " ORDER BY score DESC, key LIMIT ?",
            [HEADING_WEIGHT, match, *values, *languages, expression.MOST_SCORED, limit],
        ).fetchall()
    except sqlite3.OperationalError:
        return []  # a phrase of signs alone is no word to FTS5
    return [(row["key"], row["score"]) for row in rows]


def read_hit(
    connection: sqlite3.Connection, query: Query, key: int, score: float, *, quotable: bool
) -> Hit | None:
    """One passage as a hit; None where it lacks a phrase that was asked for, or is no text."""
    hit, kind = _hit(connection, key, score)
    fits = _holds_phrases(hit, query) and not (quotable and kind != "text")
    return hit if fits else None


def _share(connection: sqlite3.Connection, query: Query, scope: Scope) -> float:
    """The share of the library's passages that are in a scope."""
    if scope == EVERYTHING or query.passages <= expression.SCORED:
        return 1.0
    condition, values = scope.where()
    (inside,) = connection.execute(
        "SELECT count(*) FROM section JOIN passage ON passage.section = section.key"
        f" WHERE {condition}",
        values,
    ).fetchone()
    return float(inside / query.passages)


def _inside(scope: Scope) -> tuple[str, list[str]]:
    """The condition that keeps a search in its scope."""
    if scope == EVERYTHING:
        return "", []
    condition, values = scope.where()
    # the unary plus keeps SQLite from walking the list of passages and asking
    # the text index about each of them
    return (
        " AND +rowid IN (SELECT passage.key FROM passage"
        f" JOIN section ON section.key = passage.section WHERE {condition})"
    ), values


_OTHER_LANGUAGE = """
SELECT passage.key FROM lecture AS version
JOIN section ON section.course = version.course AND section.original = version.original
JOIN passage ON passage.section = section.key
WHERE version.id <> version.original AND section.cjk <> ? AND EXISTS (
  SELECT 1 FROM section AS other WHERE other.course = section.course
  AND other.original = section.original AND other.id = section.id AND other.cjk = ?)
"""
"""Passages of sections that are there in the script of the question, too."""


def _hidden(connection: sqlite3.Connection, query: Query) -> tuple[str, list[int]]:
    """The condition that finds a translated section once: in the script of the question."""
    translated = "SELECT 1 FROM lecture WHERE id <> original LIMIT 1"
    if connection.execute(translated).fetchone() is None:
        return "", []
    return f" AND +rowid NOT IN ({_OTHER_LANGUAGE})", [query.cjk, query.cjk]


def hidden_keys(connection: sqlite3.Connection, query: Query) -> frozenset[int]:
    """Passages that a question leaves out: they are there in its script, too."""
    rows = connection.execute(_OTHER_LANGUAGE, (query.cjk, query.cjk))
    return frozenset(row["key"] for row in rows)


def _hit(connection: sqlite3.Connection, key: int, score: float) -> tuple[Hit, str]:
    """A passage with the titles above it, and its kind."""
    row = connection.execute(
        "SELECT section.course, section.lecture, section.id, section.title, lecture.title AS upper,"
        " substr(section.text, start + 1, stop - start) AS text, start, kind FROM passage"
        " JOIN section ON section.key = passage.section"
        " JOIN lecture ON lecture.course = section.course AND lecture.id = section.lecture"
        " WHERE passage.key = ?",
        (key,),
    ).fetchone()
    hit = Hit(
        key=key,
        path=section_path(row["course"], row["lecture"], row["id"]),
        title=row["title"],
        heading=f"{row['upper']} › {row['title']}",
        text=row["text"],
        start=row["start"],
        score=score,
    )
    return hit, row["kind"]


def _holds_phrases(hit: Hit, query: Query) -> bool:
    if not query.phrases:
        return True
    text = fold(f"{hit.heading} {plain(hit.text)}")
    return all(" ".join(fold(phrase).split()) in " ".join(text.split()) for phrase in query.phrases)


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

"""One thing under its names in two languages, as the courses' glossaries give them.

A question in one language finds the passages of the other: "注意力" those that
speak of attention. A name of the other language counts as the words that were asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from llmtutor.search.analysis import fold, has_cjk, terms_of

MOST_NAMES = 3
"""Of one thing in the other language; the first are the usual ones."""


@dataclass(frozen=True, slots=True)
class OtherNames:
    """A thing that a query names, and its names in the other language."""

    asked: frozenset[str]
    """The query's terms that name it."""
    names: tuple[str, ...]
    terms: tuple[frozenset[str], ...]
    """Of each name."""

    def within(self, found: Collection[str]) -> bool:
        """Whether some text names it."""
        return any(name.issubset(found) for name in self.terms)


def asked_terms(things: Iterable[OtherNames]) -> frozenset[str]:
    """The query's terms that name any of some things."""
    return frozenset[str]().union(*(thing.asked for thing in things))


def create(connection: sqlite3.Connection) -> None:
    """Make the table; :func:`learn` fills it."""
    connection.execute(
        "CREATE TABLE glossary(entry INTEGER, name TEXT, key TEXT, terms TEXT, cjk INTEGER) STRICT"
    )


def learn(connection: sqlite3.Connection, things: Iterable[Sequence[str]]) -> None:
    """Remember the names of each thing, in place of what was remembered before."""
    connection.execute("DELETE FROM glossary")
    connection.executemany(
        "INSERT INTO glossary VALUES(?,?,?,?,?)",
        [
            (entry, name, _key(name), " ".join(found), int(has_cjk(name)))
            for entry, names in enumerate(things)
            for name in names
            if (found := terms_of(name))
        ],
    )


def named(connection: sqlite3.Connection, text: str, terms: Collection[str]) -> list[OtherNames]:
    """What a text names, longest names first, with its other names that stand in the library."""
    rows = connection.execute(
        "SELECT entry, key, terms, cjk FROM glossary"
        " WHERE (cjk AND instr(?, key)) OR (NOT cjk AND instr(?, key))"
        " ORDER BY length(key) DESC",
        (_squeezed(text), f" {' '.join(terms_of(text))} "),
    ).fetchall()
    found: list[OtherNames] = []
    taken: list[str] = []
    for row in rows:
        asked = _set(row["terms"]) & frozenset(terms)
        if not asked or any(row["key"] in key and row["key"] != key for key in taken):
            continue
        taken.append(row["key"])
        if others := _others(connection, row["entry"], row["cjk"]):
            names, held = zip(*others, strict=True)
            found.append(OtherNames(asked, names, held))
    return found


def _others(
    connection: sqlite3.Connection, entry: int, cjk: int
) -> list[tuple[str, frozenset[str]]]:
    """Names of the other language that the library's words could make up, with their terms."""
    rows = connection.execute(
        "SELECT name, terms FROM glossary WHERE entry=? AND cjk<>? ORDER BY rowid", (entry, cjk)
    ).fetchall()
    names = [(row["name"], _set(row["terms"])) for row in rows]
    return [item for item in names if _stands(connection, item[1])][:MOST_NAMES]


def _stands(connection: sqlite3.Connection, terms: frozenset[str]) -> bool:
    marks = ",".join("?" * len(terms))
    query = f"SELECT count(*) FROM term WHERE term IN ({marks}) AND doc > 0"
    (count,) = connection.execute(query, tuple(terms)).fetchone()
    return int(count) == len(terms)


def _set(terms: str) -> frozenset[str]:
    return frozenset(terms.split())


def _key(name: str) -> str:
    return _squeezed(name) if has_cjk(name) else f" {' '.join(terms_of(name))} "


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())

"""Words of a query that stand nowhere in the notes: taken apart, put together, or corrected."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from llmtutor.search.analysis import Term, stem

SHORTEST = 6
"""Letters of a word that is corrected; shorter ones are too often other words."""
_SHORTEST_FOR_TWO = 9
_PARTS = re.compile(r"[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that was read as another one."""

    written: str
    taken: str


def mend(
    connection: sqlite3.Connection, terms: Sequence[Term]
) -> tuple[list[Term], tuple[Correction, ...]]:
    """Replace terms that no passage holds by what was probably meant.

    ``gpt4`` is read as ``gpt 4``, ``fine tuning`` also as ``finetuning``, and
    ``tokeniztion`` as ``tokenization``, where the notes hold those.
    """
    mended: list[Term] = []
    corrections: list[Correction] = []
    for index, term in enumerate(terms):
        if term.cjk or not term.shown.isascii() or _doc(connection, term.text):
            mended.append(term)
            continue
        found = _apart(connection, term) or _together(connection, terms, index)
        if not found and (near := _nearest(connection, term.shown)):
            found = [Term(stem(near), near)]
            corrections.append(Correction(term.shown, near))
        mended += found or [term]
    return list({term.text: term for term in mended}.values()), tuple(corrections)


def _apart(connection: sqlite3.Connection, term: Term) -> list[Term]:
    """Two words of the notes that were written as one."""
    word = term.shown
    parts = _PARTS.findall(word)
    cuts = [len(parts[0])] if len(parts) == 2 else range(3, len(word) - 2)
    for cut in cuts:
        halves = [Term(stem(half), half) for half in (word[:cut], word[cut:])]
        if all(_doc(connection, half.text) for half in halves):
            return halves
    return []


def _together(connection: sqlite3.Connection, terms: Sequence[Term], index: int) -> list[Term]:
    """One word of the notes that was written as this one and the next."""
    if index + 1 >= len(terms) or terms[index + 1].cjk:
        return []
    joined = terms[index].shown + terms[index + 1].shown
    return [Term(stem(joined), joined)] if _doc(connection, stem(joined)) else []


def _nearest(connection: sqlite3.Connection, word: str) -> str:
    """The word of the notes that differs in one letter, or two if it is long."""
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    most = 2 if len(word) >= _SHORTEST_FOR_TWO else 1
    rows = connection.execute(
        "SELECT word FROM word WHERE word >= ?1 AND word < ?2 AND length(word) BETWEEN ?3 AND ?4",
        (word[0], chr(ord(word[0]) + 1), len(word) - most, len(word) + most),
    )
    candidates = [row["word"] for row in rows]
    if not candidates:
        return ""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    best = process.extract(
        word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=8
    )
    held = [(distance, -_doc(connection, stem(near)), near) for near, distance, _ in best]
    held = [item for item in held if item[1]]
    return min(held)[2] if held else ""


def _doc(connection: sqlite3.Connection, term: str) -> int:
    row = connection.execute("SELECT doc FROM term WHERE term=?", (term,)).fetchone()
    return row["doc"] if row else 0

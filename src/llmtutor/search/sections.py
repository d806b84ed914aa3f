"""Search as a list to choose from: one entry a section, with a snippet."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from llmtutor.content.inline import plain
from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.search.analysis import STOPWORDS, TOKEN, fold, stem
from llmtutor.search.query import Query, parse_query
from llmtutor.search.rank import ReadPassage, find_passages

SNIPPET = 160
"""Code points."""
_PASSAGES_A_SECTION = 3
TITLE_WEIGHT = 0.8
"""Of a title that says what was looked for and nothing else; one that says more gets a share."""


@dataclass(frozen=True, slots=True)
class SectionHit:
    """A section that matches, by its best passage."""

    path: str
    title: str
    score: float
    snippet: str
    """Words of the passage on one line, markup off."""
    marks: tuple[tuple[int, int], ...]
    """Where the query's words stand in the snippet."""
    start: int
    end: int
    """Of the best passage: offsets in the section."""


def find_sections(
    connection: sqlite3.Connection, text: str, scope: Scope = EVERYTHING, *, limit: int = 10
) -> list[SectionHit]:
    """The sections that match best, each once. Any query text is safe."""
    query = parse_query(connection, text)
    found = find_passages(connection, query, scope, limit=limit * _PASSAGES_A_SECTION)
    best: dict[str, ReadPassage] = {}
    for passage in found:
        best.setdefault(passage.hit.path, passage)
    scores = {path: passage.score + _titled(query, passage) for path, passage in best.items()}
    chosen = sorted(best, key=lambda path: -scores[path])[:limit]
    return [_entry(query, best[path], scores[path]) for path in chosen]


def _titled(query: Query, passage: ReadPassage) -> float:
    """What a section gains whose title names all that was looked for, in either language."""
    content = {word for word in passage.title_terms if word not in STOPWORDS}
    if not content or query.coverage(passage.title_terms) < 1:
        return 0.0
    return TITLE_WEIGHT * len(content & query.heard.keys()) / len(content)


def _entry(query: Query, passage: ReadPassage, score: float) -> SectionHit:
    hit, snippet = passage.hit, _snippet(query, passage)
    marks, end = _marks(query, snippet), hit.start + len(hit.text)
    return SectionHit(hit.path, hit.title, score, snippet, marks, hit.start, end)


def _snippet(query: Query, passage: ReadPassage) -> str:
    """The sentence that holds most of the query, cut to length around its words."""
    fitting = max(passage.sentences, key=lambda piece: query.coverage(piece.terms), default=None)
    best = " ".join((fitting.words if fitting else plain(passage.hit.text)).split())
    if len(best) <= SNIPPET:
        return best
    marks = _marks(query, best)
    middle = marks[0][0] if marks else 0
    start = max(0, min(middle - SNIPPET // 4, len(best) - SNIPPET))
    start = best.rfind(" ", 0, start) + 1 if start else 0
    cut = best[start : start + SNIPPET].rstrip()
    return ("…" if start else "") + cut + ("…" if start + SNIPPET < len(best) else "")


def _marks(query: Query, snippet: str) -> tuple[tuple[int, int], ...]:
    """Where words of the query stand; Chinese by the characters of its pairs."""
    found = []
    for match in TOKEN.finditer(snippet):
        word = fold(match[0])
        if stem(word) in query.weights:
            found.append(match.span())
        elif len(word) == len(match[0]):
            found += [
                (match.start() + at, match.start() + at + len(term))
                for term in query.weights
                if not term.isascii() and (at := word.find(term)) >= 0
            ]
    return tuple(sorted(found))

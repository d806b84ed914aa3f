"""A library made of a question set's paragraphs, each a section of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llmtutor.content.identity import meaning_id
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.library.schema import IndexedPassage, transaction
from llmtutor.search.text_index import TextIndexer

COURSE, LECTURE = "set", "set"


def scratch_library(file: Path, passages: Sequence[str]) -> Library:
    """Build a library in an index file; paragraphs are taken as plain text.

    Args:
        file: the index database to make, or one that was made of these passages.
        passages: the paragraphs; number ``i`` becomes the section ``p{i}``.
    """
    indexer = TextIndexer()
    index = Index(file, [], indexer)
    connection = index.connection
    (there,) = connection.execute("SELECT count(*) FROM passage").fetchone()
    if there:
        return Library(index)
    with transaction(connection):
        connection.execute(
            "INSERT OR REPLACE INTO course VALUES(?,?,'','scratch','',0)", (COURSE, COURSE)
        )
        connection.execute(
            "INSERT OR REPLACE INTO lecture VALUES(?,?,'','','[]','[]',0,'',?)",
            (COURSE, LECTURE, LECTURE),
        )
        connection.executemany(
            "INSERT INTO section VALUES(?,?,?,?,'',1,0,?,'[]',0,0,'[]',?,?,0)",
            (
                (number + 1, COURSE, LECTURE, f"p{number}", text, number, LECTURE)
                for number, text in enumerate(passages)
            ),
        )
        connection.executemany(
            "INSERT INTO passage VALUES(?,?,?,0,?,'text')",
            (
                (number + 1, number + 1, meaning_id(text), len(text))
                for number, text in enumerate(passages)
            ),
        )
        indexer.add(
            connection,
            (IndexedPassage(number + 1, "", text) for number, text in enumerate(passages)),
        )
        indexer.finish(connection)
    return Library(index)


def number_of(path: str) -> int:
    """The paragraph that a section of a scratch library was made of."""
    return int(path.rpartition("/p")[2])

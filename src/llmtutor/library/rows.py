"""The rows of a lecture in ``index.db``: its sections, their passages, what is searched."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass

from llmtutor.content.models import Lecture, Section
from llmtutor.library.schema import IndexedPassage, PassageIndexer

_CJK = frozenset({"zh", "ja", "ko", "yue"})


@dataclass(frozen=True, slots=True)
class Version:
    """A lecture in one of its languages."""

    original: str
    """Id of the lecture that was written first; its own where it is that one."""
    language: str
    """Code, as ``zh-Hant``; empty where the course does not say."""

    @property
    def is_cjk(self) -> bool:
        """Whether it is in Chinese, Japanese or Korean."""
        return self.language.partition("-")[0].lower() in _CJK


def store_lecture(
    connection: sqlite3.Connection,
    indexer: PassageIndexer,
    course: str,
    lecture: Lecture,
    file: str,
    version: Version,
) -> None:
    """Write a lecture's rows; there must be none of it.

    Args:
        connection: to the index, in a transaction.
        indexer: keeps the search tables in step.
        course: id.
        lecture: as it was read.
        file: that it was read from.
        version: which of the lecture's languages it is.
    """
    connection.execute(
        "INSERT INTO lecture VALUES(?,?,?,?,?,?,0,?,?)",
        (
            course,
            lecture.id,
            lecture.title,
            lecture.summary,
            json.dumps(lecture.aims),
            json.dumps(lecture.prerequisites),
            file,
            version.original,
        ),
    )
    for position, section in enumerate(lecture.sections):
        cursor = connection.execute(
            "INSERT INTO section(course, lecture, id, title, level, is_group, text, links, words,"
            " line, topics, position, original, cjk) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                course,
                lecture.id,
                section.id,
                section.title,
                section.level,
                section.group,
                section.text,
                json.dumps([asdict(link) for link in section.links], ensure_ascii=False),
                section.words,
                section.line,
                json.dumps(section.topics),
                position,
                version.original,
                version.is_cjk,
            ),
        )
        heading = f"{lecture.title} › {section.title}"
        _store_passages(connection, indexer, section, cursor.lastrowid or 0, heading)


def _store_passages(
    connection: sqlite3.Connection,
    indexer: PassageIndexer,
    section: Section,
    key: int,
    heading: str,
) -> None:
    indexed = []
    for passage in section.passages:
        row = connection.execute(
            "INSERT INTO passage(section, id, start, stop, kind) VALUES(?,?,?,?,?)",
            (key, passage.id, passage.start, passage.end, passage.kind),
        )
        text = section.text[passage.start : passage.end]
        indexed.append(IndexedPassage(row.lastrowid or 0, heading, text))
    indexer.add(connection, indexed)


def remove_lecture(
    connection: sqlite3.Connection, indexer: PassageIndexer, course: str, lecture: str
) -> None:
    """Take a lecture's rows away."""
    where = "section IN (SELECT key FROM section WHERE course=? AND lecture=?)"
    select = f"SELECT key FROM passage WHERE {where}"
    keys = [row["key"] for row in connection.execute(select, (course, lecture))]
    indexer.remove(connection, keys)
    connection.execute(f"DELETE FROM passage WHERE {where}", (course, lecture))
    connection.execute("DELETE FROM section WHERE course=? AND lecture=?", (course, lecture))
    connection.execute("DELETE FROM lecture WHERE course=? AND id=?", (course, lecture))

"""Questions and answers, in ``progress.db``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from llmtutor.search.analysis import fold
from llmtutor.tutor.models import (
    Answer,
    Quote,
    ShortAnswer,
    Timings,
    Turn,
    WrittenSentence,
)


class StoredChats:
    """Satisfies the tutor's ``ChatLog``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, turn: Turn) -> None:
        answer = answer_to(turn.answer)
        self._connection.execute(
            "INSERT INTO turn(asked, scope, question, answer) VALUES(?,?,?,?)",
            (turn.asked.isoformat(), turn.scope, turn.answer.question, answer),
        )

    def latest(self, limit: int) -> Sequence[Turn]:
        """The last turns, oldest first."""
        rows = self._connection.execute(
            "SELECT asked, scope, answer FROM turn ORDER BY key DESC LIMIT ?", (limit,)
        ).fetchall()
        return [_turn(row) for row in reversed(rows)]

    def search(self, words: str, limit: int) -> Sequence[Turn]:
        """Turns that hold all the words, in any case and script form, newest first."""
        wanted = fold(words).split()
        rows = self._connection.execute("SELECT asked, scope, answer FROM turn ORDER BY key DESC")
        found: list[Turn] = []
        for row in rows:
            text = fold(row["answer"])
            # the stored form also holds paths and figures: a quick sieve, then the text itself
            if all(word in text for word in wanted):
                turn = _turn(row)
                if all(word in fold(_said(turn.answer)) for word in wanted):
                    found.append(turn)
            if len(found) == limit:
                break
        return found

    def clear(self) -> None:
        self._connection.execute("DELETE FROM turn")


def answer_to(answer: Answer) -> str:
    """An answer as JSON text; how it came about is not kept."""
    value = asdict(replace(answer, trace=None))
    del value["trace"]
    return json.dumps(value, ensure_ascii=False)


def answer_from(stored: str) -> Answer:
    """The way back, also of answers that an older version kept."""
    value: dict[str, Any] = json.loads(stored)
    value["quotes"] = tuple(Quote(**quote) for quote in value["quotes"])
    value["sentences"] = tuple(
        WrittenSentence(**{**sentence, "citations": tuple(sentence["citations"])})
        for sentence in value["sentences"]
    )
    value["timings"] = Timings(**value["timings"])
    if value.get("short_answer"):
        value["short_answer"] = ShortAnswer(**value["short_answer"])
    return Answer(**value)


def _turn(row: sqlite3.Row) -> Turn:
    return Turn(datetime.fromisoformat(row["asked"]), row["scope"], answer_from(row["answer"]))


def _said(answer: Answer) -> str:
    sentences = " ".join(sentence.text for sentence in answer.sentences)
    quotes = " ".join(f"{quote.title} {quote.text}" for quote in answer.quotes)
    return f"{answer.question} {sentences} {quotes}"

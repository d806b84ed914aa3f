"""Questions and answers come back as they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from llmtutor.storage.chats import StoredChats
from llmtutor.storage.migrations import open_progress
from llmtutor.tutor.models import Answer, Quote, Timings, Turn, WrittenSentence

ANSWER = Answer(
    question="為什麼 divide by √d?",
    verdict="answered",
    quotes=(
        Quote('It keeps "them" small.\n| a | b |', "llm/a/b", "Self-attention", 10, 42),
        Quote("注意力。", "llm/a/c", "注意", 0, 4),
    ),
    sentences=(
        WrittenSentence("It keeps them small.", "full", (1, 2)),
        WrittenSentence("It is blue.", "none", ()),
    ),
    model="scripted",
    timings=Timings(1.5, 20.25, 300.0),
    note="a note",
)
TURN = Turn(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "llm/a", ANSWER)


def test_a_turn_comes_back_as_it_was(record: sqlite3.Connection) -> None:
    StoredChats(record).add(TURN)
    assert StoredChats(record).latest(10) == [TURN]


def test_it_survives_a_restart(file: Path) -> None:
    with closing(open_progress(file)) as connection:
        StoredChats(connection).add(TURN)
    with closing(open_progress(file)) as connection:
        assert StoredChats(connection).latest(1) == [TURN]


@pytest.mark.parametrize(
    "answer",
    [
        replace(ANSWER, verdict="not_in_notes", quotes=(), sentences=(), model=None),
        replace(ANSWER, timings=Timings(0.0, None, 0.0), note=""),
        replace(ANSWER, question="\x1b[2J'; DROP TABLE turn; --"),
        replace(ANSWER, question=""),
    ],
)
def test_every_form_of_answer_comes_back(record: sqlite3.Connection, answer: Answer) -> None:
    chats = StoredChats(record)
    chats.add(replace(TURN, answer=answer))
    assert [turn.answer for turn in chats.latest(1)] == [answer]


def test_the_hour_keeps_its_time_zone(record: sqlite3.Connection) -> None:
    asked = datetime(2026, 11, 21, 23, 30, tzinfo=timezone(timedelta(hours=8)))
    StoredChats(record).add(replace(TURN, asked=asked))
    (turn,) = StoredChats(record).latest(1)
    assert turn.asked.isoformat() == asked.isoformat()


def test_the_latest_come_oldest_first(record: sqlite3.Connection) -> None:
    chats = StoredChats(record)
    for number in range(5):
        chats.add(replace(TURN, answer=replace(ANSWER, question=str(number))))
    assert [turn.answer.question for turn in chats.latest(3)] == ["2", "3", "4"]


def test_clearing_leaves_nothing(record: sqlite3.Connection) -> None:
    chats = StoredChats(record)
    chats.add(TURN)
    chats.clear()
    assert chats.latest(10) == []


def test_two_windows_see_each_others_turns(file: Path) -> None:
    with closing(open_progress(file)) as ours, closing(open_progress(file)) as theirs:
        StoredChats(ours).add(TURN)
        StoredChats(theirs).add(TURN)
        assert len(StoredChats(ours).latest(10)) == len(StoredChats(theirs).latest(10)) == 2

"""What a student said of questions is kept, and respected when questions are made again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from llmtutor.quiz.models import Attempt, Grade, Question, Source
from llmtutor.storage.attempts import StoredAttempts
from llmtutor.storage.items import StoredItems
from llmtutor.storage.migrations import STEPS, open_progress
from llmtutor.storage.remarks import StoredRemarks

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SOURCE = Source("c/l/s", "Section", "A key is a vector.", 0, 18)
QUESTION = Question(
    "q1", "short", "What is a key?", None, "a vector", "A key is a vector.", SOURCE, "c/l/s"
)


def test_a_flagged_question_waits_in_the_list_and_a_buried_one_does_not(
    record: sqlite3.Connection,
) -> None:
    log = StoredRemarks(record)
    log.mark(QUESTION, "flagged", NOW)
    log.mark(replace(QUESTION, id="q2"), "buried", NOW)
    assert log.flagged() == [QUESTION]
    assert all(log.remarks().hides(replace(QUESTION, id=one)) for one in ("q1", "q2"))
    log.unmark("q1")
    assert log.flagged() == []
    assert not log.remarks().hides(QUESTION)


def test_an_edited_question_keeps_its_id_and_is_no_longer_flagged(
    record: sqlite3.Connection,
) -> None:
    log = StoredRemarks(record)
    log.mark(QUESTION, "flagged", NOW)
    log.edit(replace(QUESTION, stem="What is a key in attention?"), NOW)
    moved = replace(QUESTION, source=replace(SOURCE, start=9, end=27))
    made = log.remarks().applied(moved)
    assert (made.id, made.stem, made.source.start) == ("q1", "What is a key in attention?", 9)
    assert not log.remarks().hides(made)


def test_an_answer_counted_as_right_is_right_from_then_on(record: sqlite3.Connection) -> None:
    log = StoredRemarks(record)
    log.count_right(QUESTION, "a row of numbers", NOW)
    assert log.remarks().applied(QUESTION).accept == ("a row of numbers",)
    log.count_wrong("q1", "a row of numbers")
    assert log.remarks().applied(QUESTION).accept == ()


def test_the_latest_attempt_of_the_quiz_is_regraded(record: sqlite3.Connection) -> None:
    log = StoredAttempts(record)
    wrong = Attempt(NOW, "quiz", QUESTION, "a row", Grade(0.0))
    log.add(wrong)
    log.add(replace(wrong, quiz="another"))
    log.regrade(replace(wrong, grade=Grade(1.0, "counted as right by you")))
    grades = {one.quiz: one.grade for one in log.of_questions(["q1"])["q1"]}
    assert grades == {"quiz": Grade(1.0, "counted as right by you"), "another": Grade(0.0)}


def test_what_a_model_wrote_is_kept_by_lecture(record: sqlite3.Connection) -> None:
    items = StoredItems(record)
    items.keep(QUESTION, "a model", NOW)
    assert items.of("c/l") == [QUESTION]
    assert items.of("c/other") == []


def test_a_record_from_before_remarks_gets_their_tables(file: Path) -> None:
    with closing(open_progress(file, STEPS[:2])) as old:
        StoredAttempts(old).add(Attempt(NOW, "quiz", QUESTION, "x", Grade(0.0)))
    with closing(open_progress(file)) as new:
        StoredRemarks(new).mark(QUESTION, "buried", NOW)
        assert StoredAttempts(new).mistakes() == [QUESTION]
    assert list((file.parent / "backups").iterdir())

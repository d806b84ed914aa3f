"""Cards, reviews and exams in ``progress.db``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from llmtutor.quiz.models import Question, Source
from llmtutor.review.exam.log import ExamDate
from llmtutor.review.exam.paper import ExamPaper, PauseRules
from llmtutor.review.exam.session import ExamEvent
from llmtutor.review.models import Card, DeckCard, Event, Rating, Schedule
from llmtutor.storage.activity import study_times
from llmtutor.storage.exams import StoredExamDate, StoredExams
from llmtutor.storage.migrations import STEPS, open_progress
from llmtutor.storage.reviews import StoredReviews

NOW = datetime(2026, 3, 2, 4, 0, 0, 123_000, tzinfo=UTC)
CARD = Card("a" * 16, "b" * 16, "cloze", "f ____", "b", "c/l/s", "S", "quote", "sib", "", "notes")
FULL = Schedule(
    "relearning", 0, 1.2345678901234567, 9.87654321, NOW + timedelta(minutes=10), NOW,
    date(2026, 3, 2), 7, 2, True, NOW + timedelta(days=1),
)  # fmt: skip


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = open_progress(tmp_path / "progress.db")
    yield opened
    opened.close()


def test_cards_and_schedules_come_back_to_the_last_bit(connection: sqlite3.Connection) -> None:
    store = StoredReviews(connection)
    store.put([DeckCard(CARD, FULL)], NOW)
    assert store.card(CARD.id) == DeckCard(CARD, FULL)
    assert store.by_meaning([CARD.meaning, "x"]) == {CARD.meaning: DeckCard(CARD, FULL)}
    store.set_schedules([(CARD.id, Schedule())])
    assert store.card(CARD.id) == DeckCard(CARD, Schedule())
    assert store.card("nope") is None


def test_words_change_without_the_schedule(connection: sqlite3.Connection) -> None:
    from dataclasses import replace

    store = StoredReviews(connection)
    store.put([DeckCard(CARD, FULL)], NOW)
    edited = replace(CARD, front="g ____", meaning="c" * 16)
    store.put([DeckCard(edited, Schedule())], NOW)
    assert store.card(CARD.id) == DeckCard(edited, FULL)


def test_scopes_are_whole_ids(connection: sqlite3.Connection) -> None:
    from dataclasses import replace

    store = StoredReviews(connection)
    for number, path in enumerate(("c/l/s", "c/l2/s", "c_/l/s", "", "c/l/s2")):
        card = replace(CARD, id=f"{number}", meaning=f"{number}", path=path)
        store.put([DeckCard(card, Schedule())], NOW)
    found = {scope: [c.card.path for c in store.cards(scope)] for scope in ("c/l", "c", "c/l/s")}
    assert found == {"c/l": ["c/l/s", "c/l/s2"], "c": ["c/l/s", "c/l2/s", "c/l/s2"],
                     "c/l/s": ["c/l/s"]}  # fmt: skip
    assert len(store.waiting(NOW, new=10, within="c/l")) == 2
    assert len(store.waiting(NOW, new=1, within="c/l")) == 1


def test_cards_gone_from_the_notes_are_kept_and_not_shown(connection: sqlite3.Connection) -> None:
    store = StoredReviews(connection)
    store.put([DeckCard(CARD, FULL)], NOW)
    store.set_gone([CARD.id], NOW)
    assert store.cards() == []
    assert len(store.cards(gone=True)) == 1
    assert store.waiting(NOW + timedelta(days=99), new=9) == []
    store.put([DeckCard(CARD, FULL)], NOW)
    assert len(store.cards()) == 1


def test_events_come_back_in_order_and_each_source_once(connection: sqlite3.Connection) -> None:
    store = StoredReviews(connection)
    event = Event("review", NOW, date(2026, 3, 1), "a", Rating.HARD, 2.5, 0.85, "quiz", "s:1")
    stored = store.append(event)
    assert stored is not None
    assert store.append(event) is None
    bury = store.append(Event("bury", NOW, date(2026, 3, 2), "a", data="2026"))
    assert [item.key for item in store.events()] == [stored.key, bury and bury.key]
    from dataclasses import replace

    assert store.events("a")[0] == replace(event, key=stored.key)
    assert store.events("b") == []


def test_the_first_step_of_the_database_is_brought_to_the_newest(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    old = open_progress(file, STEPS[:1])
    old.execute("INSERT INTO reading(path, opened) VALUES('c/l/s', '2026-03-01T00:00:00+00:00')")
    old.close()
    new = open_progress(file)
    assert StoredReviews(new).cards() == []
    assert [at.year for at in study_times(new)] == [2026]
    assert (tmp_path / "backups" / "old-step1.db").exists()
    new.close()


def question(name: str) -> Question:
    source = Source("c/l/s", "S", "text", 0, 4)
    return Question(name, "multi", "stem?", ("a", "b"), ("a", "b"), "why", source, "c/l/s")


def paper(name: str) -> ExamPaper[Question]:
    return ExamPaper(name, NOW, "c", (question("q1"), question("q2")), 12.5, PauseRules(1, 3))


def test_exams_come_back_as_they_were(connection: sqlite3.Connection) -> None:
    exams = StoredExams(connection)
    assert exams.unfinished() is None
    exams.begin(paper("x"))
    events = [
        ExamEvent("begin", NOW, 0.0),
        ExamEvent("answer", NOW, 3.25, 1, ("a", "b")),
        ExamEvent("flag", NOW, 4.0, 0),
    ]
    for event in events:
        exams.add("x", event)
    sitting = exams.unfinished()
    assert sitting is not None
    assert sitting.paper == paper("x")
    assert list(sitting.events) == events
    exams.add("x", ExamEvent("finish", NOW, 9.0, None, (0.0, 1.0)))
    assert exams.unfinished() is None
    assert [one.paper.id for one in exams.finished()] == ["x"]
    assert exams.finished()[0].events[-1].given == (0.0, 1.0)


def test_an_exam_given_up_is_kept_and_not_offered(connection: sqlite3.Connection) -> None:
    exams = StoredExams(connection)
    exams.begin(paper("x"))
    exams.give_up("x")
    assert exams.unfinished() is None
    assert exams.finished() == []
    assert connection.execute("SELECT count(*) FROM exam").fetchone()[0] == 1


def test_the_exam_date_is_remembered(connection: sqlite3.Connection) -> None:
    dates = StoredExamDate(connection)
    assert dates.get() is None
    exam = ExamDate(date(2026, 12, 4), "c", 45.0)
    dates.set(exam)
    assert dates.get() == exam
    dates.set(None)
    assert dates.get() is None

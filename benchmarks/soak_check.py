"""What children said to be done, and whether all of it is there and whole."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from llmtutor.content.course import read_course_file
from llmtutor.paths import Paths
from llmtutor.quiz.exam import remember
from llmtutor.review.models import Schedule
from llmtutor.review.replay import replay
from llmtutor.storage.attempts import StoredAttempts
from llmtutor.storage.exams import StoredExams
from llmtutor.storage.migrations import open_progress
from llmtutor.storage.restore import restore
from llmtutor.storage.reviews import StoredReviews


class Said:
    """Everything that was said to be done, over all children of a data folder."""

    def __init__(self) -> None:
        self.reviews: set[tuple[str, str]] = set()
        self.attempts: set[str] = set()
        self.exam_answers: list[tuple[str, int, str]] = []
        self.handed_in: set[str] = set()
        self.cards: set[str] = set()
        self.notes: set[str] = set()
        self.backups: set[str] = set()

    def take(self, line: list[Any]) -> None:
        kind, *rest = line
        if kind == "review":
            self.reviews.add((rest[0], rest[1]))
        elif kind == "exam":
            self.exam_answers.append((rest[0], rest[1], rest[2]))
        elif kind != "moved":
            {
                "attempt": self.attempts,
                "handed in": self.handed_in,
                "card": self.cards,
                "notes": self.notes,
                "backup": self.backups,
            }[kind].add(rest[0])


def check(home: Path, said: Said) -> None:
    """Raise AssertionError where something is broken or lost."""
    paths = Paths(home)
    with closing(open_progress(paths.progress)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        store = StoredReviews(connection)
        log = store.events()
        there = {
            (event.card, event.at.isoformat(timespec="milliseconds"))
            for event in log
            if event.kind == "review"
        }
        assert said.reviews <= there, f"lost reviews: {said.reviews - there}"
        quizzes = {row["quiz"] for row in connection.execute("SELECT quiz FROM attempt")}
        assert said.attempts <= quizzes, f"lost attempts: {said.attempts - quizzes}"
        cards = {item.card.id: item.schedule for item in store.cards(gone=True)}
        assert said.cards <= cards.keys(), "lost cards"
        right = replay(log)
        for card, schedule in cards.items():
            assert right.get(card, Schedule()) == schedule, f"schedule of {card} is not the log's"
        check_exams(StoredExams(connection), StoredAttempts(connection), connection, said)
    check_files(paths, said)


def check_exams(
    exams: StoredExams, attempts: StoredAttempts, connection: sqlite3.Connection, said: Said
) -> None:
    given = {
        (row["exam"], row["position"], json.loads(row["given"]))
        for row in connection.execute("SELECT * FROM exam_event WHERE kind = 'answer'")
    }
    assert set(said.exam_answers) <= given, "lost answers of an exam"
    finished = {sitting.paper.id: sitting for sitting in exams.finished()}
    assert said.handed_in <= finished.keys(), "lost exams"
    for sitting in finished.values():
        remember(sitting, attempts)
    for exam in finished:
        rows = connection.execute("SELECT question FROM attempt WHERE quiz = ?", (exam,)).fetchall()
        assert len(rows) == len({row["question"] for row in rows}) == 4, "attempts of an exam"


def check_files(paths: Paths, said: Said) -> None:
    folder = paths.courses / "notes"
    if said.notes:
        course = read_course_file(folder)
        # an import that was killed may have left a file that no course names; the next one then
        # takes another name for the same notes
        sources = {Path(source).stem for source in course.sources.values()}
        assert said.notes <= sources, f"lost notes: {said.notes - sources}"
        for path in course.lectures:
            words = path.read_text().split()
            assert words.count("Words") == 200, f"{path} is not whole"
    copies = paths.home / "copies"
    present = {path.name for path in copies.glob("*.zip")} if copies.exists() else set()
    assert said.backups <= present, "lost backups"
    newest = sorted(copies.glob("*.zip"))[-2:] if copies.exists() else []
    for file in newest:
        with tempfile.TemporaryDirectory() as other:
            restore(Paths(Path(other) / "x"), file, datetime(2026, 3, 2, tzinfo=UTC))
    laptop = paths.home / "laptop" / "progress.db"
    if laptop.exists():
        with closing(sqlite3.connect(laptop)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"

"""``kill -9`` at random moments of everything that writes, and a look at what is left.

    python benchmarks/soak.py [--kills 1000] [--seed 1]

A child process takes quizzes, sits exams, reviews, undoes, imports notes and
cards, writes backups and restores them, and says so on a pipe after each
thing that returned. It is killed without warning. Then: the database is
whole, everything that was said is there, every schedule is what the log gives,
every archive and every imported file is whole. The killing goes on in the same
data folder, so that what one kill leaves behind is what the next one meets.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from llmtutor.content.course import read_course_file
from llmtutor.content.identity import meaning_id
from llmtutor.library.importing import import_files
from llmtutor.paths import Paths
from llmtutor.quiz.exam import hand_in, remember
from llmtutor.quiz.models import Attempt, Grade, Question, Source
from llmtutor.review.clock import Days
from llmtutor.review.deck import Deck
from llmtutor.review.exam.paper import ExamPaper
from llmtutor.review.exam.session import ExamSession
from llmtutor.review.intake import ImportedCard
from llmtutor.review.models import Card, Limits, Rating, Schedule, meaning_of
from llmtutor.review.replay import replay
from llmtutor.storage.attempts import StoredAttempts
from llmtutor.storage.backup import back_up
from llmtutor.storage.exams import StoredExams
from llmtutor.storage.migrations import open_progress
from llmtutor.storage.restore import restore
from llmtutor.storage.reviews import StoredReviews

DAYS = Days(UTC)
FRESH_EVERY = 100
"""Kills after which a new data folder is begun, so that checking stays quick."""
LONGEST = 0.6
"""Seconds a child lives at most."""


def question(name: str) -> Question:
    source = Source("c/l/s", "S", f"text {name}", 0, 5)
    return Question(meaning_id(name), "short", f"What is {name}?", None, name, "", source, "c/l/s")


class Child:
    """Does random things for as long as it is let, and tells of each that returned."""

    def __init__(self, home: Path, seed: int, pipe: int) -> None:
        self.paths = Paths(home)
        self.home = home
        self.pipe = pipe
        self.chance = random.Random(seed)
        self.seed = seed
        self.number = 0
        self.now = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=2 * (seed % 10_000))
        if self.chance.random() < 0.1:  # a clock that is wrong for this once
            self.now += timedelta(days=self.chance.choice([-3000, -30, 30, 3000]))
        connection = open_progress(self.paths.progress)
        self.store = StoredReviews(connection)
        self.deck = Deck(self.store, days=DAYS, limits=Limits(9999, 9999), retention=0.9)
        self.attempts = StoredAttempts(connection)
        self.exams = StoredExams(connection)

    def run(self) -> None:
        acts = [self.review] * 6 + [self.quiz] * 6 + [self.exam] * 3 + [
            self.undo, self.cards, self.cards, self.notes, self.notes, self.backup, self.move
        ]  # fmt: skip
        while True:
            self.chance.choice(acts)()

    def say(self, *said: Any) -> None:
        os.write(self.pipe, (json.dumps(said) + "\n").encode())

    def name(self) -> str:
        self.number += 1
        self.now += timedelta(seconds=self.chance.randint(1, 20_000))
        return f"{self.seed}-{self.number}"

    def review(self) -> None:
        self.name()
        ids = self.deck.queue(self.now).ids
        if ids:
            self.deck.answer(ids[0], Rating(self.chance.randint(1, 4)), self.now)
            self.say("review", ids[0], self.now.isoformat(timespec="milliseconds"))

    def undo(self) -> None:
        self.deck.undo(self.now)

    def quiz(self) -> None:
        name = self.name()
        score = float(self.chance.randint(0, 1))
        self.attempts.add(Attempt(self.now, name, question(name), name, Grade(score)))
        self.say("attempt", name)

    def exam(self) -> None:
        name = self.name()
        open_one = self.exams.unfinished()
        if open_one is None:
            questions = tuple(question(f"{name}-{n}") for n in range(4))
            self.exams.begin(ExamPaper(name, self.now, "", questions, 30))
            open_one = self.exams.unfinished()
            assert open_one is not None
        paper = open_one.paper
        session = ExamSession(paper, lambda e: self.exams.add(paper.id, e), open_one.events)
        session.enter(self.now, 0.0)
        for number in range(4):
            session.go_to(number)
            if session.answer(f"{name}-{number}", self.now, 1.0 + number):
                self.say("exam", paper.id, number, f"{name}-{number}")
        if self.chance.random() < 0.6:
            hand_in(session, self.exams, self.attempts, self.now, 9.0)
            self.say("handed in", paper.id)

    def cards(self) -> None:
        name = self.name()
        meaning = meaning_of("basic", name, "back")
        card = Card(meaning, meaning, "basic", name, "back", origin="import")
        self.deck.take_imported([ImportedCard(card)], self.now)
        self.say("card", meaning)

    def notes(self) -> None:
        name = self.name()
        text = f"# Lecture {name}\n\n## Part\n\n" + f"Words of {name}. " * 200
        file = self.home / "incoming" / f"{self.chance.randint(0, 5)}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        import_files([file], self.paths.courses, title="Notes")
        self.say("notes", file.stem, hashlib.sha256(name.encode()).hexdigest(), name)

    def backup(self) -> None:
        file = self.home / "copies" / f"{self.name()}.zip"
        back_up(self.paths, file, self.now)
        self.say("backup", file.name)

    def move(self) -> None:
        files = sorted((self.home / "copies").glob("*.zip"))
        if files:
            restore(Paths(self.home / "laptop"), files[-1], self.now, replace=True)
            self.say("moved", files[-1].name)


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


def in_a_child(work: Callable[[int], None]) -> tuple[int, int]:
    """Fork, and run ``work`` with the writing end of a pipe; the child and the reading end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(writing)
        except BaseException as error:
            os.write(writing, (json.dumps(["failed", repr(error)]) + "\n").encode())
            import traceback

            traceback.print_exc()
        os._exit(1)
    os.close(writing)
    return child, reading


def kill_one(home: Path, seed: int, said: Said, counts: Counter[str]) -> None:
    """One child, one kill."""
    chance = random.Random(seed)
    child, pipe = in_a_child(lambda writing: Child(home, seed, writing).run())
    time.sleep(LONGEST * chance.random() ** 2)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(pipe, "rb") as stream:
        lines = stream.read().decode().split("\n")[:-1]
    for line in lines:
        value = json.loads(line)
        if value[0] == "failed":
            raise AssertionError(f"the child of seed {seed} failed by itself: {value[1]}")
        said.take(value)
        counts[value[0]] += 1
    counts["kills"] += os.WIFSIGNALED(status)


def soak(kills: int, seed: int, folder: Path, *, tell: bool = True) -> Counter[str]:
    """Kill that many children and check after each.

    Raises:
        AssertionError: something is broken or lost; the data folder is left for a look.
    """
    counts: Counter[str] = Counter()
    said = Said()
    home = folder / "home"
    for number in range(kills):
        if number % FRESH_EVERY == 0:
            home = folder / f"home-{number // FRESH_EVERY}"
            home.mkdir()
            said = Said()
        kill_one(home, seed * 10_000 + number, said, counts)
        check(home, said)
        if tell and (number + 1) % 50 == 0:
            print(f"{number + 1} kills: {dict(counts)}", flush=True)
        if (number + 1) % FRESH_EVERY == 0:
            shutil.rmtree(home)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="llmtutor-soak-"))
    began = time.monotonic()
    try:
        counts = soak(options.kills, options.seed, folder)
    except AssertionError as error:
        print(f"BROKEN: {error}\nThe data folder is kept in {folder}.")
        sys.exit(1)
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)
    answers = sum(counts[kind] for kind in ("review", "attempt", "exam"))
    print(
        f"{counts['kills']} kills in {time.monotonic() - began:.0f} s: integrity ok each time,"
        f" {answers} acknowledged answers all there, {counts['backup']} backups,"
        f" {counts['notes']} imports, {counts['card']} cards, {counts['moved']} moves."
    )


if __name__ == "__main__":
    main()

"""A child process that does everything that writes, at random, and tells of what returned."""

from __future__ import annotations

import hashlib
import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from llmtutor.content.identity import meaning_id
from llmtutor.library.importing import import_files
from llmtutor.paths import Paths
from llmtutor.quiz.exam import hand_in
from llmtutor.quiz.models import Attempt, Grade, Question, Source
from llmtutor.review.clock import Days
from llmtutor.review.deck import Deck
from llmtutor.review.exam.paper import ExamPaper
from llmtutor.review.exam.session import ExamSession
from llmtutor.review.intake import ImportedCard
from llmtutor.review.models import Card, Limits, Rating, meaning_of
from llmtutor.storage.attempts import StoredAttempts
from llmtutor.storage.backup import back_up
from llmtutor.storage.exams import StoredExams
from llmtutor.storage.migrations import open_progress
from llmtutor.storage.restore import restore
from llmtutor.storage.reviews import StoredReviews

DAYS = Days(UTC)


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

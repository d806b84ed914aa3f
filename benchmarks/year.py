"""A year of daily use, simulated: due counts, retention against the goal, database, Today.

    python benchmarks/year.py [--days 365] [--forgets 1.0] [--json]

The student reads, takes a quiz of ten and reviews what is due, every day, sits
an exam every month, and remembers by chance: a card of which FSRS expects that
it is remembered with probability p is remembered with ``p ** forgets``. At 1.0
the student is the one FSRS believes in; above, they forget faster than it thinks.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics as numbers
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from llmtutor.content.identity import meaning_id
from llmtutor.quiz.exam import hand_in
from llmtutor.quiz.models import Attempt, Grade, Question, Source
from llmtutor.review.clock import Days
from llmtutor.review.deck import Deck
from llmtutor.review.exam.paper import ExamPaper
from llmtutor.review.exam.session import ExamSession
from llmtutor.review.models import Card, Limits, Rating, Schedule, meaning_of
from llmtutor.review.scheduling import recall_chance
from llmtutor.review.stats import counted_reviews, retention_by_topic, reviews_by_day
from llmtutor.storage.attempts import StoredAttempts
from llmtutor.storage.exams import StoredExams
from llmtutor.storage.migrations import open_progress
from llmtutor.storage.reading import StoredReading
from llmtutor.storage.reviews import StoredReviews
from today_frame import first_frame_ms

START = datetime(2026, 9, 1, 18, 0, tzinfo=UTC)
LECTURES, SECTIONS, QUESTIONS, NOTE_CARDS = 16, 20, 5, 600
DAYS = Days(UTC)


def question(lecture: int, section: int, number: int) -> Question:
    path = f"llm/lecture-{lecture}/section-{section}"
    stem = f"What is the idea number {number} of section {section} in lecture {lecture}?"
    text = f"The idea number {number} of section {section} is the one called {number * 7919}. " * 2
    options = tuple(f"idea {number * 7919 + n}" for n in range(4))
    source = Source(path, f"Section {section}", text, 0, len(text))
    return Question(
        meaning_id("choice", stem, options[0]),
        "choice",
        stem,
        options,
        options[0],
        text,
        source,
        path,
    )


def note_card(number: int) -> Card:
    front, back = f"What did I note as number {number}?", f"That it is {number * 31}"
    meaning = meaning_of("basic", front, back)
    path = f"notes/week-{number // 20}/part-{number % 20}"
    return Card(meaning, meaning, "basic", front, back, path, "Part", sibling=f"n{number // 2}")


class Student:
    """Does everything a student does in a day, against the real database."""

    def __init__(self, connection: sqlite3.Connection, forgets: float, goal: float) -> None:
        self.store = StoredReviews(connection)
        self.deck = Deck(self.store, days=DAYS, limits=Limits(10, 200), retention=goal)
        self.attempts = StoredAttempts(connection)
        self.exams = StoredExams(connection)
        self.reading = StoredReading(connection)
        self.forgets = forgets
        self.chance = random.Random(1)
        self.now = START
        self.read = 0
        self.due: list[int] = []

    def day(self, number: int) -> None:
        self.now = START + timedelta(days=number)
        for _ in range(2 if self.read < LECTURES * SECTIONS else 0):
            path = f"llm/lecture-{self.read // SECTIONS}/section-{self.read % SECTIONS}"
            self.reading.finished(path, self.now)
            self.read += 1
        cards = [note_card(n) for n in range(min(NOTE_CARDS, 20 * (number // 7 + 1)))]
        self.deck.take_notes(f"week {number // 7}", lambda: cards, self.now)
        self.due.append(self.deck.queue(self.now).total)
        self.review()
        self.quiz(f"quiz-{number}", 10)
        if number % 30 == 29:
            self.exam(f"exam-{number}")

    def remembers(self, schedule: Schedule) -> bool:
        if schedule.state != "review":
            return self.chance.random() < 0.9
        expected = recall_chance(schedule, DAYS.of(self.now))
        return bool(self.chance.random() < expected**self.forgets)

    def review(self) -> None:
        while ids := self.deck.queue(self.now).ids:
            for card in ids:
                if self.remembers(self.deck.card(card).schedule):
                    rating = Rating(self.chance.choices((2, 3, 4), (10, 78, 12))[0])
                else:
                    rating = Rating.AGAIN
                self.now += timedelta(seconds=self.chance.randint(5, 30))
                self.deck.answer(card, rating, self.now, seconds=12.0)
            self.now += timedelta(minutes=11)

    def pick(self) -> Question:
        section = self.chance.randrange(self.read)
        return question(section // SECTIONS, section % SECTIONS, self.chance.randrange(QUESTIONS))

    def knows(self, item: Question) -> bool:
        known = self.store.card(item.id)
        return self.remembers(known.schedule) if known else self.chance.random() < 0.6

    def quiz(self, name: str, count: int) -> None:
        for _ in range(count):
            item = self.pick()
            right = self.knows(item)
            given = item.key if right else "something else"
            self.now += timedelta(seconds=20)
            self.attempts.add(Attempt(self.now, name, item, given, Grade(float(right))))

    def exam(self, name: str) -> None:
        items = {item.id: item for item in (self.pick() for _ in range(30))}
        paper = ExamPaper(name, self.now, "", tuple(items.values()), 45)
        self.exams.begin(paper)
        session = ExamSession(paper, lambda event: self.exams.add(name, event))
        session.enter(self.now, 0.0)
        for number, item in enumerate(paper.questions):
            session.go_to(number)
            session.answer(item.key if self.knows(item) else "wrong", self.now, 30.0 * number)
        self.now += timedelta(minutes=20)
        hand_in(session, self.exams, self.attempts, self.now, 1200.0)


def cpu_ms(call: Callable[[], object], times: int = 15) -> float:
    """Median CPU milliseconds of a call."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        call()
        taken.append((time.process_time() - began) * 1000)
    return numbers.median(taken)


def simulate(days: int, forgets: float, goal: float, frames: int = 0) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file, empty = Path(folder) / "progress.db", Path(folder) / "empty.db"
        connection = open_progress(file)
        connection.execute("PRAGMA synchronous=OFF")  # the simulation is not what is measured
        student = Student(connection, forgets, goal)
        began = time.process_time()
        for number in range(days):
            student.day(number)
        simulated = time.process_time() - began
        log = student.deck.log()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = file.stat().st_size
        open_progress(empty).close()
        full_today = first_frame_ms(file, student.now, frames) if frames else 0.0
        empty_today = first_frame_ms(empty, student.now, frames) if frames else 0.0
        result = report(student, log, goal, days)
        result |= {
            "database_mb": round(size / 1e6, 2),
            "bytes_a_review": round(size / len(log)),
            "today_cpu_ms": full_today,
            "today_cpu_ms_empty": empty_today,
            "today_cpu_ms_more": round(full_today - empty_today, 1),
            "answer_cpu_ms": answer_ms(student),
            "rebuild_cpu_s": rebuild_s(student),
            "integrity": connection.execute("PRAGMA integrity_check").fetchone()[0],
            "simulated_in_cpu_s": round(simulated, 1),
        }
        connection.close()
    return result


def report(student: Student, log: list[Any], goal: float, days: int) -> dict[str, Any]:
    reviews = counted_reviews(log)
    topics = {item.card.id: "all" for item in student.store.cards(gone=True)}
    last = DAYS.of(student.now)
    found = retention_by_topic([event for event in reviews if event.origin == "review"], topics)
    remembered, counted = (found[0].share, found[0].reviews) if found else (0.0, 0)
    daily = [day.reviews for day in reviews_by_day(reviews, last, days)]
    ordered = sorted(student.due)
    return {
        "days": days,
        "forgets": student.forgets,
        "cards": len(topics),
        "lines_in_log": len(log),
        "due_a_day": {
            "mean": round(numbers.mean(student.due), 1),
            "p95": ordered[int(len(ordered) * 0.95)],
            "most": ordered[-1],
        },
        "reviews_a_day": round(numbers.mean(daily), 1),
        "goal": goal,
        "retention": round(remembered, 4),
        "retention_reviews": counted,
    }


def answer_ms(student: Student) -> float:
    card = student.store.cards()[0].card.id

    def answer() -> None:
        student.now += timedelta(seconds=1)
        student.deck.answer(card, Rating.GOOD, student.now)

    return round(cpu_ms(answer), 2)


def rebuild_s(student: Student) -> float:
    began = time.process_time()
    wrong = student.deck.rebuild()
    if wrong:
        raise SystemExit(f"{wrong} stored schedules were not what the log gives")
    return round(time.process_time() - began, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--forgets", type=float, default=1.0)
    parser.add_argument("--goal", type=float, default=0.9)
    parser.add_argument("--frames", type=int, default=7, help="apps opened to time Today")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = simulate(options.days, options.forgets, options.goal, options.frames)
    if options.json:
        print(json.dumps(result, indent=2))
        return
    for name, value in result.items():
        print(f"{name:>20}  {value}")


if __name__ == "__main__":
    main()

"""The record of what the student did, joined of what is kept in ``progress.db``."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from llmtutor.review.clock import Days
from llmtutor.review.deck import Deck
from llmtutor.review.models import Limits
from llmtutor.review.notes import text_of
from llmtutor.review.record import Record
from llmtutor.storage.activity import done_since, study_times
from llmtutor.storage.exams import StoredExamDate, StoredExams
from llmtutor.storage.reviews import StoredReviews

if TYPE_CHECKING:
    from llmtutor.library.library import Library
    from llmtutor.library.reading import ReadingLog
    from llmtutor.quiz.models import AttemptLog
    from llmtutor.settings import Settings


def open_record(
    connection: sqlite3.Connection,
    settings: Settings,
    library: Library,
    reading: ReadingLog,
    attempts: AttemptLog,
) -> Record:
    """The student's cards, exams and statistics, of a database."""
    review = settings.review
    deck = Deck(
        StoredReviews(connection),
        days=Days(starts_at=review.day_starts_at),
        limits=Limits(review.new_a_day, review.reviews_a_day),
        retention=review.desired_retention,
        text_of=lambda path: text_of(library, path),
    )
    return Record(
        deck=deck,
        exams=StoredExams(connection),
        dates=StoredExamDate(connection),
        library=library,
        reading=reading,
        scores=attempts.score_by_topic,
        study_times=lambda: study_times(connection),
        done_since=lambda moment: done_since(connection, moment),
        retention=review.desired_retention,
        cards_from_notes=review.cards_from_notes,
    )

"""The one place where the program is put together."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from llmtutor import settings as settings_module
from llmtutor.errors import TutorError
from llmtutor.library.index import Index, Progress
from llmtutor.library.library import Library
from llmtutor.paths import Paths, shipped
from llmtutor.services import Services
from llmtutor.settings import Settings

if TYPE_CHECKING:
    import sqlite3

    from llmtutor.engine.protocol import Engine
    from llmtutor.library.reading import ReadingLog
    from llmtutor.quiz.models import AttemptLog
    from llmtutor.review.record import Record
    from llmtutor.search.embedder import Embedder

_log = logging.getLogger(__name__)


def open_index(paths: Paths, progress: Progress | None = None) -> Index:
    """The index of all courses, up to date with their files.

    Raises:
        MissingError: the data folder cannot be written to.
    """
    from llmtutor.search.text_index import TextIndexer

    paths.prepare()
    folders = [("shipped", shipped() / "content"), ("imported", paths.courses)]
    index = Index(paths.index, folders, TextIndexer())
    index.refresh(progress)
    return index


def open_library(progress: Progress | None = None) -> Library:
    """The library alone, for commands that only read."""
    return Library(open_index(Paths.from_environment(), progress))


def build(
    *,
    overrides: Mapping[str, Any] | None = None,
    model: bool = True,
    progress: Progress | None = None,
) -> Services:
    """Put everything together for the app or a command.

    Args:
        overrides: settings from the command line, by key.
        model: whether a model may be used at all.
        progress: told while courses are read.

    Raises:
        TutorError: the settings are wrong, or the data folder cannot be used.
            A missing or broken model is no error: see ``Services.engine_problem``.
    """
    from llmtutor.engine.catalogue import load_catalogue
    from llmtutor.engine.models import ModelShelf
    from llmtutor.quiz.maker import QuizMaker
    from llmtutor.storage.answered import StoredAnswers
    from llmtutor.storage.attempts import StoredAttempts
    from llmtutor.storage.chats import StoredChats
    from llmtutor.storage.items import StoredItems
    from llmtutor.storage.migrations import open_progress
    from llmtutor.storage.reading import StoredReading
    from llmtutor.storage.remarks import StoredRemarks
    from llmtutor.tutor.tutor import Tutor

    paths = Paths.from_environment()
    settings, origins = settings_module.load(paths.settings, command_line=overrides)
    index = open_index(paths, progress)
    library = Library(index)
    shelf = ModelShelf.of(load_catalogue(), paths)
    engine, problem = None, None
    if model and settings.ask.generate:
        engine, problem = _engine(shelf, settings, paths)
    embedder = open_embedder(settings, library, paths) if model else None
    record = open_progress(paths.progress)
    reading, attempts = StoredReading(record), StoredAttempts(record)
    remarks, written = StoredRemarks(record), StoredItems(record)
    review = open_record(record, settings, library, reading, attempts)
    return Services(
        paths=paths,
        settings=settings,
        origins=origins,
        index=index,
        library=library,
        shelf=shelf,
        engine=engine,
        engine_problem=problem,
        tutor=Tutor(library, engine, settings, embedder, StoredAnswers(paths.answers)),
        quizzes=QuizMaker(library, remarks, written),
        reading=reading,
        chats=StoredChats(record),
        attempts=attempts,
        remarks=remarks,
        written=written,
        deck=review.deck,
        exams=review.exams,
        record=review,
        embedder=embedder,
    )


def open_record(
    connection: sqlite3.Connection,
    settings: Settings,
    library: Library,
    reading: ReadingLog,
    attempts: AttemptLog,
) -> Record:
    """The student's cards, exams and statistics."""
    from llmtutor.review.clock import Days
    from llmtutor.review.deck import Deck
    from llmtutor.review.models import Limits
    from llmtutor.review.notes import text_of
    from llmtutor.review.record import Record
    from llmtutor.storage.activity import done_since, study_times
    from llmtutor.storage.exams import StoredExamDate, StoredExams
    from llmtutor.storage.reviews import StoredReviews

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


def open_engine(settings: Settings, paths: Paths) -> tuple[Any, TutorError | None]:
    """The model that writes, or why there is none; nothing is started yet."""
    from llmtutor.engine.catalogue import load_catalogue
    from llmtutor.engine.models import ModelShelf

    return _engine(ModelShelf.of(load_catalogue(), paths), settings, paths)


def _engine(shelf: Any, settings: Settings, paths: Paths) -> tuple[Any, TutorError | None]:
    from llmtutor.engine.client import WorkerEngine
    from llmtutor.engine.config import WorkerConfig

    if settings.engine.kind == "server":
        return _server_engine(settings)
    try:
        found = shelf.resolve(settings.engine.model)
        adapter = shelf.adapter(settings.engine.adapter)
    except TutorError as error:
        return None, error
    entry = found.entry
    config = WorkerConfig.from_settings(
        settings.engine,
        found.path,
        paths.engine_log,
        entry.languages if entry else (),
        family=entry.family if entry else "",
        adapter=adapter,
        snapshots=paths.snapshots,
        meeting=paths.meeting,
    )
    return WorkerEngine(config), None


def _server_engine(settings: Settings) -> tuple[Engine | None, TutorError | None]:
    """The engine on a server; where the setting is wrong, none: no other takes its place."""
    from llmtutor.engine.server.engine import ServerConfig, ServerEngine

    try:
        return ServerEngine(ServerConfig.from_settings(settings.engine)), None
    except TutorError as error:
        return None, error


def open_embedder(
    settings: Settings, library: Library, paths: Paths, patience: float | None = None
) -> Embedder | None:
    """An embedder where an embedding model lies on the shelf; nothing is started yet.

    Raises:
        TutorError: the model that the settings name is not there.
    """
    from llmtutor.engine.catalogue import load_catalogue
    from llmtutor.engine.client import WorkerEngine
    from llmtutor.engine.config import WorkerConfig
    from llmtutor.engine.models import ModelShelf
    from llmtutor.search.embedder import PATIENCE, Embedder
    from llmtutor.search.vectors import VectorStore

    wanted = settings.ask.embedding
    if wanted == "off":
        return None
    try:
        found = ModelShelf.of(load_catalogue(), paths).resolve(wanted, purpose="embedding")
    except TutorError:
        if wanted != "default":
            raise
        return None
    config = WorkerConfig(
        model=found.path,
        log=paths.engine_log,
        purpose="embedding",
        languages=found.entry.languages if found.entry else (),
        threads=settings.engine.threads,
        gpu_layers=settings.engine.gpu_layers,
        meeting=paths.meeting,
    )
    store = VectorStore(library, f"{found.path.name}:{found.size}")
    return Embedder(WorkerEngine(config), store, patience or PATIENCE)


def log_to_file(paths: Paths) -> None:
    """Write what happens to the log file; for ``--debug``."""
    paths.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths.log.touch(mode=0o600)
    logging.basicConfig(
        filename=paths.log,
        level=logging.DEBUG,
        format="%(asctime)s %(process)d %(name)s %(levelname)s %(message)s",
    )

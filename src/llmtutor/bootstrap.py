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

    from llmtutor.engine.models import ModelShelf
    from llmtutor.engine.protocol import Engine
    from llmtutor.quiz.lecture_quiz import WrittenItems
    from llmtutor.quiz.maker import QuizMaker
    from llmtutor.quiz.models import AttemptLog, Question
    from llmtutor.quiz.notes.clarity import Clarity
    from llmtutor.quiz.remarks import RemarkLog
    from llmtutor.review.deck import Deck
    from llmtutor.review.exam.log import ExamLog
    from llmtutor.review.record import Record
    from llmtutor.search.embedder import Embedder
    from llmtutor.tutor.models import ChatLog
    from llmtutor.tutor.tutor import Tutor

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
    from llmtutor.storage.migrations import open_progress
    from llmtutor.storage.reading import StoredReading

    paths = Paths.from_environment()
    settings, origins = settings_module.load(paths.settings, command_line=overrides)
    index = open_index(paths, progress)
    connection = open_progress(paths.progress)
    return Services(
        _Late(connection, model=model),
        paths=paths,
        settings=settings,
        origins=origins,
        index=index,
        library=Library(index),
        reading=StoredReading(connection),
    )


class _Late:
    """Makes the parts that the first frame does without, each by a method of its name."""

    def __init__(self, connection: sqlite3.Connection, *, model: bool) -> None:
        self._connection = connection
        self._model = model

    def shelf(self, services: Services) -> ModelShelf:
        from llmtutor.engine.catalogue import load_catalogue
        from llmtutor.engine.models import ModelShelf

        return ModelShelf.of(load_catalogue(), services.paths)

    def engine(self, services: Services) -> Engine | None:
        if not self._writes(services):
            return None
        try:
            return open_engine(services.settings, services.paths)
        except TutorError:
            return None

    def engine_problem(self, services: Services) -> TutorError | None:
        if self._writes(services):
            try:
                open_engine(services.settings, services.paths)
            except TutorError as problem:
                return problem
        return None

    def _writes(self, services: Services) -> bool:
        return self._model and services.settings.ask.generate

    def embedder(self, services: Services) -> Embedder | None:
        if not self._model:
            return None
        return open_embedder(services.settings, services.library, services.paths)

    def tutor(self, services: Services) -> Tutor:
        from llmtutor.storage.answered import StoredAnswers
        from llmtutor.storage.trials import StoredTrials
        from llmtutor.tutor.tutor import Tutor

        return Tutor(
            services.library,
            services.engine,
            services.settings,
            services.embedder,
            StoredAnswers(services.paths.answers),
            StoredTrials(services.paths.trials),
        )

    def quizzes(self, services: Services) -> QuizMaker:
        from llmtutor.quiz.maker import QuizMaker

        return QuizMaker(services.library, services.remarks, services.written, services.clarity)

    def remarks(self, _: Services) -> RemarkLog:
        from llmtutor.storage.remarks import StoredRemarks

        return StoredRemarks(self._connection)

    def written(self, _: Services) -> WrittenItems:
        from llmtutor.storage.items import StoredItems

        return StoredItems(self._connection)

    def clarity(self, _: Services) -> Clarity:
        from llmtutor.storage.clarity import StoredClarity

        return StoredClarity(self._connection)

    def chats(self, _: Services) -> ChatLog:
        from llmtutor.storage.chats import StoredChats

        return StoredChats(self._connection)

    def attempts(self, _: Services) -> AttemptLog:
        from llmtutor.storage.attempts import StoredAttempts

        return StoredAttempts(self._connection)

    def record(self, services: Services) -> Record:
        from llmtutor.storage.record import open_record

        return open_record(
            self._connection,
            services.settings,
            services.library,
            services.reading,
            services.attempts,
        )

    def deck(self, services: Services) -> Deck:
        return services.record.deck

    def exams(self, services: Services) -> ExamLog[Question]:
        return services.record.exams


def open_engine(settings: Settings, paths: Paths) -> Engine:
    """The engine that answers; nothing is started yet.

    Raises:
        TutorError: there is no model, or it cannot be used. No other takes its place.
    """
    from llmtutor.engine.catalogue import load_catalogue
    from llmtutor.engine.client import WorkerEngine
    from llmtutor.engine.config import WorkerConfig
    from llmtutor.engine.models import ModelShelf

    if settings.engine.kind == "server":
        from llmtutor.engine.server.engine import ServerConfig, ServerEngine

        return ServerEngine(ServerConfig.from_settings(settings.engine))
    shelf = ModelShelf.of(load_catalogue(), paths)
    found = shelf.resolve(settings.engine.model)
    entry = found.entry
    config = WorkerConfig.from_settings(
        settings.engine,
        found.path,
        paths.engine_log,
        entry.languages if entry else (),
        family=entry.family if entry else "",
        adapter=shelf.adapter(settings.engine.adapter, found),
        snapshots=paths.snapshots,
        meeting=paths.meeting,
    )
    return WorkerEngine(config)


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

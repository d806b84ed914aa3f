"""Making vectors: of all passages in the background, of a question while it is asked."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable

from llmtutor.engine.protocol import Engine, ModelInfo
from llmtutor.errors import TutorError
from llmtutor.search.analysis import is_cjk
from llmtutor.search.prefixes import Prefixes, prefixes_of
from llmtutor.search.scale import PAIRS
from llmtutor.search.vectors import Similarity, VectorStore

BATCH = 16
"""Passages that are embedded at once: a question never waits for more."""
PATIENCE = 0.4
"""Seconds that a question waits for its vector; words alone answer after that."""


class Embedder:
    """Joins an embedding model with the vectors in the index."""

    def __init__(self, engine: Engine, store: VectorStore, patience: float = PATIENCE) -> None:
        """Join them.

        Args:
            engine: an engine that was started for embedding.
            store: of the same model.
            patience: seconds that a question waits for its vector.
        """
        self._engine = engine
        self._store = store
        self._patience = patience
        self._model: ModelInfo | None = None

    async def fill(self, progress: Callable[[int, int], None] = lambda *_: None) -> None:
        """Embed every passage that has no vector yet; stop it by cancelling, go on any time.

        Passages in a script that the model does not know get none: their
        vectors would say nothing, and would be close to each other.

        Args:
            progress: told ``(passages with a vector, passages that can have one)``.

        Raises:
            TutorError: the model cannot be used.
        """
        self._model = await self._engine.start()
        cjk, last, first = self._model.knows("cjk"), 0, _prefixes(self._model).passage
        done, total = await asyncio.to_thread(self._store.counts, cjk=cjk)
        progress(done, total)
        if total and not await asyncio.to_thread(self._store.has_scale):
            await self._learn_scale(_prefixes(self._model))
        while pending := await asyncio.to_thread(self._store.pending, BATCH, after=last, cjk=cjk):
            vectors = await self._engine.embed([first + item.text for item in pending])
            await asyncio.to_thread(self._store.add, pending, vectors.data, vectors.dimensions)
            last = pending[-1].key
            done += len(pending)
            progress(min(done, total), total)

    async def _learn_scale(self, first: Prefixes) -> None:
        questions = await self._engine.embed([first.question + asked for asked, _ in PAIRS])
        passages = await self._engine.embed([first.passage + said for _, said in PAIRS])
        await asyncio.to_thread(
            self._store.keep_scale, questions.data, passages.data, questions.dimensions
        )

    async def similarity(self, question: str) -> Similarity | None:
        """How close the passages are to a question.

        None where that cannot be told in time: the model is missing or still
        loading, does not know the script, or no passage has a vector yet.
        """
        try:
            async with asyncio.timeout(self._patience):
                if not await asyncio.to_thread(self._store.has_any):
                    return None
                self._model = self._model or await self._engine.start()
                if is_cjk(question) and not self._model.knows("cjk"):
                    return None
                first = _prefixes(self._model).question
                vectors = await self._engine.embed([first + question])
                return await asyncio.to_thread(self._store.similarity, vectors.data)
        except (TutorError, TimeoutError, sqlite3.Error):
            return None

    async def close(self) -> None:
        await self._engine.close()
        self._store.close()


def _prefixes(model: ModelInfo) -> Prefixes:
    return prefixes_of(model.architecture, model.title, model.name)

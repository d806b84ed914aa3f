"""Vectors are made behind the screens: a line says how far, and the palette stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from llmtutor import bootstrap
from llmtutor.engine.protocol import ModelInfo, Vectors
from llmtutor.search import embedder
from llmtutor.search.embedder import Embedder
from llmtutor.search.vectors import VectorStore
from llmtutor.ui import vectors
from llmtutor.ui.app import TutorApp
from tests.engine.scripted import INFO, ScriptedEngine

from .conftest import NARROW
from .test_ask import shows


class SlowEngine(ScriptedEngine):
    """Embeds a passage each time it is let."""

    def __init__(self) -> None:
        super().__init__(info=replace(INFO, kind="embedding"))
        self.let = asyncio.Semaphore(2)  # what its cosines mean is asked first, in two steps

    async def start(self) -> ModelInfo:
        return self.info

    async def embed(self, texts: Sequence[str]) -> Vectors:
        await self.let.acquire()
        return Vectors(1, b"\x00\x00\x80?" * len(texts), ())


def reading(app: TutorApp) -> list[str]:
    return [item.name for item in app.offered_commands(app.screen) if "by meaning" in item.name]


@pytest.mark.usefixtures("home")
async def test_it_says_how_far_it_is_until_the_student_stops_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vectors, "MANY", 2)
    monkeypatch.setattr(embedder, "BATCH", 1)
    engine = SlowEngine()
    services = bootstrap.build(model=False)
    store = VectorStore(services.library, "slow")
    app = TutorApp(services.but(embedder=Embedder(engine, store)))
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "0 of", lambda _: app.study.notice.saying)
        engine.let.release()
        await shows(pilot, "1 of", lambda _: app.study.notice.saying)
        assert reading(app) == ["search: stop reading the notes by meaning"]

        app.vectors.stop()
        engine.let.release()
        await shows(pilot, "silent", lambda _: app.study.notice.saying or "silent")
        assert reading(app) == []
        assert store.counts(cjk=True)[0] == 2  # what was made stays

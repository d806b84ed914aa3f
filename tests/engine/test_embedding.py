"""Texts to vectors with a real embedding model."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import Vectors

from .conftest import ask, failed, listen

pytestmark = pytest.mark.shared

Start = Callable[..., WorkerEngine]


def rows(vectors: Vectors) -> list[list[float]]:
    numbers = array("f", vectors.data).tolist()
    width = vectors.dimensions
    return [numbers[at : at + width] for at in range(0, len(numbers), width)]


def dot(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


async def test_meaning_is_near_meaning(start_engine: Start, embedding_path: Path) -> None:
    engine = start_engine(embedding_path, purpose="embedding")
    vectors = await engine.embed(["A cat sat down.", "The feline was seated.", "Tax law of 1931"])

    cat, feline, tax = rows(vectors)
    assert vectors.dimensions == 384
    assert len(vectors) == 3
    assert all(abs(dot(row, row) - 1) < 1e-5 for row in (cat, feline, tax))
    assert dot(cat, feline) > 0.6
    assert dot(cat, tax) < 0.3
    info = engine.status.model
    assert info is not None
    assert info.kind == "embedding"
    assert not info.can_generate


async def test_a_batch_gives_what_one_by_one_gives(
    start_engine: Start, embedding_path: Path
) -> None:
    engine = start_engine(embedding_path, purpose="embedding")
    texts = [f"{word} number {n}" for n in range(30) for word in ("Short", "A " + "longer " * n)]

    together = rows(await engine.embed(texts))
    alone = [rows(await engine.embed([text]))[0] for text in texts[::13]]

    assert all(dot(a, b) > 0.999 for a, b in zip(together[::13], alone, strict=True))


async def test_long_texts_are_cut_and_named(start_engine: Start, embedding_path: Path) -> None:
    engine = start_engine(embedding_path, purpose="embedding")

    vectors = await engine.embed(["short", "word " * 3000, "", "字" * 600])

    assert vectors.cut == (1, 3)
    assert len(vectors) == 4
    assert len(await engine.embed([])) == 0


async def test_it_does_not_write(start_engine: Start, embedding_path: Path) -> None:
    engine = start_engine(embedding_path, purpose="embedding")

    problem = failed(await listen(engine, ask("?"))).problem

    assert isinstance(problem, EngineError)
    assert problem.code == "wrong_kind"

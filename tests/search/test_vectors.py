"""Vectors belong to what passages say, are made in the background, and join the words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.protocol import ModelInfo, Vectors
from llmtutor.library.library import Library, Scope
from llmtutor.search.embedder import Embedder
from llmtutor.search.evidence import find_evidence
from llmtutor.search.scale import PAIRS, REFERENCE, Scale
from llmtutor.search.vectors import VectorStore

from ..engine.scripted import INFO, ScriptedEngine
from ..shelf import Shelf, section

TOPICS = ("stripes", "soup", "模型")
KNOWN = tuple(text for pair in PAIRS for text in pair)


class TopicEngine(ScriptedEngine):
    """Embeds a text as the topics it names; knows English, or Chinese too."""

    def __init__(self, *scripts: str, slow: float = 0.0) -> None:
        info = replace(INFO, kind="embedding", scripts=frozenset({"latin", *scripts}))
        super().__init__(info=info)
        self.texts: list[str] = []
        """Passages and questions; without those that tell what a cosine means."""
        self.slow = slow

    async def start(self) -> ModelInfo:
        return self.info

    async def embed(self, texts: Sequence[str]) -> Vectors:
        await asyncio.sleep(self.slow)
        self.texts += [text for text in texts if not text.endswith(KNOWN)]
        rows = np.array([[topic in text for topic in TOPICS] for text in texts], dtype="<f4") + 0.01
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return Vectors(len(TOPICS), rows.astype("<f4").tobytes(), ())


def notes(shelf: Shelf) -> Library:
    shelf.course(
        "one",
        a=section("Zebra", "It has stripes.") + section("Kitchen", "The soup is hot."),
        b=section("模型", "大型語言模型很大。"),
    )
    return shelf.library()


def embedder(library: Library, engine: TopicEngine, patience: float = 5.0) -> Embedder:
    return Embedder(engine, VectorStore(library, "m"), patience)


async def test_every_passage_gets_a_vector_and_progress_is_told(shelf: Shelf) -> None:
    engine, told = TopicEngine("cjk"), list[tuple[int, int]]()
    await embedder(notes(shelf), engine).fill(lambda done, total: told.append((done, total)))
    assert len(engine.texts) == 3
    assert told == [(0, 3), (3, 3)]
    assert engine.texts[0] == "a › Zebra\nIt has stripes."


@pytest.mark.parametrize(
    ("architecture", "title", "question", "passage"),
    [
        ("bert", "Multilingual E5 Small", "query: ", "passage: "),
        ("nomic-bert", "nomic-embed-text-v1.5", "search_query: ", "search_document: "),
        ("bert", "bge-small-en-v1.5", "Represent this sentence for searching", ""),
        ("bert", "bge-m3", "", ""),
        ("bert", "all-MiniLM-L6-v2", "", ""),
        ("gemma-embedding", "", "task: search result | query: ", "title: none | text: "),
    ],
)
async def test_a_family_reads_first_what_it_was_trained_with(
    shelf: Shelf, architecture: str, title: str, question: str, passage: str
) -> None:
    engine = TopicEngine("cjk")
    engine.info = replace(engine.info, architecture=architecture, title=title, name="a-file")
    reading = embedder(notes(shelf), engine)
    await reading.fill()
    assert engine.texts[0] == f"{passage}a › Zebra\nIt has stripes."
    assert await reading.similarity("stripes?") is not None
    assert engine.texts[-1].startswith(question)
    assert engine.texts[-1].endswith("stripes?")


async def test_it_goes_on_where_it_was_stopped(shelf: Shelf) -> None:
    text = "".join(section(f"S{number}", f"word{number}") for number in range(40))
    shelf.course("one", a=text)
    library = shelf.library()
    first, second = TopicEngine(slow=0.01), TopicEngine()

    def stop(done: int, total: int) -> None:
        if done:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await embedder(library, first).fill(stop)
    await embedder(library, second).fill()
    assert len(first.texts) == 16
    assert len(second.texts) == 24
    assert not set(first.texts) & set(second.texts)


async def test_an_edited_file_is_embedded_only_where_it_is_new(shelf: Shelf) -> None:
    library, engine = notes(shelf), TopicEngine("cjk")
    await embedder(library, engine).fill()
    engine.texts.clear()
    shelf.write("one/a.md", section("Zebra", "It has stripes.") + section("Kitchen", "Cold soup."))
    later = shelf.library()
    await embedder(later, engine).fill()
    assert engine.texts == ["a › Kitchen\nCold soup."]
    rows = later.connection.execute("SELECT count(*) FROM vector").fetchone()
    assert rows[0] == 3  # the old kitchen's is gone


async def test_a_question_sees_vectors_that_came_after_the_last_one(shelf: Shelf) -> None:
    library, engine = notes(shelf), TopicEngine("cjk")
    joined = embedder(library, engine)
    assert await joined.similarity("stripes") is None
    await joined.fill()
    similarity = await joined.similarity("stripes")
    assert similarity is not None
    (key,) = similarity.closest(1)
    shelf.write("one/c.md", section("Tiger", "More stripes. And stripes."))
    shelf.index()
    await joined.fill()
    later = await joined.similarity("stripes")
    assert later is not None
    assert len(later.closest(10)) == 4
    assert similarity.of(key) == later.of(key)


async def test_an_index_that_was_made_anew_is_followed(shelf: Shelf) -> None:
    shelf.course("one", a=section("Zebra", "It has stripes."))
    index = shelf.index()
    library, engine = Library(index), TopicEngine()
    joined = embedder(library, engine)
    await joined.fill()
    index.rebuild()
    assert await joined.similarity("stripes") is None
    await joined.fill()
    assert await joined.similarity("stripes") is not None


async def test_a_passage_in_other_words_is_found_by_its_meaning(shelf: Shelf) -> None:
    library, engine = notes(shelf), TopicEngine("cjk")
    joined = embedder(library, engine)
    await joined.fill()
    similarity = await joined.similarity("pattern of stripes on hide")
    plain = find_evidence(library.connection, "pattern on its hide")
    meant = find_evidence(library.connection, "pattern on its hide", similarity=similarity)
    assert plain.sentences == ()
    assert meant.sentences[0].text == "It has stripes."
    inside = find_evidence(
        library.connection, "pattern on its hide", Scope("one", "b"), similarity=similarity
    )
    assert {sentence.path for sentence in inside.sentences} <= {"one/b/模型"}


async def test_a_script_that_the_model_does_not_know_weighs_nothing(shelf: Shelf) -> None:
    library, engine = notes(shelf), TopicEngine()
    joined = embedder(library, engine)
    told: list[tuple[int, int]] = []
    await joined.fill(lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)
    assert not any("模型" in text for text in engine.texts)
    assert await joined.similarity("模型是什麼？") is None


async def test_a_model_that_knows_chinese_finds_chinese_by_meaning(shelf: Shelf) -> None:
    library, engine = notes(shelf), TopicEngine("cjk")
    joined = embedder(library, engine)
    await joined.fill()
    similarity = await joined.similarity("模型有多大？")
    assert similarity is not None
    evidence = find_evidence(library.connection, "它的規模如何？", similarity=similarity)
    assert evidence.sentences[0].text == "大型語言模型很大。"


async def test_vectors_of_another_model_are_not_compared(shelf: Shelf) -> None:
    library, engine = notes(shelf), TopicEngine("cjk")
    await embedder(library, engine).fill()
    other = Embedder(engine, VectorStore(library, "another"), 5.0)
    assert await other.similarity("stripes") is None


async def test_a_question_does_not_wait_for_a_slow_model(shelf: Shelf) -> None:
    library = notes(shelf)
    await embedder(library, TopicEngine("cjk")).fill()
    slow = embedder(library, TopicEngine("cjk", slow=30), patience=0.05)
    assert await slow.similarity("stripes") is None


@pytest.mark.shared
async def test_a_real_model_finds_what_is_said_in_other_words(
    shelf: Shelf, shared: object, tmp_path: Path
) -> None:
    path: Path = shared("models/all-MiniLM-L6-v2-q8_0.gguf")  # type: ignore[operator]
    shelf.course(
        "one",
        a=section("Bread", "Knead the dough and bake it in the oven.")
        + section("Law", "The court rejected the appeal.")
        + section("Cars", "The engine would not start in the cold."),
    )
    library = shelf.library()
    engine = WorkerEngine(WorkerConfig(path, tmp_path / "log", purpose="embedding"))
    joined = Embedder(engine, VectorStore(library, "minilm"), 60.0)
    try:
        await joined.fill()
        question = "Why did the automobile's motor fail?"
        similarity = await joined.similarity(question)
    finally:
        await joined.close()
    evidence = find_evidence(library.connection, question, similarity=similarity)
    assert evidence.sentences[0].title == "Cars"


class TestTheScaleOfAModel:
    """Models differ in what a cosine means; the confidence was fitted with one of them."""

    def test_cosines_are_read_on_the_scale_of_reference(self) -> None:
        crowded = Scale(0.75, 0.88)
        read = crowded.read(np.array([0.75, 0.88, 0.815], dtype=np.float32))
        middle = (REFERENCE.unrelated + REFERENCE.answering) / 2
        assert np.allclose(read, [REFERENCE.unrelated, REFERENCE.answering, middle], atol=1e-3)

    def test_a_model_that_tells_nothing_apart_is_left_as_it_is(self) -> None:
        cosines = np.array([0.2, 0.9], dtype=np.float32)
        assert np.array_equal(Scale(0.8, 0.8).read(cosines), cosines)

    def test_it_is_told_by_pairs(self) -> None:
        rows = np.eye(3, dtype=np.float32)
        assert Scale.of(rows, rows) == Scale(0.0, 1.0)

    async def test_it_is_asked_once_and_kept_in_the_index(self, shelf: Shelf) -> None:
        library, engine = notes(shelf), CrowdedEngine()
        await embedder(library, engine).fill()
        asked = engine.asked
        again = embedder(library, engine)
        await again.fill()
        similarity = await again.similarity("stripes")

        assert engine.asked == asked + 1  # the question alone
        assert similarity is not None
        (best,) = similarity.closest(1)
        assert abs((similarity.of(best) or 0.0) - REFERENCE.answering) < 0.02


class CrowdedEngine(TopicEngine):
    """Finds all texts alike, and those on one topic a little more so."""

    asked = 0

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        topics = [*TOPICS, *(asked for asked, _ in PAIRS)]
        said = {answer: question for question, answer in PAIRS}
        rows = np.array(
            [[topic in said.get(text, text) for topic in topics] for text in texts], dtype="<f4"
        )
        rows = np.hstack([0.35 * rows, np.full((len(texts), 1), 0.9, dtype="<f4")])
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return Vectors(rows.shape[1], rows.astype("<f4").tobytes(), ())

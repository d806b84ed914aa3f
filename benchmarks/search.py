"""How search grows: index build, evidence for a question, a changed file, vectors.

    python benchmarks/search.py [--passages 1000,10000,100000] [--vectors] [--json]

Passages are made of words drawn from the shipped course with the frequencies
they have there, and of made-up rare words, so that the size is free and the
text is nobody else's. Each question takes words of one passage; that passage
is the right answer. Times are CPU milliseconds of one process that does
nothing else; "all words" is the same with every word of the question looked
up and every passage that holds one scored. 1000000 passages take a quarter of an hour.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from llmtutor.content.inline import plain
from llmtutor.evaluate.scratch import number_of, scratch_library
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.library.schema import IndexedPassage, transaction
from llmtutor.paths import shipped
from llmtutor.search import expression
from llmtutor.search.analysis import STOPWORDS
from llmtutor.search.confidence import confidence
from llmtutor.search.evidence import find_evidence
from llmtutor.search.text_index import TextIndexer

QUESTIONS = 200
WORDS = 80
"""In a passage."""
RARE = 200_000
"""Different made-up words, drawn with a long tail."""
CHANGED = 40
"""Passages of a file that is imported again."""
DIMENSIONS = 384
Question = tuple[int, str]
"""The right passage, and what is asked."""


def make_passages(count: int, rng: random.Random) -> list[str]:
    """Passages of about :data:`WORDS` words in sentences of about fifteen."""
    words = [
        word.strip(".,:;()'\"").lower()
        for path in sorted((shipped() / "content").rglob("*.md"))
        for word in plain(path.read_text(encoding="utf-8")).split()
        if word.strip(".,:;()'\"").isalpha()
    ]
    syllables = [a + b for a, b in itertools.product("bdfgklmnprstvz", "aeiou")]
    rare = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(RARE)]
    passages = []
    for _ in range(count):
        text = rng.choices(words, k=WORDS)
        for place in range(0, WORDS, 8):
            text[place] = rare[int(RARE * rng.random() ** 3)]
        for place in range(14, WORDS, 15):
            text[place] += "."
            text[place + 1] = text[place + 1].capitalize()
        passages.append(" ".join([text[0].capitalize(), *text[1:]]) + ".")
    return passages


def make_questions(passages: list[str], rng: random.Random) -> list[Question]:
    """Content words of one sentence among words of asking."""
    made = []
    for _ in range(QUESTIONS):
        number = rng.randrange(len(passages))
        sentence = rng.choice(passages[number].rstrip(".").split(". "))
        content = [word for word in sentence.lower().split() if word not in STOPWORDS]
        chosen = rng.sample(content, min(len(content), rng.choice([3, 4, 6, 10])))
        made.append((number, f"What does it say about {' '.join(chosen)}?"))
    return made


def build(file: Path, count: int) -> tuple[dict[str, Any], list[Question]]:
    """Make an index of ``count`` passages."""
    rng = random.Random(7)
    passages = make_passages(count, rng)
    questions = make_questions(passages, rng)
    size = sum(len(passage.encode()) for passage in passages) / 1e6
    elapsed = _cpu(lambda: scratch_library(file, passages))
    (pages,) = _open(file).connection.execute("PRAGMA page_count").fetchone()
    row = {"text MB": round(size, 1), "build MB/s": round(size / elapsed, 1)}
    return {**row, "index MB": round(pages * 4096 / 1e6, 1)}, questions


def ask(file: Path, questions: list[Question], all_words: bool) -> dict[str, Any]:
    """Ask every question of an index once."""
    if all_words:
        expression.SCORED = expression.MOST_SCORED = sys.maxsize
    connection = _open(file).connection
    find_evidence(connection, "warm up 注意力")
    times, first, fifth = [], 0, 0
    for number, question in questions:
        begun = time.process_time()
        evidence = find_evidence(connection, question)
        confidence(connection, evidence)
        times.append((time.process_time() - begun) * 1000)
        found = [number_of(passage.hit.path) for passage in evidence.passages[:5]]
        first += found[:1] == [number]
        fifth += number in found
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {
        "p50 ms": round(cuts[49], 1),
        "p99 ms": round(cuts[98], 1),
        "R@1": round(first / len(questions), 3),
        "R@5": round(fifth / len(questions), 3),
    }


def change(file: Path) -> dict[str, Any]:
    """Take :data:`CHANGED` passages out and put as many others in, as a changed file does."""
    library, indexer = _open(file), TextIndexer()
    connection = library.connection
    texts = make_passages(CHANGED, random.Random(8))
    keys = list(range(1, CHANGED + 1))

    def again() -> None:
        with transaction(connection):
            indexer.remove(connection, keys)
            indexer.add(
                connection,
                (IndexedPassage(key, "", text) for key, text in zip(keys, texts, strict=True)),
            )
            indexer.finish(connection)

    return {"changed file ms": round(_cpu(again) * 1000, 1)}


def with_vectors(file: Path, questions: list[Question]) -> dict[str, Any]:
    """Give every passage a vector of chance; say what comparing takes."""
    import numpy as np

    from llmtutor.search.vectors import VectorStore

    before = _resident()
    library = _open(file)
    store = VectorStore(library, "chance")
    question = np.ones(DIMENSIONS, dtype=np.float32) / DIMENSIONS**0.5
    load = _cpu(lambda: store.similarity(question.tolist()))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3  # in kB
    times = []
    for _, text in questions:
        begun = time.process_time()
        similarity = store.similarity(question.tolist())
        find_evidence(library.connection, text, similarity=similarity)
        times.append((time.process_time() - begun) * 1000)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {
        "vectors: at most + MB": round(most - before),
        "vectors loaded in s": round(load, 2),
        "with vectors p50 ms": round(cuts[49], 1),
        "with vectors p99 ms": round(cuts[98], 1),
    }


def add_vectors(file: Path) -> None:
    """Vectors of chance, as the embedder would leave them."""
    import numpy as np

    rng = np.random.default_rng(7)
    connection = _open(file).connection
    digests = [row[0] for row in connection.execute("SELECT DISTINCT digest FROM meaning")]
    with transaction(connection):
        for digest in digests:
            vector = rng.standard_normal(DIMENSIONS).astype(np.float32)
            data = (vector / np.linalg.norm(vector)).astype("<f2").tobytes()
            connection.execute(
                "INSERT INTO vector(model, digest, data) VALUES('chance', ?, ?)", (digest, data)
            )


def _open(file: Path) -> Library:
    return Library(Index(file, [], TextIndexer()))


def _cpu(work: Callable[[], object]) -> float:
    """CPU seconds that something takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _resident() -> float:
    """MB of memory of this process."""
    import psutil

    return float(psutil.Process().memory_info().rss / 1e6)


def _alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """What a fresh process makes of something, so that nothing before it counts."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def measure(count: int, vectors: bool) -> dict[str, Any]:
    """All figures of a library of ``count`` passages."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.db"
        built, questions = _alone(build, file, count)
        row = {"passages": count, **built, **_alone(ask, file, questions, False)}
        whole = _alone(ask, file, questions, True)
        row |= {f"{name}, all words": value for name, value in whole.items()}
        row |= _alone(change, file)
        if vectors:
            _alone(add_vectors, file)
            row |= _alone(with_vectors, file, questions)
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", default="1000,10000,100000")
    parser.add_argument("--vectors", action="store_true", help="memory and time with vectors, too")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [measure(int(count), options.vectors) for count in options.passages.split(",")]
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("", *(f"{row['passages']:,}" for row in rows), title="passages")
    for name in list(rows[0])[1:]:
        table.add_row(name, *(str(row[name]) for row in rows))
    Console().print(table)


if __name__ == "__main__":
    main()

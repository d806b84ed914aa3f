"""How search grows: index build, evidence for a question, and what query pruning costs.

    python benchmarks/search.py [--passages 1000,10000,100000] [--json]

Passages are made of words drawn from the shipped course with the frequencies
they have there, and of made-up rare words, so that the size is free and the
text is nobody else's. Each question takes words of one passage; that passage
is the right answer. Times are CPU milliseconds of this process.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from llmtutor.content.inline import plain
from llmtutor.evaluate.scratch import number_of, scratch_library
from llmtutor.paths import shipped
from llmtutor.search import query as query_module
from llmtutor.search.analysis import STOPWORDS
from llmtutor.search.confidence import confidence
from llmtutor.search.evidence import find_evidence

QUESTIONS = 200
WORDS = 80
"""In a passage."""
RARE = 200_000
"""Different made-up words, drawn with a long tail."""


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
        passages.append(" ".join(text).capitalize() + ".")
    return passages


def make_questions(passages: list[str], rng: random.Random) -> list[tuple[int, str]]:
    """``(passage, question)``: content words of one sentence among words of asking."""
    made = []
    for _ in range(QUESTIONS):
        number = rng.randrange(len(passages))
        sentence = rng.choice(passages[number].rstrip(".").split(". "))
        content = [word for word in sentence.lower().split() if word not in STOPWORDS]
        chosen = rng.sample(content, min(len(content), rng.choice([3, 4, 6, 10])))
        made.append((number, f"What does it say about {' '.join(chosen)}?"))
    return made


def measure(count: int) -> dict[str, Any]:
    """Build an index of ``count`` passages and ask it :data:`QUESTIONS` questions."""
    rng = random.Random(7)
    passages = make_passages(count, rng)
    questions = make_questions(passages, rng)
    size = sum(len(passage.encode()) for passage in passages)
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        library = scratch_library(Path(folder) / "index.db", passages)
        built = time.process_time() - started
        connection = library.connection
        row: dict[str, Any] = {"passages": count, "build MB/s": round(size / 1e6 / built, 2)}
        for name, terms in (("", query_module.MAX_TERMS), (" unpruned", 10_000)):
            query_module.MAX_TERMS = terms
            times, found = [], 0
            for number, question in questions:
                begun = time.process_time()
                evidence = find_evidence(connection, question)
                confidence(connection, evidence)
                times.append((time.process_time() - begun) * 1000)
                found += any(number_of(p.hit.path) == number for p in evidence.passages[:1])
            cuts = statistics.quantiles(times, n=100, method="inclusive")
            row[f"p50 ms{name}"] = round(cuts[49], 1)
            row[f"p99 ms{name}"] = round(cuts[98], 1)
            row[f"R@1{name}"] = round(found / len(questions), 3)
        query_module.MAX_TERMS = 24
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", default="1000,10000,100000")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [measure(int(count)) for count in options.passages.split(",")]
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*rows[0])
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    Console().print(table)


if __name__ == "__main__":
    main()

"""One question on a few notes, and a rule that looks at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.models import Key, Kind, Question
from tests.quiz.conftest import read_notes

RETRIEVAL = """## Chunking

A **chunk** is a passage cut from a document before it is indexed. **Overlap** is the number of
tokens that two neighbouring chunks share. The **stride** is the size of the window minus the
overlap. A stride of 80 tokens cuts 1,000 tokens into 13 chunks.

## Search

A **bi-encoder** is a model that embeds question and passage separately. A **cross-encoder** is a
model that reads question and passage together. A bi-encoder answers in 20 ms, and 1,000 passages
fit in memory.

## Steps

1. Cut the document into chunks.
2. Embed every chunk as a vector.
3. Search the vectors for the question.
4. Answer from the passages that were found.
"""

CHINESE = """## 清代

**軍機處**是雍正皇帝設立的中央決策機構。**八旗**是清代滿人的軍事與社會組織。
鴉片戰爭爆發於1840年，起因是林則徐在虎門銷毀鴉片。
"""


@dataclass(frozen=True)
class Bench:
    """Notes on which questions are tried."""

    context: GateContext

    def question(self, kind: Kind, stem: str, key: Key, quote: str, **fields: Any) -> Question:
        """A question whose source is the quote, word for word."""
        for section in self.context.notes.sections:
            at = section.section.text.find(quote)
            if at >= 0:
                source = section.source(at, at + len(quote))
                return draft(kind, stem, key, source, "test", **fields)
        raise AssertionError(f"not in the notes: {quote}")

    def choice(self, stem: str, key: str, others: tuple[str, ...], quote: str = "") -> Question:
        return self.question("choice", stem, key, quote or _FIRST, others=others)


_FIRST = "A **chunk** is a passage cut from a document before it is indexed."
MakeBench = Callable[[str], Bench]


def bench_on(markdown: str) -> Bench:
    """Notes of one's own."""
    return Bench(GateContext(read_notes(markdown)))


@pytest.fixture(scope="session")
def bench() -> Bench:
    return bench_on(RETRIEVAL)


@pytest.fixture(scope="session")
def chinese_bench() -> Bench:
    return bench_on(CHINESE)

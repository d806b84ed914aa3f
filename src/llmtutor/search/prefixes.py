"""What an embedding model wants to read before a question, and before a passage.

Some families were trained with such words and find little without them. A GGUF
file does not say so; its architecture and the name that it gives itself tell the
family.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prefixes:
    """Text that stands before what is embedded; empty for most models."""

    question: str = ""
    passage: str = ""


_E5 = Prefixes("query: ", "passage: ")
_INSTRUCTION = "Given a question, retrieve passages that answer it"
_FAMILIES: tuple[tuple[str, Prefixes], ...] = (
    # the first whose words stand in "architecture name", as the makers' model cards have it
    (r"\be5\b.*\binstruct\b", Prefixes(f"Instruct: {_INSTRUCTION}\nQuery: ")),
    (r"\be5\b", _E5),
    (r"\bnomic[- ](?:bert|embed)", Prefixes("search_query: ", "search_document: ")),
    (r"\bbge\b.*\bzh\b", Prefixes("为这个句子生成表示以用于检索相关文章：")),
    (r"\bbge m3\b", Prefixes()),
    (
        r"\bbge\b.*\ben\b|\bmxbai\b|\barctic embed\b",
        Prefixes("Represent this sentence for searching relevant passages: "),
    ),
    (
        r"\bembedding ?gemma\b|\bgemma embedding\b",
        Prefixes("task: search result | query: ", "title: none | text: "),
    ),
    (r"\bqwen3\b.*\bembedding\b", Prefixes(f"Instruct: {_INSTRUCTION}\nQuery:")),
)


def prefixes_of(architecture: str, *names: str) -> Prefixes:
    """What a model wants to read first.

    Args:
        architecture: ``general.architecture`` of its file.
        names: ``general.name`` and the file's own name; either may be missing or say nothing.
    """
    told = " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()) for name in (architecture, *names))
    return next((found for words, found in _FAMILIES if re.search(words, told)), Prefixes())

"""Examples from question sets and from our own JSONL, grouped by the notes they share."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmtutor.tutor.abilities import REFUSAL

HELD_OUT_ARTICLES = 10
"""Of a question set: never trained on."""
TUNING_ARTICLES = 4
"""Of those: what weighs pieces against each other is tuned on them; the others are the test."""
_TARGETS = {"answer": "answer", "explain": "answer", "question": "question", "false": "false"}
"""Of a task, the key of what is to be said."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Branch:
    """One thing asked about a block of notes."""

    task: str
    fields: dict[str, str]
    target: str
    accepted: tuple[str, ...] = ()
    """Of an answer, other wordings that count as right."""


@dataclass(slots=True)
class Block:
    """Notes and everything asked about them."""

    id: str
    notes: str
    branches: list[Branch] = field(default_factory=list)


def own_blocks(folder: Path, split: str, name: str = "*") -> list[Block]:
    """Blocks of our own JSONL files, or of one, of one split, ``train`` or ``test``."""
    blocks = []
    for file in sorted(folder.glob(f"{name}.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if item["split"] == split:
                branches = [_own_branch(entry) for entry in item["items"]]
                blocks.append(Block(item["id"], item["notes"], branches))
    return blocks


def _own_branch(item: dict[str, Any]) -> Branch:
    task = item["task"]
    if task == "rewrite":
        before, answer = item["before"]
        fields = {"before": before, "answer": answer, "follow_up": item["follow_up"]}
        return Branch(task, fields, item["question"])
    fields = {key: value for key, value in item.items() if isinstance(value, str)}
    return Branch(task, fields, _target(item))


def _target(item: dict[str, Any]) -> str:
    match item["task"]:
        case "refuse":
            return REFUSAL
        case "judge":
            return verdict_text(item["verdict"], item["missing"])
        case task:
            return str(item[_TARGETS[task]])


def verdict_text(verdict: str, missing: str) -> str:
    """A judgement as the model writes it: ``right``, ``partly: what is missing``, ``wrong: …``."""
    return f"{verdict}: {missing}" if missing and verdict != "right" else verdict


def squad_blocks(file: Path, split: str, seed: int) -> list[Block]:
    """Blocks of a SQuAD-format set, of ``train``, ``tune`` or ``test``: whole articles each.

    A refusal asks a question of another paragraph of the same article whose
    answer this paragraph does not hold: same topic, not answered here.
    """
    articles = json.loads(file.read_text(encoding="utf-8"))["data"]
    order = sorted(articles, key=lambda article: article["title"])
    random.Random(seed).shuffle(order)
    cuts = {
        "tune": slice(TUNING_ARTICLES),
        "test": slice(TUNING_ARTICLES, HELD_OUT_ARTICLES),
        "train": slice(HELD_OUT_ARTICLES, None),
    }
    chosen = order[cuts[split]]
    rng = random.Random(seed + 1)
    blocks: list[Block] = []
    for article in chosen:
        blocks.extend(_article_blocks(article, rng))
    return blocks


def _article_blocks(article: dict[str, Any], rng: random.Random) -> Iterator[Block]:
    paragraphs = article["paragraphs"]
    for place, paragraph in enumerate(paragraphs):
        block = Block(f"{article['title']}-{place}", paragraph["context"])
        for item in paragraph["qas"]:
            answer = _best_answer(item["answers"], block.notes)
            if not answer:
                continue
            question = item["question"].strip()
            accepted = tuple(str(other["text"]).strip() for other in item["answers"])
            block.branches.append(Branch("answer", {"question": question}, answer, accepted))
            if _makes_a_question(question, answer):
                block.branches.append(Branch("question", {"span": answer}, question))
        others = [item for index, p in enumerate(paragraphs) if index != place for item in p["qas"]]
        rng.shuffle(others)
        refusals = [item for item in others if _is_unanswered(item, block.notes)]
        for item in refusals[: max(1, len(paragraph["qas"]) // 2)]:
            fields = {"question": item["question"].strip()}
            block.branches.append(Branch("refuse", fields, REFUSAL))
        if block.branches:
            yield block


def _best_answer(answers: list[dict[str, Any]], notes: str) -> str:
    """The shortest accepted answer that stands in the notes between word boundaries."""
    fitting = [
        text
        for text in (str(answer["text"]).strip(" .,;:") for answer in answers)
        if text and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", notes)
    ]
    return min(fitting, key=len, default="")


def _makes_a_question(question: str, answer: str) -> bool:
    """Whether a question is good enough to learn asking from."""
    words = _WORD.findall(question.lower())
    stands_alone = not {"it", "this", "these", "he", "she", "they", "passage"} & set(words)
    return (
        stands_alone
        and len(words) >= 5
        and question.endswith("?")
        and len(answer.split()) <= 8
        and answer.lower() not in question.lower()
    )


def _is_unanswered(item: dict[str, Any], notes: str) -> bool:
    lowered = notes.lower()
    return all(str(answer["text"]).lower().strip(" .") not in lowered for answer in item["answers"])


def grams(text: str, size: int = 8) -> set[tuple[str, ...]]:
    """Runs of ``size`` words, for finding test text in training text."""
    words = _WORD.findall(text.lower())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def overlap(train: list[Block], test: list[Block]) -> list[str]:
    """Ids of test blocks whose notes share a run of eight words with the training notes."""
    seen: set[tuple[str, ...]] = set()
    for block in train:
        seen |= grams(block.notes)
    return [block.id for block in test if grams(block.notes) & seen]

"""The adapter's examples are sound, and nothing that it is tested on was trained on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from adapter.alone import LABELS, alone_blocks
from adapter.examples import HELD_OUT_ARTICLES, TUNING_ARTICLES, overlap, own_blocks, squad_blocks
from llmtutor.tutor.abilities import TASKS

from ..conftest import ROOT, SHARED

DATA = ROOT / "models" / "adapter" / "data"
WIKI = SHARED / "data" / "squadshifts_new_wiki.json"
SEED = 7


def blocks() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(DATA.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{file.name}:{number}", json.loads(line)


def stands_in(piece: str, notes: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", notes) is not None


Check = Callable[[dict[str, Any], str], bool]
SOUND: dict[str, Check] = {
    "answer": lambda item, notes: stands_in(item["answer"], notes),
    "refuse": lambda item, _: bool(item["question"] and item["why"]),
    "explain": lambda item, notes: item["cites"] in notes,
    "question": lambda item, notes: (
        item["span"] in notes
        and item["span"].lower() not in item["question"].lower()
        and item["question"].endswith("?")
    ),
    "false": lambda item, _: item["false"] != item["statement"],
    "judge": lambda item, _: (
        item["verdict"] == "right"
        or (item["verdict"] in {"partly", "wrong"} and bool(item["missing"]))
    ),
    "rewrite": lambda item, _: len(item["before"]) == 2 and item["question"] != item["follow_up"],
}


def test_every_example_is_sound() -> None:
    faults = [
        (where, item)
        for where, block in blocks()
        for item in block["items"]
        if not SOUND[item["task"]](item, block["notes"])
    ]
    assert not faults


def test_there_are_enough_examples_of_every_task() -> None:
    counts = Counter(
        branch.task
        for block in own_blocks(DATA, "train") + alone_blocks("train", LABELS / "strict.jsonl")
        for branch in block.branches
    )
    assert counts.total() >= 2000
    assert counts.keys() == set(TASKS)


def test_a_lecture_is_trained_on_or_tested_on_never_both() -> None:
    lectures: dict[str, set[str]] = {"train": set(), "test": set()}
    for _, block in blocks():
        kind, _, place = block["source"].partition(":")
        if kind == "course":
            lectures[block["split"]].add(place.split("/")[0])
    assert lectures["train"]
    assert lectures["test"]
    assert not lectures["train"] & lectures["test"]


def test_the_sections_of_the_test_are_in_the_course() -> None:
    course = ROOT / "content" / "llm"
    for where, block in blocks():
        if where.startswith("lectures.jsonl"):
            lecture, section = block["source"].removeprefix("course:").split("/")
            text = (course / f"{lecture}.md").read_text(encoding="utf-8")
            assert re.search(rf"<!-- id: {section}\b(?!-)", text), where


@pytest.mark.parametrize("split", ["test", "tune"])
def test_no_run_of_eight_words_is_in_both_halves(split: str) -> None:
    assert overlap(own_blocks(DATA, "train"), own_blocks(DATA, split)) == []


def test_a_block_has_one_name() -> None:
    names = Counter(block["id"] for _, block in blocks())
    assert not [name for name, count in names.items() if count > 1]


@pytest.mark.shared
def test_whole_articles_are_held_out() -> None:
    if not WIKI.is_file():
        pytest.skip(f"no question set at {WIKI}")
    train, tune, test = (squad_blocks(WIKI, split, SEED) for split in ("train", "tune", "test"))
    articles = [{block.id.rsplit("-", 1)[0] for block in part} for part in (train, tune, test)]
    assert len(articles[1] | articles[2]) == HELD_OUT_ARTICLES >= 10
    assert len(articles[1]) == TUNING_ARTICLES
    assert not articles[0] & (articles[1] | articles[2])
    assert not articles[1] & articles[2]
    tasks = Counter(branch.task for block in test for branch in block.branches)
    assert tasks["answer"] >= 500
    assert tasks["refuse"] >= 450


def test_a_refusal_asks_what_another_paragraph_answers(tmp_path: Path) -> None:
    file = tmp_path / "set.json"
    paragraphs = [
        {"context": f"In {year} the mill stood in {town}.", "qas": [
            {"question": f"Where did the mill of {year} stand?", "answers": [{"text": town}]},
        ]}
        for year, town in ((1820, "Arle"), (1830, "Benn"))
    ]  # fmt: skip
    articles = [{"title": f"Mill {n}", "paragraphs": paragraphs} for n in range(11)]
    file.write_text(json.dumps({"data": articles}))

    block = squad_blocks(file, "train", SEED)[0]
    tasks = {branch.task: branch for branch in block.branches}
    assert "1820" in block.notes
    assert tasks["answer"].target == "Arle"
    assert tasks["refuse"].fields["question"] == "Where did the mill of 1830 stand?"
    assert tasks["question"].fields == {"span": "Arle"}

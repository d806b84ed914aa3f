"""The stages of a training: what comes when, and how fast the adapter learns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapter.examples import Block, Branch
from adapter.stages import learning_rate, orders, paired, stage_of

STAGES: list[dict[str, Any]] = [
    {"steps": 3, "learning_rate": 1.0, "warm_up_steps": 1, "own": {"ours": 1}},
    {
        "steps": 4, "learning_rate": 0.5, "warm_up_steps": 1, "own": {"ours": 2, "more": 1},
        "unseen_first": True, "paired": True,
    },
]  # fmt: skip
RECIPE = {"seed": 7, "stages": STAGES, "blocks_a_step": 2, "branches": 10, "keep": {}}


@pytest.fixture
def made(tmp_path: Path) -> list[list[Block]]:
    """The orders of two stages: two own files of a block each, eight paragraphs of a set."""
    for name in ("ours", "more"):
        item = {"task": "answer", "question": "What?", "answer": name}
        block = {"id": name, "split": "train", "notes": f"It is {name}.", "items": [item]}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(block) + "\n")
    articles = [{"title": f"Mill {n}", "paragraphs": [paragraph(n)]} for n in range(18)]
    (tmp_path / "set.json").write_text(json.dumps({"data": articles}))
    return orders(tmp_path, tmp_path / "set.json", RECIPE, lambda _: True)


def paragraph(number: int) -> dict[str, Any]:
    question = {"question": "In what year was it built?", "answers": [{"text": f"18{number:02}"}]}
    return {"context": f"The mill was built in 18{number:02}.", "qas": [question]}


def test_every_step_has_its_blocks(made: list[list[Block]]) -> None:
    assert [len(order) for order in made] == [6, 8]


def test_our_own_blocks_come_as_often_as_the_stage_says(made: list[list[Block]]) -> None:
    names = [block.id for block in made[1]]
    assert (names.count("ours"), names.count("more")) == (2, 1)


def test_what_was_not_seen_before_comes_first(made: list[list[Block]]) -> None:
    before, after = ({b.id for b in order if b.id.startswith("Mill")} for order in made)
    assert len(after) == 5
    unseen = 8 - len(before)
    assert len(after - before) == min(5, unseen)


def test_the_same_seed_makes_the_same_order(tmp_path: Path, made: list[list[Block]]) -> None:
    assert orders(tmp_path, tmp_path / "set.json", RECIPE, lambda _: True) == made


def test_steps_count_through_the_stages() -> None:
    assert [stage_of(step, STAGES) for step in (0, 2, 3, 6)] == [(0, 0), (0, 2), (1, 0), (1, 3)]


def test_the_rate_warms_up_and_runs_out_in_every_stage() -> None:
    stage = {"steps": 100, "learning_rate": 1.0, "warm_up_steps": 10}
    rates = [learning_rate(step, stage) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == 1.0
    assert rates[-1] == pytest.approx(1 / 90)


def test_blocks_of_a_step_are_alike_in_length() -> None:
    import random

    blocks = [Block(str(n), "x" * n, [Branch("answer", {"question": "?"}, "x")]) for n in range(40)]
    random.Random(1).shuffle(blocks)
    found = paired(blocks, 2, random.Random(2))
    assert sorted(b.id for b in found) == sorted(b.id for b in blocks)
    gaps = [abs(int(a.id) - int(b.id)) for a, b in zip(found[::2], found[1::2], strict=True)]
    assert sum(gaps) / len(gaps) < 4

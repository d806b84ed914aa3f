"""What is trained on, in which order and how fast: the stages of the recipe.

A stage is a stretch of steps with a rate of learning of its own, that warms up and
runs out, and with blocks of its own. Pure; an order follows from recipe and seed
alone, so that an interrupted training goes on with the very blocks that come next.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from adapter.alone import LABELS, alone_blocks
from adapter.derived import with_derived
from adapter.examples import Block, overlap, own_blocks, squad_blocks
from adapter.excerpts import lecture_blocks
from adapter.terse import terse_blocks

Recipe = Mapping[str, Any]
Stage = Mapping[str, Any]
_WINDOW = 16
"""Steps within which blocks are paired by their length."""


def stage_of(step: int, stages: Sequence[Stage]) -> tuple[int, int]:
    """``(stage, step in it)`` of a step of the whole training."""
    for number, stage in enumerate(stages):
        if step < stage["steps"]:
            return number, step
        step -= stage["steps"]
    raise IndexError(step)


def learning_rate(step: int, stage: Stage) -> float:
    """Linear warm-up, then linear decay to nothing; ``step`` counts within the stage."""
    warm, steps = stage["warm_up_steps"], stage["steps"]
    peak: float = stage["learning_rate"]
    left: float = max(0.0, (steps - step) / max(1, steps - warm))
    return float(peak * min((step + 1) / warm, left))


def orders(
    data: Path, squad: Path | None, recipe: Recipe, fits: Callable[[Block], bool]
) -> list[list[Block]]:
    """Per stage its blocks in the order of training, ``steps`` times ``blocks_a_step`` of them.

    Args:
        data: the folder of our own blocks.
        squad: a question set, if there is one.
        recipe: as ``recipe.yaml``.
        fits: whether a block has room in a sequence.
    """
    seed = recipe["seed"]
    of_set = [block for block in set_blocks(data, squad, seed) if fits(block)]
    seen: set[str] = set()
    found = []
    for number, stage in enumerate(recipe["stages"]):
        rng = random.Random(seed + number)
        own = [block for block in stage_own(data, stage, seed) if fits(block)]
        order = _ordered(own, of_set, seen, recipe, stage, rng)
        seen |= {block.id for block in order}
        found.append(order)
    return found


def set_blocks(data: Path, squad: Path | None, seed: int) -> list[Block]:
    """The question set's blocks to train on, less what shares text with the test."""
    if squad is None:
        return []
    test = own_blocks(data, "test") + own_blocks(data, "tune")
    test += squad_blocks(squad, "tune", seed) + squad_blocks(squad, "test", seed)
    from_set = squad_blocks(squad, "train", seed)
    known = set(overlap(test, from_set))
    return [block for block in from_set if block.id not in known]


def stage_own(data: Path, stage: Stage, seed: int) -> list[Block]:
    """Our own blocks of a stage, each as often as the stage says."""
    most = max(stage["own"].values(), default=0)
    own = [
        block
        for time in range(most)
        for name in sorted(stage["own"])
        if time < stage["own"][name]
        for block in own_blocks(data, "train", name)
    ]
    for name, times in stage.get("lectures", {}).items():
        for time in range(times):
            own += lecture_blocks(own_blocks(data, "train", name), seed + time)
    for name, times in stage.get("alone", {}).items():
        own += alone_blocks("train", LABELS / f"{name}.jsonl") * times
    if count := stage.get("terse"):
        own += terse_blocks(data / "terse.yaml", count, seed)
    return own


def _ordered(
    own: list[Block],
    of_set: list[Block],
    seen: set[str],
    recipe: Recipe,
    stage: Stage,
    rng: random.Random,
) -> list[Block]:
    size = stage["steps"] * recipe["blocks_a_step"]
    if stage.get("unseen_first"):
        of_set = sorted(rng.sample(of_set, len(of_set)), key=lambda block: block.id in seen)
        of_set = of_set[: max(0, size - len(own))]
    if stage.get("derived"):
        of_set = [with_derived(block, rng) for block in of_set]
    order: list[Block] = []
    while len(order) < size and own + of_set:
        order += mixed(own + of_set, recipe, rng)
    order = order[:size]
    return paired(order, recipe["blocks_a_step"], rng) if stage.get("paired") else order


def mixed(blocks: list[Block], recipe: Recipe, rng: random.Random) -> list[Block]:
    """Blocks with their branches thinned to the recipe's mix of tasks, in random order."""
    shuffled = []
    for block in blocks:
        kept = [b for b in block.branches if rng.random() < recipe["keep"].get(b.task, 1.0)]
        rng.shuffle(kept)
        if kept:
            shuffled.append(Block(block.id, block.notes, kept[: recipe["branches"]]))
    rng.shuffle(shuffled)
    return shuffled


def paired(blocks: list[Block], size: int, rng: random.Random) -> list[Block]:
    """Neighbours made alike in length, since the processes of a step wait for the longest."""
    found: list[Block] = []
    for start in range(0, len(blocks), size * _WINDOW):
        window = sorted(blocks[start : start + size * _WINDOW], key=_length)
        steps = [window[at : at + size] for at in range(0, len(window), size)]
        rng.shuffle(steps)
        found += [block for step in steps for block in step]
    return found


def _length(block: Block) -> int:
    asked = (sum(map(len, b.fields.values())) + len(b.target) + 60 for b in block.branches)
    return len(block.notes) + sum(asked)

"""Statements of lectures, and whether each is clear to somebody who reads nothing else.

Readers who knew nothing of the program said so (``benchmarks/data/statements``). What stands
above a question in the app are all the notes there are: the titles of lecture and section, and
in some the lines before the statement.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from adapter.examples import Block, Branch
from llmtutor.quiz.notes.clarity import above

LABELS = Path(__file__).parents[2] / "benchmarks" / "data" / "statements"
"""``labels.jsonl``: all statements of 108 lectures; ``strict.jsonl``: of 63 messier ones what the
quiz could ask, read by stricter readers; ``lines.jsonl``: of 124, each under the lines before
it."""
TASK, YES, NO = "alone", "yes", "no"
GOOD = "g"
"""The readers' label of what is good alone, with no reserve."""
_HELD_BACK = 7
"""Of so many lectures one is held back to choose by."""
_TOGETHER = 10
"""Statements of a section that make one block."""


def alone_blocks(split: str, labels: Path) -> list[Block]:
    """Blocks of one split of a file of labels, ``train`` or ``tune``: whole lectures each."""
    sections: dict[tuple[str, str], list[Branch]] = defaultdict(list)
    for line in labels.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        if titles := said.get("about"):
            about = above(titles, "", said.get("lines", ""))
            target = YES if said["label"] == GOOD else NO
            branch = Branch(TASK, {"statement": said["text"]}, target)
            sections[said["file"], about].append(branch)
    files = sorted({file for file, _ in sections})
    tune = {*files[_HELD_BACK // 2 :: _HELD_BACK]}
    return [
        Block(f"{file}-{number}-{start}", about, branches[start : start + _TOGETHER])
        for number, ((file, about), branches) in enumerate(sections.items())
        if (file in tune) == (split == "tune")
        for start in range(0, len(branches), _TOGETHER)
    ]

"""Statements that readers labelled, as blocks to train on and to choose by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapter.alone import LABELS, NO, YES, alone_blocks
from adapter.heard import figures
from llmtutor.quiz.notes.clarity import above

FILES = ("labels.jsonl", "strict.jsonl", "lines.jsonl")


def write(file: Path, *rows: tuple[str, str, str, str]) -> Path:
    keys = ("file", "about", "text", "label")
    lines = [json.dumps(dict(zip(keys, row, strict=True))) for row in rows]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.parametrize(("label", "said"), [("g", YES), ("l", NO), ("l?", NO), ("v", NO)])
def test_only_what_a_reader_found_good_without_reserve_is_clear(
    tmp_path: Path, label: str, said: str
) -> None:
    labels = write(tmp_path / "labels.jsonl", ("a.md", "Rome › Kings", "It fell.", label))
    blocks = alone_blocks("train", labels) + alone_blocks("tune", labels)
    assert [(one.notes, branch.target) for one in blocks for branch in one.branches] == [
        ("Rome › Kings", said)
    ]


def test_the_statements_of_a_section_stand_below_its_titles_a_few_together(tmp_path: Path) -> None:
    rows = [("a.md", "Rome › Kings", f"Statement {number}.", "g") for number in range(12)]
    labels = write(tmp_path / "labels.jsonl", *rows)
    blocks = alone_blocks("train", labels) + alone_blocks("tune", labels)
    assert [len(one.branches) for one in blocks] == [10, 2]


def test_lines_that_a_reader_saw_before_a_statement_stand_below_the_titles(tmp_path: Path) -> None:
    row = {
        "file": "a.md",
        "about": "Rome",
        "lines": "Kings ruled.",
        "text": "It fell.",
        "label": "g",
    }
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps(row), encoding="utf-8")
    (block,) = alone_blocks("train", file) + alone_blocks("tune", file)
    assert block.notes == above("Rome", "", "Kings ruled.")


@pytest.mark.parametrize("file", FILES)
def test_whole_lectures_are_held_back_to_choose_by(file: str) -> None:
    lectures = {
        split: {one.id.rsplit("-", 2)[0] for one in alone_blocks(split, LABELS / file)}
        for split in ("train", "tune")
    }
    assert len(lectures["tune"]) >= 9
    assert not lectures["train"] & lectures["tune"]


@pytest.mark.parametrize("file", FILES)
def test_every_label_is_trained_on_or_chosen_by_where_its_section_is_known(file: str) -> None:
    labels = LABELS / file
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    blocks = alone_blocks("train", labels) + alone_blocks("tune", labels)
    assert sum(len(one.branches) for one in blocks) == sum("about" in row for row in rows) > 1500


def test_a_model_that_ranks_all_that_is_good_above_the_rest_has_the_whole_area() -> None:
    found = figures([(0.95, True), (0.7, True), (0.6, False), (0.1, False)])
    assert found["area"] == 1.0
    assert found["from 0.9"] == {"n": 1, "good": 1.0, "below": 0.333}

"""``llmtutor eval squad``: figures of a set, resumed where it was interrupted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from llmtutor.cli.main import run as llmtutor

FACTS = {
    "Zebras have black and white stripes on their whole body.": ("stripes", "zebras"),
    "The kettle boils water in four minutes on a gas stove.": ("four minutes", "kettle boils"),
    "黃山位於安徽省南部，山上有奇松與怪石。": ("安徽省南部", "黃山位於"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    paragraphs = [
        {
            "context": text,
            "qas": [
                {"id": words, "question": f"{words}?", "answers": [{"text": answer}]},
                {"id": f"{words} no", "question": f"{words} anthem?", "is_impossible": True},
            ],
        }
        for text, (answer, words) in FACTS.items()
    ]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    code = llmtutor(["eval", "squad", *map(str, arguments), "--no-model", "--json"])
    out = capsys.readouterr()
    assert code == 0, out.err
    report: dict[str, Any] = json.loads(out.out)
    return report


def test_the_figures_are_one_flat_object(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    report = run(capsys, file, "--off-topic", file)
    assert report["R@1"] == report["R@5"] == report["MRR@10"] == 1
    assert report["evidence@1"] == report["evidence@3"] == 1
    assert report["EM"] is report["F1"] is None
    assert (report["questions"], report["passages"]) == (12, 3)
    assert {name: sum(counts.values()) for name, counts in report["verdicts"].items()} == {
        "answerable": 3,
        "unanswerable": 3,
        "off_topic": 6,
    }
    assert set(report["latency_ms"]) == {"p50", "p99"}


def test_as_many_are_asked_as_were_wanted(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    assert run(capsys, file, "-n", 2, "--seed", 5)["questions"] == 2


def test_a_run_goes_on_from_its_record(
    capsys: pytest.CaptureFixture[str], file: Path, tmp_path: Path
) -> None:
    record = tmp_path / "record"
    whole = run(capsys, file, "--record", record)
    lines = record.read_text().splitlines(keepends=True)
    asked = len(lines) - 1
    changed = json.loads(lines[1]) | {"rank": 0, "group": "answerable"}
    record.write_text(lines[0] + json.dumps(changed) + "\n" + lines[2] + lines[3][:20])
    again = run(capsys, file, "--record", record)
    assert again["questions"] == whole["questions"] == asked
    assert len(record.read_text().splitlines()) == asked + 2  # and the line that was cut off


def test_the_record_of_another_set_is_refused(
    capsys: pytest.CaptureFixture[str], file: Path, tmp_path: Path
) -> None:
    record = tmp_path / "record"
    run(capsys, file, "--record", record)
    file.write_text(file.read_text().replace("kettle", "saucepan"))
    code = llmtutor(["eval", "squad", str(file), "--no-model", "--record", str(record)])
    assert code == 4
    assert "another run" in capsys.readouterr().err


def test_a_file_of_another_kind_is_told_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "set.json"
    path.write_text('{"data": [{}]}')
    assert llmtutor(["eval", "squad", str(path), "--no-model"]) == 4
    assert "data[0] has no 'paragraphs'" in capsys.readouterr().err

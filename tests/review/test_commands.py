"""The commands of review, exams, plan, statistics, interchange and data, as a user has them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from llmtutor import bootstrap
from llmtutor.cli.dialogue import span
from llmtutor.cli.main import run
from llmtutor.cli.stats import sparks

NOTES = """# Cell biology

## The cell

**Mitochondrion** is the organelle that makes most of the energy of the cell.
A **ribosome** is a machine that builds proteins from amino acids.
**Osmosis** is the movement of water through a membrane that holds back what is dissolved.

The powerhouse of the cell::Mitochondrion

Photosynthesis happens in the ==chloroplast==.

## Plants

**Chlorophyll** is the green pigment that takes up light in plants.
The **cell wall** is a layer of cellulose that gives plant cells their shape.
"""
Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def llmtutor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cli:
    """Runs a command with lines of input; gives its exit code, stdout and stderr."""
    (tmp_path / "empty" / "content").mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "shipped", lambda: tmp_path / "empty")

    def call(*arguments: str, lines: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        code = run(list(arguments))
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@pytest.fixture
def notes(tmp_path: Path, llmtutor: Cli) -> Path:
    file = tmp_path / "cells.md"
    file.write_text(NOTES)
    code, _, err = llmtutor("import", str(file), "--course", "Bio")
    assert code == 0, err
    return file


def as_json(result: tuple[int, str, str]) -> dict[str, Any]:
    code, out, err = result
    assert code == 0, err
    value = json.loads(out)
    assert isinstance(value, dict)
    return value


def test_an_empty_home_says_what_to_do(llmtutor: Cli) -> None:
    code, out, _ = llmtutor("review")
    assert code == 0
    assert "Nothing is due" in out
    assert llmtutor("cards", "list")[0] == 1
    assert llmtutor("exam", "--results")[0] == 1
    assert llmtutor("plan")[0] == 1
    assert as_json(llmtutor("stats", "--json"))["streak"]["days"] == 0
    assert as_json(llmtutor("review", "--json"))["due"] == 0
    assert llmtutor("export", "csv", "x.csv")[0] == 1


def test_a_session_of_review(llmtutor: Cli, notes: Path) -> None:
    assert as_json(llmtutor("review", "--json"))["new"] == 2
    code, out, _ = llmtutor("review", lines="\n4\n\nu\n\n4\n\n\n")
    assert code == 0
    assert "Taken back." in out
    promised = re.search(r"4 easy \((\d+ d)\)", out)
    assert promised
    assert f"again in {promised[1]}" in out, "how long it is depends on the day"
    assert "2 reviewed. Nothing is due." in out, "the one taken back does not count"
    stats = as_json(llmtutor("stats", "--json"))
    assert stats["reviews"][-1] == {
        "day": stats["reviews"][-1]["day"], "reviews": 2, "remembered": 2,
    }  # fmt: skip
    assert stats["streak"] == {"days": 1, "longest": 1, "today": True}
    assert "Reviews" in llmtutor("stats")[1]


def test_leaving_in_the_middle_keeps_what_was_done(llmtutor: Cli, notes: Path) -> None:
    llmtutor("review", lines="\n3\nq\n")
    assert as_json(llmtutor("review", "--json"))["due"] == 1
    llmtutor("review", lines="\n")
    assert as_json(llmtutor("review", "--json"))["due"] == 1


def test_edited_notes_keep_their_cards(llmtutor: Cli, notes: Path) -> None:
    llmtutor("review", lines="\n3\n\n3\n")
    before = as_json(llmtutor("cards", "list", "--json"))["cards"]
    notes.write_text(NOTES.replace("The powerhouse of", "The power-house of"))
    llmtutor("import", str(notes), "--course", "Bio")
    after = as_json(llmtutor("cards", "list", "--json"))["cards"]
    assert [card["id"] for card in after] == [card["id"] for card in before]
    assert [card["reps"] for card in after] == [1, 1]
    assert any("power-house" in card["front"] for card in after)


def test_cards_from_notes_are_a_choice(llmtutor: Cli, notes: Path) -> None:
    for choice, count in (("off", 0), ("tagged", 0), ("all", 2)):
        code, out, _ = llmtutor("--set", f"review.cards_from_notes={choice}", "review", "--json")
        assert code == 0
        assert json.loads(out)["new"] == count


def test_a_quiz_item_comes_to_review(llmtutor: Cli, notes: Path) -> None:
    llmtutor("quiz", "bio", "-n", "2", "--seed", "1", lines="\n\n")
    cards = as_json(llmtutor("cards", "list", "--json"))["cards"]
    questions = [card for card in cards if card["kind"] == "question"]
    assert len(questions) == 2
    assert {card["state"] for card in questions} == {"learning"}
    code, out, _ = llmtutor("review", lines="\n\n" * 12)
    assert code == 0
    assert "┃" in out, "the passage a question stands on is shown"


def test_suspending_and_resuming(llmtutor: Cli, notes: Path) -> None:
    card = as_json(llmtutor("cards", "list", "--json"))["cards"][0]["id"]
    assert as_json(llmtutor("cards", "suspend", card, "--json"))["suspended"] is True
    assert as_json(llmtutor("review", "--json"))["due"] == 1
    assert llmtutor("cards", "resume", card)[0] == 0
    assert as_json(llmtutor("review", "--json"))["due"] == 2
    assert llmtutor("cards", "resume", "nope")[0] == 2


def test_an_exam_from_start_to_report(llmtutor: Cli, notes: Path) -> None:
    code, out, err = llmtutor("exam", "bio", "-n", "3", "--seed", "2", "--minutes", "5",
                              lines=":f\n:x\n\n:q\n")  # fmt: skip
    assert code == 0, err
    assert "goes on with it" in out
    assert "4:59 left" in out or "5:00 left" in out
    assert llmtutor("exam", "bio")[0] == 2, "an exam is open; another needs --new"
    code, out, err = llmtutor("exam", "--json", lines="\n\n\n:e\n\n\n")
    report = json.loads(out)
    assert report["items"] == sum(topic["items"] for topic in report["topics"])
    assert report["interruptions"] == 1
    assert report["reread"]
    listed = as_json(llmtutor("exam", "--results", "--json"))["exams"]
    assert [exam["id"] for exam in listed] == [report["id"]]
    assert "Read again" in llmtutor("exam", "--report", report["id"])[1]
    assert llmtutor("exam", "--report", "zzz")[0] == 2


def test_exam_answers_become_cards_once(llmtutor: Cli, notes: Path) -> None:
    llmtutor("exam", "bio", "-n", "2", "--seed", "2", "--kind", "truefalse", lines="t\nf\n\n")
    cards = as_json(llmtutor("cards", "list", "--json"))["cards"]
    tried = [card for card in cards if card["kind"] == "question"]
    assert [card["reps"] for card in tried] == [1, 1]
    llmtutor("exam", "--results")
    assert len(as_json(llmtutor("cards", "list", "--json"))["cards"]) == len(cards)


@pytest.mark.parametrize(
    "arguments",
    [
        ("exam", "-n", "0"),
        ("exam", "--minutes", "-1"),
        ("exam", "--topic", "x"),
        ("exam", "--topic", "bio=-2"),
        ("exam", "nowhere"),
        ("plan", "tomorrow"),
        ("plan", "2020-01-01"),
        ("stats", "--days", "0"),
        ("export", "docx", "x"),
        ("export", "anki", "-"),
        ("cards",),
        ("data",),
    ],
)
def test_wrong_use_is_told(llmtutor: Cli, notes: Path, arguments: tuple[str, ...]) -> None:
    code, out, err = llmtutor(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("llmtutor: ")
    assert "\n" not in err.strip()


def test_a_plan_is_remembered_until_cleared(llmtutor: Cli, notes: Path) -> None:
    exam = (date.today() + timedelta(days=9)).isoformat()
    plan = as_json(llmtutor("plan", exam, "--in", "bio", "--minutes-a-day", "30", "--json"))
    assert plan["exam"] == exam
    assert sum(len(day["read"]) for day in plan["days"]) == plan["unread"] == 2
    assert len(plan["days"]) in {8, 9, 10}
    assert as_json(llmtutor("plan", "--json"))["days"][0]["review"] == 0
    assert "Today" in llmtutor("plan")[1]
    assert llmtutor("plan", "--clear")[0] == 0
    assert llmtutor("plan")[0] == 1


@pytest.mark.parametrize("form", ["anki", "gift", "markdown"])
def test_out_and_in_again_adds_nothing(
    llmtutor: Cli, notes: Path, tmp_path: Path, form: str
) -> None:
    if form == "anki":
        pytest.importorskip("genanki")
    llmtutor("quiz", "bio", "-n", "3", "--seed", "1", lines="\n\n\n")
    suffix = {"anki": "apkg", "gift": "gift", "markdown": "md"}[form]
    out = tmp_path / f"cards.{suffix}"
    written = as_json(llmtutor("export", form, str(out), "--json"))
    assert llmtutor("export", form, str(out))[0] == 2, "nothing is written over unasked"
    assert llmtutor("export", form, str(out), "--force")[0] == 0
    tried = as_json(llmtutor("cards", "import", str(out), "--dry-run", "--json"))
    assert tried["cards"] == written["cards"] == 5
    taken = as_json(llmtutor("cards", "import", str(out), "--json"))
    assert (taken["added"], taken["known"]) == (0, 5)


def test_questions_are_made_where_there_are_no_cards(llmtutor: Cli, notes: Path) -> None:
    code, out, err = llmtutor(
        "--set", "review.cards_from_notes=off", "export", "gift", "-", "--in", "bio"
    )
    assert code == 0, err
    assert out.count("::") >= 4
    assert "Wrote" in err


def test_a_bad_file_takes_nothing_in(llmtutor: Cli, notes: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.apkg"
    good.write_text("dog::perro\n")
    bad.write_bytes(b"not a zip")
    code, out, err = llmtutor("cards", "import", str(good), str(bad))
    assert (code, out) == (4, "")
    assert "Nothing was changed" in err
    assert len(as_json(llmtutor("cards", "list", "--json"))["cards"]) == 2


def test_moving_house(
    llmtutor: Cli, notes: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    llmtutor("review", lines="\n3\nq\n")
    file = tmp_path / "out" / "copy.zip"
    written = as_json(llmtutor("data", "backup", str(file), "--json"))
    assert written["files"] == 3
    assert llmtutor("data", "backup", str(file))[0] == 2
    assert llmtutor("data", "restore", str(file))[0] == 2
    monkeypatch.setenv("LLMTUTOR_HOME", str(tmp_path / "laptop"))
    assert as_json(llmtutor("data", "restore", str(file), "--json"))["kept"] is None
    cards = as_json(llmtutor("cards", "list", "--json"))["cards"]
    assert sorted(card["reps"] for card in cards) == [0, 1]
    assert as_json(llmtutor("data", "restore", str(file), "--replace", "--json"))["kept"]
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../evil", "x")
    assert llmtutor("data", "restore", str(file), "--replace")[0] == 4


def test_leaving_no_trace(llmtutor: Cli, notes: Path, home: Path) -> None:
    llmtutor("review")
    items = as_json(llmtutor("data", "where", "--json"))["items"]
    assert {Path(item["path"]).name for item in items if item["here"]} >= {"progress.db", "courses"}
    code, out, err = llmtutor("data", "erase", lines="yes\n")
    assert (code, "Nothing was removed" in out) == (1, True)
    assert "Type erase" in err
    code, out, _ = llmtutor("data", "erase", lines="erase\n")
    assert code == 0
    assert "progress.db" in out
    assert not home.exists()
    assert as_json(llmtutor("data", "erase", "--yes", "--json")) == {"removed": [], "left": []}


def test_small_pictures() -> None:
    assert sparks([0, 1, 8]) == " ▁█"
    assert sparks([0, 0]) == "  "
    spans = [span(seconds) for seconds in (5, 600, 7200, 86400 * 3, 86400 * 100, 86400 * 800)]
    assert spans == ["1 min", "10 min", "2 h", "3 d", "3.3 mo", "2.2 y"]

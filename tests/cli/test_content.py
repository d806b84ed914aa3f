"""``llmtutor content``: a course of one's own is started, and held to the rules."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from llmtutor import paths
from llmtutor.errors import EXIT_BAD_INPUT, EXIT_DONE, EXIT_USAGE

from .conftest import Command


def test_the_shipped_course_is_checked_where_none_is_named(
    llmtutor: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One lecture of it: all are checked in ``content/test_our_course.py``."""
    course = tmp_path / "content" / "llm"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text("title: LLM\nlectures: [prompting]\n")
    for file in (paths.shipped() / "content" / "llm").glob("prompting.*"):
        shutil.copy(file, course)
    monkeypatch.setattr(paths, "shipped", lambda: tmp_path)

    ended = llmtutor("content", "check")
    assert (ended.code, ended.out.startswith("0 rules broken")) == (EXIT_DONE, True)


def test_a_new_course_needs_no_more_than_words(llmtutor: Command, tmp_path: Path) -> None:
    folder = tmp_path / "my-course"
    assert llmtutor("content", "new", str(folder), "--title", "Bees").code == EXIT_DONE
    assert "title: Bees" in (folder / "course.yaml").read_text()
    ended = llmtutor("content", "check", str(folder), "--json")
    assert ended.code == EXIT_BAD_INPUT
    assert {found["rule"] for found in ended.json["findings"]} == {"length"}


def test_a_folder_in_use_is_left_alone(llmtutor: Command, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear friend")
    assert llmtutor("content", "new", str(tmp_path)).code == EXIT_USAGE
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["letter.txt"]


def test_a_question_that_the_gate_refuses_is_told_with_its_line(
    llmtutor: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "my-course"
    llmtutor("content", "new", str(folder))
    (folder / "first-lecture.questions.yaml").write_text(
        "questions:\n"
        "  - section: the-first-idea\n"
        "    kind: truefalse\n"
        "    stem: This is always so.\n"
        "    key: true\n"
        "    explanation: This is always so.\n"
        "    quote: A **term** is defined in a sentence that says what it is.\n"
    )
    found = llmtutor("content", "check", str(folder), "--json").json["findings"]
    (question,) = [one for one in found if one["rule"] == "question"]
    assert question["line"] == 2
    assert "stands alone" in question["what"]
    assert {one["what"].split(" ")[0] for one in found if one["rule"] == "questions"} == {"0"}
    assert any(one["rule"] == "aim" for one in found)

"""The YAML at the top of a file, and what is no front matter after all."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.front_matter import read_front_matter
from llmtutor.errors import InputFileError

from .reading import lecture, titles


def refused(text: str) -> InputFileError:
    with pytest.raises(InputFileError) as problem:
        read_front_matter(text, "notes.md")
    return problem.value


def test_values_are_lines_of_text_and_lists_of_them() -> None:
    front = read_front_matter("---\ntitle:  A\n   title\naims: [one, 2]\nid: x\n---\nBody", "f")
    assert front.text("title") == "A title"
    assert front.texts("aims") == ("one", "2")
    assert front.texts("id") == ("x",)
    assert front.text("none", "default") == "default"


def test_the_body_starts_after_the_closing_line() -> None:
    text = "---\ntitle: T\n---\nBody"
    front = read_front_matter(text, "f")
    assert text[front.body_start :] == "Body"
    assert front.body_line == 4


@pytest.mark.parametrize("closing", ["---", "...", "---   "])
def test_it_is_closed_by_dashes_or_dots(closing: str) -> None:
    assert read_front_matter(f"---\na: 1\n{closing}\nBody", "f").values == {"a": 1}


def test_a_slide_break_on_the_first_line_is_no_front_matter() -> None:
    assert titles("---\n\n## First slide\n\ntext\n\n---\n\n## Second\n\ntext\n") == [
        "First slide",
        "Second",
    ]


def test_a_file_without_it_is_all_body() -> None:
    assert read_front_matter("# Title", "f").body_start == 0


def test_front_matter_that_is_never_closed_is_told_with_its_line() -> None:
    problem = refused("---\ntitle: T\n\nBody")
    assert problem.where == "notes.md:1"
    assert "closing" in str(problem)


def test_malformed_yaml_is_told_with_the_line_of_the_file() -> None:
    problem = refused("---\ntitle: T\naims: [one, two\n---\nBody")
    assert problem.where.startswith("notes.md:")
    assert int(problem.where.split(":")[1]) in {3, 4}


def test_a_key_that_stands_twice_is_told_with_its_line() -> None:
    assert refused("---\ntitle: A\nid: x\ntitle: B\n---\n").where == "notes.md:4"


def test_a_value_of_the_wrong_kind_is_told_with_its_line_and_key() -> None:
    front = read_front_matter("---\nid: x\ntitle: {a: b}\naims: [[1]]\n---\n", "notes.md")
    with pytest.raises(InputFileError) as problem:
        front.text("title")
    assert problem.value.where == "notes.md:3: title"
    with pytest.raises(InputFileError) as problem:
        front.texts("aims")
    assert problem.value.where.startswith("notes.md:4")


def test_a_date_that_is_none_is_told_with_its_line() -> None:
    assert refused("---\ntitle: T\ndate: 2026-13-45\n---\n").where == "notes.md:3"


def test_an_escape_that_yaml_spells_out_is_not_live() -> None:
    read = lecture(
        '---\ntitle: "a\\e[31mb\\a"\naims: ["x\\x9b31my", "x\\x85y"]\n---\n\n## A\n\na\n'
    )
    assert read.title == "ab"
    assert read.aims == ("xy", "x y")


@given(st.text(alphabet="ab:-[]{}&*!|>%@`'\"#,.\n \t?12注<", max_size=80))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    with suppress(InputFileError):
        read_front_matter(f"---\nkey: {text}\n---\nBody", "f")

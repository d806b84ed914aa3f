"""Notes that are large or made to be slow are read in a time that grows with their length."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from llmtutor.content.importers.notes import import_notes
from llmtutor.content.models import FileWarnings, Lecture
from llmtutor.content.sections import MAX_SECTION

from .reading import lecture, marked_up, mended


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Of this process's own work: the machine may be busy with something else."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


def read(path: Path) -> Lecture:
    return lecture(import_notes(path, FileWarnings(str(path))))


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_single_line_of_five_megabytes_is_read_in_parts(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"line{suffix}"
    file.write_text("word " * 1_000_000, encoding="utf-8")
    with within(20):
        made = read(file)
    assert sum(section.words for section in made.sections) == 1_000_000
    assert max(len(section.text) for section in made.sections) <= MAX_SECTION


HOSTILE = {
    "dots": ".",
    "brackets": "[[a][a]",
    "links": "[a](https://b.c/d) ",
    "open links": "[a](",
    "backticks": "`a ",
    "stars": "*a ",
    "tags": "<b a='",
    "comments": "<!--",
    "scripts": "<script>",
    "anchors": "<a href='x'>",
    "templates": "{% {{ ",
    "headings": "## a\n",
    "fences": "```\nx\n```\n",
    "escapes": "\x1b]",
    "spaces": " ",
    "chinese": "注意力。",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_row_of_the_same_sign_takes_no_square_of_its_length(tmp_path: Path, piece: str) -> None:
    file = tmp_path / "row.md"
    file.write_text("x " + piece * (50_000 // len(piece)) + "x", encoding="utf-8")
    with within(10):
        read(file)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_nor_does_it_as_plain_text(piece: str) -> None:
    with within(10):
        lecture(marked_up("x " + piece * (50_000 // len(piece))))


def test_a_long_table_row_is_no_longer_than_other_rows_to_read() -> None:
    with within(10):
        lecture(mended("| a | b |\n|---|---|\n" + "| a " * 50_000))

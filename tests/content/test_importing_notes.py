"""A file of notes, whatever its name and format."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmtutor.content.importers.notes import import_notes
from llmtutor.content.models import FileWarnings
from llmtutor.errors import InputFileError

from .reading import titles

PLAIN = "Overview\n\nSome words, in a sentence.\n\nDetails\n\nMore words, in a sentence.\n"


def imported(path: Path) -> str:
    return import_notes(path, FileWarnings(str(path)))


@pytest.mark.parametrize("name", ["a.md", "a.MD", "a.markdown", "a.mdown", "a.mkd"])
def test_markdown_is_known_by_its_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("## One\n\ntext\n\n## Two\n\ntext\n")
    assert titles(imported(tmp_path / name)) == ["One", "Two"]


@pytest.mark.parametrize("name", ["a.txt", "README", "a.text"])
def test_plain_text_gets_headings_from_its_shape(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PLAIN)
    assert titles(imported(tmp_path / name)) == ["Overview", "Details"]


def test_markdown_in_a_text_file_is_still_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# Top\n\n## One\n\ntext\n\n## Two\n\ntext\n")
    assert titles(imported(tmp_path / "a.txt")) == ["One", "Two"]


def test_a_comment_in_code_makes_no_markdown_of_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{PLAIN}\n# a comment\nx = f(1)\ny = g(x)\n")
    assert titles(imported(tmp_path / "a.txt")) == ["Overview", "Details"]


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.gguf"])
def test_another_format_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("text")
    with pytest.raises(InputFileError, match="Markdown") as problem:
        imported(tmp_path / name)
    assert name in problem.value.where


def test_windows_line_ends_and_a_mark_at_the_start_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeff## One\r\n\r\ntext\r\n\r\n## Two\r\n\r\nx".encode())
    assert titles(imported(tmp_path / "a.md")) == ["One", "Two"]


def test_the_file_itself_is_not_changed(tmp_path: Path) -> None:
    data = b"##One\r\n<b>x</b>\x1b[31m\r\n"
    (tmp_path / "a.md").write_bytes(data)
    imported(tmp_path / "a.md")
    assert (tmp_path / "a.md").read_bytes() == data


def test_what_was_imported_can_be_imported_again_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("##One\n\n<b>x</b> <pad> `<br>`\n<img src=a.png>\n")
    once = imported(tmp_path / "a.md")
    (tmp_path / "b.md").write_text(once)
    assert imported(tmp_path / "b.md") == once

"""From bytes that somebody saved to text that is safe to show."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.clean import MAX_BYTES, clean, one_line, read_text
from llmtutor.content.models import FileWarnings
from llmtutor.errors import InputFileError


def cleaned(text: str) -> str:
    return clean(text, FileWarnings("f"))


def said(text: str) -> list[tuple[int, str]]:
    warnings = FileWarnings("f")
    clean(text, warnings)
    return [(item.line, item.what) for item in warnings.items]


@pytest.mark.parametrize(
    ("escape", "rest"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1Hgone", "gone"),
        ("\x1b]0;a title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bP1$r0m\x1b\\text", "text"),
        ("\x1b_a\x1b\\text", "text"),
        ("\x9b31mred", "red"),
        ("\x1bctext", "text"),
        ("\x1b(Btext", "text"),
        ("text\x1b", "text"),
        ("a\x1b\x1b[31mb", "ab"),
    ],
)
def test_terminal_escapes_are_left_out(escape: str, rest: str) -> None:
    assert cleaned(escape) == rest


def test_an_escape_that_never_ends_takes_no_text_with_it() -> None:
    assert cleaned("a\x1b]0;words of mine\nnext line") == "a0;words of mine\nnext line"


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x08", "\x7f", "\x80", "\x9f"])
def test_control_characters_are_left_out(char: str) -> None:
    assert cleaned(f"a{char}b") == "ab"


@pytest.mark.parametrize("char", "\u202a\u202e\u2066\u2069\u200e\u200f\u061c\u200b\u2060\ufeff\xad")
def test_signs_that_turn_or_hide_text_are_left_out(char: str) -> None:
    assert cleaned(f"a{char}b") == "ab"


@pytest.mark.parametrize("char", ["\x0b", "\x0c", "\x1c", "\x1f"])
def test_a_control_that_parts_words_leaves_them_apart(char: str) -> None:
    assert cleaned(f"one{char}two") == "one two"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_one_newline(end: str) -> None:
    assert cleaned(f"a{end}b") == "a\nb"


def test_letters_joined_by_invisible_signs_stay_joined() -> None:
    family, persian = "👩‍👩‍👧", "می‌خواهم"
    assert cleaned(family + persian) == family + persian


def test_what_was_left_out_is_told_with_its_line() -> None:
    assert said("a\nb\x1b[31mc\x1b[0m\n\nd\x00") == [
        (2, "2 terminal escape sequences"),
        (4, "1 invisible control characters"),
    ]


def test_clean_text_is_not_talked_about() -> None:
    assert said("a\tb\r\n注意\n") == []


@given(
    st.text(alphabet=st.characters() | st.sampled_from("\x1b\x9b[];m\x07\\\x85\r\n\u202e\u2028"))
)
def test_no_control_character_is_left(text: str) -> None:
    left = {char for char in cleaned(text) if unicodedata.category(char) == "Cc"}
    assert left <= {"\n", "\t"}


@given(st.text(alphabet=st.characters() | st.sampled_from("\x1b\x9b[];m\x07\r\n\u202e")))
def test_cleaning_again_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(alphabet="ab\x1b]P[0m\x07\\\n\x00"))
def test_lines_keep_their_numbers(text: str) -> None:
    assert cleaned(text).count("\n") == text.count("\n")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_value_of_somebody_else_is_one_harmless_line(text: str) -> None:
    line = one_line(text)
    assert "\n" not in line
    assert not any(unicodedata.category(char) == "Cc" for char in line)


class TestReading:
    @pytest.mark.parametrize(
        "data",
        [
            "注意 text".encode(),
            b"\xef\xbb\xbf" + "注意 text".encode(),
            "\ufeff注意 text".encode("utf-16-le"),
            "\ufeff注意 text".encode("utf-16-be"),
        ],
        ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big"],
    )
    def test_unicode_is_read_in_every_common_form(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "f.md").write_bytes(data)
        assert read_text(tmp_path / "f.md") == "注意 text"

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"", "empty"),
            (b" \n\t", "empty"),
            (b"%PDF\x00\x01", "not a text file"),
            (b"line\ncaf\xe9", "not UTF-8"),
            ("\ufeffab".encode("utf-16-le") + b"\x00", "not UTF-16"),
        ],
    )
    def test_what_is_no_text_is_refused_by_name(
        self, tmp_path: Path, data: bytes, what: str
    ) -> None:
        file = tmp_path / "f.md"
        file.write_bytes(data)
        with pytest.raises(InputFileError, match=what) as problem:
            read_text(file)
        assert str(file) in problem.value.where

    def test_a_byte_that_is_not_unicode_is_named_with_its_line(self, tmp_path: Path) -> None:
        (tmp_path / "f.md").write_bytes(b"one\ntwo\ncaf\xe9")
        with pytest.raises(InputFileError) as problem:
            read_text(tmp_path / "f.md")
        assert problem.value.where.endswith("f.md:3")

    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputFileError, match="cannot be read"):
            read_text(tmp_path / "none.md")

    def test_a_folder_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputFileError, match="folder"):
            read_text(tmp_path)

    def test_a_file_beyond_the_limit_is_told_before_it_is_read(self, tmp_path: Path) -> None:
        with (tmp_path / "f.md").open("wb") as stream:
            stream.truncate(MAX_BYTES + 1)
        with pytest.raises(InputFileError, match="are read"):
            read_text(tmp_path / "f.md")

    @pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no /dev/zero here")  # noqa: PTH110
    def test_a_device_without_an_end_is_refused(self) -> None:
        with pytest.raises(InputFileError, match=r"not a text|empty"):
            read_text(Path("/dev/zero"))

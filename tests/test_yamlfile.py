"""YAML that somebody else wrote: limited, located, never executed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.errors import InputFileError
from llmtutor.yamlfile import MAX_BYTES, parse_yaml, read_yaml


def refused(text: str, first_line: int = 1) -> InputFileError:
    with pytest.raises(InputFileError) as problem:
        parse_yaml(text, source="f.yaml", first_line=first_line)
    return problem.value


def test_values_are_plain_and_know_their_lines() -> None:
    document = parse_yaml("a: 1\nb:\n  - x\n  - c: [true, 2.5, null]\n", source="f.yaml")
    assert document.value == {"a": 1, "b": ["x", {"c": [True, 2.5, None]}]}
    assert document.where("b", 1, "c") == "f.yaml:4: b.1.c"
    assert document.where() == "f.yaml:1"


def test_a_value_that_is_not_there_is_told_by_its_parent() -> None:
    assert parse_yaml("a:\n  b: 1\n", source="f").where("a", "none") == "f:1: a.none"


def test_lines_count_from_where_the_text_starts_in_its_file() -> None:
    assert parse_yaml("a: 1\nb: 2\n", source="f", first_line=5).where("b") == "f:6: b"
    assert refused("a: [1\n", first_line=5).where.split(":")[1] in {"5", "6"}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_document_is_nothing(text: str) -> None:
    assert parse_yaml(text, source="f").value is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c\n", 1),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\na: 2\n", 2),
        ("a: 1\n? [x]\n: 2\n", 2),
        ("a: 1\nb: !!python/name:os.system x\n", 2),
        ("a: 1\nb: !!timestamp x\n", 2),
        ("a: 1\nb: 2026-13-45\n", 2),
        ("a: 1\nb: !!int ''\n", 2),
        ("a: 1\nb: *nobody\n", 2),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(text: str, line: int) -> None:
    assert refused(text).where.startswith(f"f.yaml:{line}")


def test_nothing_is_executed(tmp_path: Path) -> None:
    for tag in ("object/apply:os.mkdir", "object/new:os.mkdir", "name:os.mkdir"):
        for value in (f"['{tmp_path}/made']", f"{{args: ['{tmp_path}/made']}}", "x"):
            with suppress(InputFileError):
                parse_yaml(f"!!python/{tag} {value}", source="f")
    assert list(tmp_path.iterdir()) == []


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [BOMB, BOMB + "? *i\n: 1\n", "&a [*a]", "a: &a {b: *a}", "[" * 40 + "]" * 40, "[" * 100_000],
    ids=["aliases", "aliases as a key", "itself", "itself in a mapping", "deep", "very deep"],
)
def test_what_would_grow_without_end_is_stopped(text: str) -> None:
    assert refused(text).where.startswith("f.yaml")


def test_a_document_beyond_the_limit_is_refused() -> None:
    assert "longer" in str(refused("x" * (MAX_BYTES + 1)))


@given(
    st.text(alphabet=st.characters() | st.sampled_from("abc:-[]{}&*!|>%@`'\"#, \n\t?~<01"))
    | st.lists(
        st.sampled_from("a: ;- ;&x ;*x;!!int ;!!bool ;!!set ;{;};[;];\n;  ;1;? ".split(";"))
    ).map("".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputFileError):
        parse_yaml(text, source="f")


class TestFiles:
    @pytest.mark.parametrize(
        ("data", "what"),
        [(b"a: \xff\n", "UTF-8"), (b"a: \x00\n", "YAML"), (b"#" * (MAX_BYTES + 1), "larger")],
    )
    def test_a_file_that_is_no_yaml_is_refused_by_name(
        self, tmp_path: Path, data: bytes, what: str
    ) -> None:
        (tmp_path / "f.yaml").write_bytes(data)
        with pytest.raises(InputFileError, match=what) as problem:
            read_yaml(tmp_path / "f.yaml")
        assert "f.yaml" in problem.value.where

    def test_a_file_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputFileError, match="cannot be read"):
            read_yaml(tmp_path / "none.yaml")

    def test_a_folder_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputFileError, match="cannot be read"):
            read_yaml(tmp_path)

    def test_a_mark_at_the_start_is_no_part_of_the_first_key(self, tmp_path: Path) -> None:
        (tmp_path / "f.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
        assert read_yaml(tmp_path / "f.yaml").value == {"a": 1}

"""The header reader: what it reads, and that nothing makes it hang, crash or blow up."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmtutor.engine.gguf import ArrayField, read_header
from llmtutor.errors import InputFileError, MissingError

from .ggufs import CHAT, WEIGHTS, gguf, with_fields, write

GOOD = gguf()


def test_reads_fields_and_tensors(tmp_path: Path) -> None:
    fields = with_fields(a__flag=True, a__ratio=0.5, a__layers=[3, 1, 2])

    header = read_header(write(tmp_path, gguf(fields)))

    assert header.text("general.architecture") == "llama"
    assert header.of_architecture("context_length") == 512
    assert header.fields["a.flag"] is True
    assert header.fields["a.ratio"] == 0.5
    assert header.number("a.layers") == 3
    assert header.fields["general.languages"] == ArrayField(2, ("en", "zh"))
    assert [tensor.shape for tensor in header.tensors] == [(32, 5)]
    assert header.parameters == 160


def test_counts_a_long_vocabulary_without_keeping_it(tmp_path: Path) -> None:
    words = [f"word{index}" * (index % 7) for index in range(60_000)]
    path = write(tmp_path, gguf(with_fields(tokenizer__ggml__tokens=words)))

    tokens = read_header(path).fields["tokenizer.ggml.tokens"]

    assert isinstance(tokens, ArrayField)
    assert (tokens.length, len(tokens.head)) == (60_000, 1024)


def test_a_string_longer_than_the_read_buffer_is_passed_over(tmp_path: Path) -> None:
    words = ["x"] * 1100 + ["y" * 3_000_000, "z"]
    header = read_header(write(tmp_path, gguf(with_fields(tokenizer__ggml__tokens=words))))

    assert header.text("tokenizer.chat_template") == CHAT["tokenizer.chat_template"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"GG", "is not a GGUF model"),
        (b"\x93\x12" * 40, "is not a GGUF model"),
        (b"PK\x03\x04 and so on", "ZIP archive"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
        (b"ggjt\x03\0\0\0", "before GGUF"),
        (gguf(version=1), "GGUF version 1"),
        (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "big-endian"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**40, 1), "claims 1 fields"),
        (GOOD[:200], "inside its header"),
        (GOOD[:-1], "is cut short: 1 of"),
        (gguf(tensors=[("w", (33,), 2, bytes(40))]), "impossible place or shape"),
        (gguf(with_fields(general__alignment=0)), "impossible alignment"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "file",
)
def test_says_what_is_wrong(tmp_path: Path, data: bytes, said: str) -> None:
    path = write(tmp_path, data)

    with pytest.raises(InputFileError) as caught:
        read_header(path)

    assert said in caught.value.what
    assert caught.value.where == str(path)
    assert caught.value.hint


def test_missing_folder_and_unreadable(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        read_header(tmp_path / "nothing.gguf")
    with pytest.raises(InputFileError, match="folder"):
        read_header(tmp_path)


def test_huge_claims_cost_no_time(tmp_path: Path) -> None:
    """A claimed length is never believed before it is held against the file."""
    key = struct.pack("<Q", 1) + b"k"
    for claim in (
        struct.pack("<IIQ", 9, 8, 2**62),
        struct.pack("<IIQ", 9, 0, 2**62),
        struct.pack("<IIQ", 9, 8, 3_000_000) + bytes(100),
        struct.pack("<IIQ", 9, 8, 5000) + struct.pack("<Q", 2**63),
        struct.pack("<IQ", 8, 2**63),
        struct.pack("<II", 9, 9) + bytes(50),
    ):
        path = write(tmp_path, b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + key + claim)
        with pytest.raises(InputFileError):
            read_header(path)


quick = settings(
    max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quick
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_give_a_header_or_the_typed_error(
    tmp_path: Path, data: bytes, signed: bool
) -> None:
    path = write(tmp_path, b"GGUF\x03\0\0\0" + data if signed else data)
    with suppress(InputFileError):
        read_header(path)


@quick
@given(st.data())
def test_a_damaged_file_gives_a_header_or_the_typed_error(
    tmp_path: Path, data: st.DataObject
) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(4, len(damaged) - len(WEIGHTS[0][3])))
        damaged[at] = data.draw(st.integers(0, 255))
    path = write(tmp_path, bytes(damaged[: data.draw(st.integers(0, len(damaged)))]))
    with suppress(InputFileError):
        read_header(path)

"""From bytes to shown text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.engine.text import AnswerText


def shown(
    data: bytes,
    cuts: list[int] | None = None,
    *,
    stop: tuple[str, ...] = (),
    thinking: bool = False,
) -> str:
    """What is shown of data that comes in pieces."""
    text = AnswerText(stop, thinking=thinking)
    places = [0, *sorted(cuts if cuts is not None else range(len(data))), len(data)]
    out = [text.feed(data[a:b]) for a, b in zip(places, places[1:], strict=False)]
    return "".join([*out, text.finish()])


def test_characters_come_whole() -> None:
    text = AnswerText()
    pieces = [text.feed(bytes([byte])) for byte in "注意é".encode()]

    assert [piece for piece in pieces if piece] == ["注", "意", "é"]


def test_half_a_character_at_the_end_is_dropped() -> None:
    assert shown("ab注".encode()[:-1]) == "ab"


@pytest.mark.parametrize(
    ("data", "stop", "expected"),
    [
        ("one\nQuestion: two", ("\nQuestion:",), "one"),
        ("one\nQuestion", ("\nQuestion:",), "one\nQuestion"),
        ("aXbYc", ("Y", "X"), "a"),
        ("abc", ("abc", "b"), "a"),
        ("no stop", (), "no stop"),
        ("stop", ("stop",), ""),
    ],
)
def test_stop_strings(data: str, stop: tuple[str, ...], expected: str) -> None:
    assert shown(data.encode(), stop=stop) == expected
    assert shown(data.encode(), [], stop=stop) == expected


@pytest.mark.parametrize(
    ("data", "thinking", "expected"),
    [
        ("<think>\nwell\n</think>\n\nYes.", False, "Yes."),
        ("well</think>Yes.", True, "Yes."),
        ("never ends", True, ""),
        ("<think>a</think>b<think>c</think>d", False, "bd"),
        ("1 < 2 <thin air", False, "1 < 2 <thin air"),
        ("ends <thi", False, "ends <thi"),
    ],
)
def test_thinking_is_hidden(data: str, thinking: bool, expected: str) -> None:
    assert shown(data.encode(), thinking=thinking) == expected
    assert shown(data.encode(), [], thinking=thinking) == expected


def test_terminal_escapes_lose_their_teeth() -> None:
    assert shown(b"a\x1b[31mb\x07\x9b\tc\nd\r\0") == "a[31mb\ufffd\tc\nd"


def test_answers_begin_with_a_word() -> None:
    assert shown(b" \n\n Yes \n") == "Yes \n"


alphabet = st.sampled_from(["a", "b", "\n", " ", "é", "注", "<think>", "</think>", "<", "STOP"])


@given(st.lists(alphabet, max_size=25), st.data())
def test_how_the_bytes_are_cut_changes_nothing(parts: list[str], data: st.DataObject) -> None:
    content = "".join(parts).encode()
    cuts = data.draw(st.lists(st.integers(0, len(content)), max_size=8))
    stop = ("STOP", "ab")

    assert shown(content, cuts, stop=stop) == shown(content, [], stop=stop)

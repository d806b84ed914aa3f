"""Lines between two processes, one of which runs native code that may print anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llmtutor.engine import wire
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import GenerateRequest, Message, ModelInfo, Sampling, Vectors
from llmtutor.errors import InputFileError, MissingError


@given(st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b""))), st.data())
def test_lines_survive_any_chopping(lines: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(line + b"\n" for line in lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    splitter = wire.LineSplitter()
    places = [0, *cuts, len(stream)]

    found = [
        line
        for begin, end in zip(places, places[1:], strict=False)
        for line in splitter.feed(stream[begin:end])
    ]

    assert found == lines


def test_a_line_without_end_is_dropped_and_the_next_one_is_read() -> None:
    splitter = wire.LineSplitter(limit=10)

    assert list(splitter.feed(b"x" * 8)) == []
    assert list(splitter.feed(b"x" * 8)) == []
    assert list(splitter.feed(b"x\nok\n")) == [b"ok"]


@given(st.binary())
def test_noise_is_no_line(data: bytes) -> None:
    assert wire.decode(data) is None or isinstance(wire.decode(data), dict)


def test_deep_nesting_is_noise() -> None:
    assert wire.decode(b"[" * 100_000) is None


@given(st.text())
def test_text_of_any_kind_comes_back(text: str) -> None:
    line = wire.decode(wire.encode({"text": text}).rstrip(b"\n"))

    assert line == {"text": text}


def test_requests_infos_and_vectors_come_back() -> None:
    request = GenerateRequest(
        (Message.of("user", "a", "注"),), 9, Sampling(temperature=0.5), ("\n",)
    )
    info = ModelInfo(
        name="m", path="/m", size=1, kind="chat", architecture="llama", parameters=2, context=3,
        context_trained=4, dimensions=5, vocabulary=6, device="CPU", threads=1,
        languages=("en",), scripts=frozenset({"latin"}), template="own",
    )  # fmt: skip
    vectors = Vectors(2, b"12345678", (0,))

    assert wire.request_from_wire(wire.request_to_wire(request)) == request
    assert wire.info_from_wire(wire.info_to_wire(info)) == info
    assert wire.vectors_from_wire(wire.vectors_to_wire(vectors)) == vectors
    assert len(vectors) == 1


def test_errors_come_back_as_they_were() -> None:
    for error in (
        MissingError("gone", where="/m", hint="get it"),
        InputFileError("bad", where="/m"),
        EngineError("too_long", "much", numbers={"prompt": 9}),
    ):
        copy = wire.error_from_wire(wire.error_to_wire(error))
        assert type(copy) is type(error)
        assert str(copy) == str(error)
        assert copy.exit_code == error.exit_code
        assert getattr(copy, "numbers", None) == getattr(error, "numbers", None)

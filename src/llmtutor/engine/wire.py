"""The lines between the app and its worker: one JSON object each, both ways.

A line from the app has ``id`` and ``do``; a line from the worker has ``id``
and ``say``. Whatever is no such line is noise and is dropped.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from llmtutor.engine.failure import EngineError
from llmtutor.engine.looking import Chance, NextTokens, Piece, Surprise, WeighedSpan
from llmtutor.engine.protocol import ModelInfo, Vectors
from llmtutor.engine.request import (
    Constraint,
    Excerpt,
    GenerateRequest,
    Grammar,
    JsonSchema,
    Message,
    PeekRequest,
    Sampling,
    ScoreRequest,
    SpansRequest,
)
from llmtutor.errors import InputFileError, MissingError, TutorError

VERSION = 2
"""Raised when either side would misunderstand the other."""

MAX_LINE = 64 * 1024 * 1024
"""Bytes; a longer line is noise."""

Line = dict[str, Any]


def encode(line: Mapping[str, Any]) -> bytes:
    """One line, with its line end. ASCII, so that no byte can be mistaken for a line end."""
    return json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n"


def decode(data: bytes) -> Line | None:
    """The object on a line, or None for noise."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


class LineSplitter:
    """Cuts a stream of bytes into lines, however the pipe chopped it."""

    def __init__(self, limit: int = MAX_LINE) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._length = 0
        self._skipping = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The lines that ``data`` completes, without their ends."""
        *complete, rest = data.split(b"\n")
        for piece in complete:
            self._add(piece)
            if not self._skipping:
                yield b"".join(self._parts)
            self._reset()
        self._add(rest)

    def _add(self, piece: bytes) -> None:
        self._length += len(piece)
        if self._length > self._limit:
            self._parts.clear()
            self._skipping = True
        if not self._skipping and piece:
            self._parts.append(piece)

    def _reset(self) -> None:
        self._parts.clear()
        self._length = 0
        self._skipping = False


def messages_to_wire(messages: Sequence[Message]) -> list[Line]:
    """As JSON; :func:`messages_from_wire` is the way back."""
    return [{"role": item.role, "parts": list(item.parts)} for item in messages]


def messages_from_wire(lines: Sequence[Line]) -> tuple[Message, ...]:
    """From JSON."""
    return tuple(Message(item["role"], tuple(item["parts"])) for item in lines)


def request_to_wire(request: GenerateRequest) -> Line:
    """As JSON; :func:`request_from_wire` is the way back."""
    line: Line = {
        "messages": messages_to_wire(request.messages),
        "max_tokens": request.max_tokens,
        "sampling": asdict(request.sampling),
        "stop": list(request.stop),
        "opening": request.opening,
        "background": request.background,
    }
    match request.constraint:
        case JsonSchema(schema):
            line["json"] = schema
        case Grammar(gbnf):
            line["grammar"] = gbnf
        case Excerpt(texts, whole_words):
            line["excerpt"] = {"texts": list(texts), "whole_words": whole_words}
    return line


def request_from_wire(line: Line) -> GenerateRequest:
    """From JSON."""
    constraint: Constraint | None = None
    if "json" in line:
        constraint = JsonSchema(line["json"])
    elif "grammar" in line:
        constraint = Grammar(line["grammar"])
    elif excerpt := line.get("excerpt"):
        constraint = Excerpt(tuple(excerpt["texts"]), excerpt["whole_words"])
    return GenerateRequest(
        messages=messages_from_wire(line["messages"]),
        max_tokens=line["max_tokens"],
        sampling=Sampling(**line["sampling"]),
        stop=tuple(line["stop"]),
        constraint=constraint,
        opening=line["opening"],
        background=line.get("background", False),
    )


def score_to_wire(request: ScoreRequest) -> Line:
    """As JSON; :func:`score_from_wire` is the way back."""
    messages = messages_to_wire(request.messages)
    return {**asdict(request), "messages": messages, "answers": list(request.answers)}


def score_from_wire(line: Line) -> ScoreRequest:
    """From JSON."""
    return ScoreRequest(
        messages_from_wire(line["messages"]),
        tuple(line["answers"]),
        line["ends"],
        line["opening"],
        line.get("background", False),
    )


def spans_to_wire(request: SpansRequest) -> Line:
    """As JSON; :func:`spans_from_wire` is the way back."""
    return {**asdict(request), "messages": messages_to_wire(request.messages)}


def spans_from_wire(line: Line) -> SpansRequest:
    """From JSON."""
    messages = messages_from_wire(line["messages"])
    return SpansRequest(
        messages,
        tuple(line["texts"]),
        line["beams"],
        line["longest"],
        line.get("background", False),
    )


def span_from_wire(line: Line) -> WeighedSpan:
    """From JSON; ``asdict`` is the way there."""
    return WeighedSpan(**line)


def peek_to_wire(request: PeekRequest) -> Line:
    """As JSON; :func:`peek_from_wire` is the way back."""
    return {**asdict(request), "messages": messages_to_wire(request.messages)}


def peek_from_wire(line: Line) -> PeekRequest:
    """From JSON."""
    return PeekRequest(
        messages_from_wire(line["messages"]),
        line["opening"],
        Sampling(**line["sampling"]),
        line["most"],
    )


def piece_to_wire(piece: Piece) -> Line:
    """As JSON; :func:`piece_from_wire` is the way back."""
    return {"token": piece.id, "data": piece.data.hex(), "control": piece.is_control}


def piece_from_wire(line: Line) -> Piece:
    """From JSON."""
    return Piece(line["token"], bytes.fromhex(line["data"]), line["control"])


def next_to_wire(found: NextTokens) -> Line:
    """As JSON; :func:`next_from_wire` is the way back."""
    chances = [
        {**piece_to_wire(chance.piece), "probability": chance.probability, "drawn": chance.drawn}
        for chance in found.chances
    ]
    return {"chances": chances, "kept": found.kept}


def next_from_wire(line: Line) -> NextTokens:
    """From JSON."""
    chances = tuple(
        Chance(piece_from_wire(item), item["probability"], item["drawn"])
        for item in line["chances"]
    )
    return NextTokens(chances, line["kept"])


def surprise_to_wire(item: Surprise) -> Line:
    """As JSON; :func:`surprise_from_wire` is the way back."""
    return {**piece_to_wire(item.piece), "bits": item.bits}


def surprise_from_wire(line: Line) -> Surprise:
    """From JSON."""
    return Surprise(piece_from_wire(line), line["bits"])


def info_to_wire(info: ModelInfo) -> Line:
    """As JSON; :func:`info_from_wire` is the way back."""
    sets = {
        "scripts": sorted(info.scripts),
        "abilities": sorted(info.abilities),
        "taught": sorted(info.taught),
    }
    return {**asdict(info), **sets}


def info_from_wire(line: Line) -> ModelInfo:
    """From JSON."""
    sets = {
        "languages": tuple(line["languages"]),
        "scripts": frozenset(line["scripts"]),
        "abilities": frozenset(line.get("abilities", ())),
        "taught": frozenset(line.get("taught", ())),
    }
    return ModelInfo(**{**line, **sets})


def vectors_to_wire(vectors: Vectors) -> Line:
    """As JSON; :func:`vectors_from_wire` is the way back."""
    return {**asdict(vectors), "data": base64.b64encode(vectors.data).decode("ascii")}


def vectors_from_wire(line: Line) -> Vectors:
    """From JSON."""
    return Vectors(line["dimensions"], base64.b64decode(line["data"]), tuple(line["cut"]))


def error_to_wire(error: TutorError) -> Line:
    """An error as the worker says it; :func:`error_from_wire` makes the same again."""
    line: Line = {"what": error.what, "where": error.where, "hint": error.hint}
    if isinstance(error, EngineError):
        return {**line, "code": error.code, "numbers": error.numbers}
    return {**line, "code": "missing" if isinstance(error, MissingError) else "bad_file"}


def error_from_wire(line: Line) -> TutorError:
    """The error that the worker had, ready to raise or to show."""
    code = line.get("code", "fault")
    what, hint = str(line.get("what", "the engine failed")), str(line.get("hint", ""))
    where = line.get("where") or None
    if code == "missing":
        return MissingError(what, where=where, hint=hint)
    if code == "bad_file":
        return InputFileError(what, where=where, hint=hint)
    return EngineError(code, what, where=where, hint=hint, numbers=line.get("numbers"))

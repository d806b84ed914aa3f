"""Judges a GGUF file before it reaches the native side: what it is, and whether it can serve."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from llmtutor.engine.failure import EngineError
from llmtutor.engine.gguf import ArrayField, Header, read_header
from llmtutor.engine.protocol import ModelKind
from llmtutor.errors import InputFileError, MissingError

Purpose = Literal["chat", "embedding"]

PUT_ON = "llmtutor models adapter use FILE puts it on the model in use"
GET_DEFAULT = "Run: llmtutor models get default"

MICRO_BATCH = 128
"""Tokens computed at once: small enough to stop within a few ms, at no cost in speed."""

_OVERHEAD = 60_000_000
"""Bytes of an interpreter, the native libraries and a vocabulary."""

_ENCODERS = frozenset(
    "bert modern-bert nomic-bert nomic-bert-moe neo-bert jina-bert-v2 jina-bert-v3 eurobert "
    "t5encoder gemma-embedding llama-embed".split()
)
_NOT_TEXT = {
    "clip": "is the vision part of a model (mmproj)",
    "whisper": "is a speech model",
    "wavtokenizer-dec": "is the voice part of a model",
    "t5": "is an encoder-decoder model, which this program does not run",
    "eagle3": "is a draft model for another one",
    "dflash": "is a draft model for another one",
}
_RANKING = 4
"""``pooling_type`` of a model that ranks pairs instead of embedding texts."""

_GET_CHAT = "Choose a chat model; llmtutor models list shows some"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file that passed every check which needs no native code."""

    header: Header
    kind: ModelKind
    template: str
    """The chat template in Jinja, or empty."""
    languages: tuple[str, ...]

    @property
    def path(self) -> Path:
        return self.header.path

    @property
    def context_trained(self) -> int:
        return self.header.of_architecture("context_length")


def inspect(path: Path, purpose: Purpose | None = None) -> ModelFile:
    """Find out what a file is.

    Args:
        path: the file.
        purpose: what it is wanted for; None accepts any model.

    Raises:
        MissingError: there is no such file.
        InputFileError: it is damaged, or no model, or of no use for the purpose.
    """
    try:
        header = read_header(path)
    except MissingError as error:
        raise MissingError(error.what, where=error.where, hint=GET_DEFAULT) from None
    _refuse_parts(header)
    _refuse_foreign(header)
    template = header.text("tokenizer.chat_template")
    kind: ModelKind = "chat" if template else "base"
    if _embeds(header):
        kind = "embedding"
    if purpose is not None and (purpose == "embedding") != (kind == "embedding"):
        raise _wrong_purpose(header, purpose)
    languages = header.fields.get("general.languages")
    known = languages.head if isinstance(languages, ArrayField) else ()
    return ModelFile(header, kind, template, tuple(str(item) for item in known))


def memory_needed(header: Header, context: int) -> int:
    """Bytes the worker will take for a model: weights, cache, buffers, interpreter.

    An estimate on the high side, from the header alone.
    """
    layers = header.of_architecture("block_count")
    width = header.of_architecture("embedding_length")
    heads = max(1, header.of_architecture("attention.head_count", 1))
    key_heads = header.of_architecture("attention.head_count_kv", heads)
    head = width // heads
    key = header.of_architecture("attention.key_length", head)
    value = header.of_architecture("attention.value_length", head)
    tokens = context if not _embeds(header) else 0
    cache = layers * tokens * key_heads * (key + value) * 2
    vocabulary = header.fields.get("tokenizer.ggml.tokens")
    words = vocabulary.length if isinstance(vocabulary, ArrayField) else 0
    wide = header.of_architecture("feed_forward_length", width * 4)
    buffers = MICRO_BATCH * 4 * (words + 2 * wide + 4 * width)
    return header.size + cache + buffers + _OVERHEAD


def check_memory(header: Header, context: int, free: int) -> None:
    """Refuse a model that would push the machine into swapping or be killed.

    Args:
        header: the model.
        context: tokens it is to see at once.
        free: bytes that can be had without swapping.

    Raises:
        EngineError: ``memory``, with ``needed`` and ``free``.
    """
    needed = memory_needed(header, context)
    if needed <= free:
        return
    smaller = memory_needed(header, 512)
    remedy = "Close other programs or choose a smaller model"
    if smaller <= free:
        remedy += f"; with a context of 512 it would need {_gigabytes(smaller)}"
    raise EngineError(
        "memory",
        f"needs about {_gigabytes(needed)} of memory, {_gigabytes(free)} are free",
        where=header.path,
        hint=remedy,
        numbers={"needed": needed, "free": free},
    )


def _embeds(header: Header) -> bool:
    architecture = header.text("general.architecture")
    return architecture in _ENCODERS or f"{architecture}.pooling_type" in header.fields


def _refuse_parts(header: Header) -> None:
    """Files that are only a part of something."""
    kind = header.text("general.type")
    if kind == "adapter":
        raise _refusal(header, "is a LoRA adapter, not a model", PUT_ON)
    if kind == "imatrix":
        raise _refusal(header, "is data for quantising a model, not a model")
    if kind == "mmproj":
        raise _refusal(header, "is the vision part of a model (mmproj)")
    parts = header.number("split.count", 1)
    if parts > 1:
        part = header.number("split.no") + 1
        raise _refusal(
            header,
            f"is part {part} of {parts} of a split model",
            "Join the parts with llama-gguf-split --merge, or get the model in one file",
        )


def _refuse_foreign(header: Header) -> None:
    """Whole files that hold no language model which can run here."""
    architecture = header.text("general.architecture")
    if not architecture:
        raise _refusal(header, "does not say which architecture it has")
    if architecture in _NOT_TEXT:
        raise _refusal(header, _NOT_TEXT[architecture])
    if not header.text("tokenizer.ggml.model"):
        raise _refusal(header, f"has no vocabulary (architecture '{architecture}')")
    if not header.tensors:
        raise _refusal(header, "holds a vocabulary without weights")
    if header.number(f"{architecture}.pooling_type") == _RANKING:
        raise _refusal(header, "is a reranker, which this program does not use")


def _wrong_purpose(header: Header, purpose: Purpose) -> InputFileError:
    if purpose == "chat":
        return _refusal(header, "is an embedding model: it finds passages but cannot write answers")
    return _refusal(
        header,
        "is a model that writes, not an embedding model",
        "Choose an embedding model; llmtutor models list shows some",
    )


def _refusal(header: Header, what: str, hint: str = _GET_CHAT) -> InputFileError:
    return InputFileError(what, where=header.path, hint=hint)


def _gigabytes(count: int) -> str:
    return f"{math.ceil(count / 1e8) / 10:.1f} GB"

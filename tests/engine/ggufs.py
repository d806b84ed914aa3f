"""Makes small GGUF files, good and bad, byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Tensor = tuple[str, tuple[int, ...], int, bytes]
"""Name, shape, number format, data."""

WORDS = ["<unk>", "<s>", "</s>", "a", "b"]

CHAT: Mapping[str, Any] = {
    "general.architecture": "llama",
    "llama.context_length": 512,
    "llama.embedding_length": 32,
    "llama.block_count": 1,
    "llama.attention.head_count": 2,
    "llama.feed_forward_length": 64,
    "tokenizer.ggml.model": "llama",
    "tokenizer.ggml.tokens": WORDS,
    "tokenizer.chat_template": "{{ messages[0].content }}",
    "general.languages": ["en", "zh"],
}
WEIGHTS: Sequence[Tensor] = (("token_embd.weight", (32, 5), 0, bytes(32 * 5 * 4)),)


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def field(value: Any) -> bytes:
    """A typed value, as it stands behind its key."""
    match value:
        case bool():
            return struct.pack("<I?", 7, value)
        case int():
            return struct.pack("<II", 4, value)
        case float():
            return struct.pack("<If", 6, value)
        case str():
            return struct.pack("<I", 8) + text(value)
        case list() if value and isinstance(value[0], str):
            head = struct.pack("<IIQ", 9, 8, len(value))
            return head + b"".join(map(text, value))
        case list():
            return struct.pack(f"<IIQ{len(value)}i", 9, 5, len(value), *value)
    raise TypeError(value)


def gguf(
    fields: Mapping[str, Any] = CHAT,
    tensors: Sequence[Tensor] = WEIGHTS,
    *,
    version: int = 3,
    alignment: int = 32,
) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(fields))
    for key, value in fields.items():
        head += text(key) + (value if isinstance(value, bytes) else field(value))
    data = b""
    for name, shape, form, content in tensors:
        data += bytes(-len(data) % alignment)
        place = struct.pack("<IQ", form, len(data))
        head += text(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape) + place
        data += content
    return head + bytes(-len(head) % alignment) + data


def with_fields(**changes: Any) -> dict[str, Any]:
    """The chat model's fields with some changed; ``__`` stands for a dot, None removes."""
    fields = {**CHAT, **{key.replace("__", "."): value for key, value in changes.items()}}
    return {key: value for key, value in fields.items() if value is not None}


def write(folder: Path, data: bytes, name: str = "model.gguf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path

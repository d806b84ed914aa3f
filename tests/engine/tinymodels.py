"""Real models with next to no weights: some architecture, a real vocabulary, random numbers.

They write nonsense, but through the same native code as the large ones: their
vocabularies, chat templates and caches are tested for real.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

from .ggufs import Tensor, gguf, write

_WIDTHS = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_TEXT, _ARRAY = 8, 9
_WIDTH, _INNER, _LAYERS, _HEADS = 64, 128, 2, 2
_STATE, _CONVOLUTION, _STEP = 8, 4, 4

Shapes = dict[str, tuple[int, ...]]


def raw_fields(path: Path) -> dict[str, bytes]:
    """The metadata of a GGUF file, each value with its kind as the file has it."""
    data = path.read_bytes()
    (count,) = struct.unpack_from("<Q", data, 16)
    at, fields = 24, {}
    for _ in range(count):
        (length,) = struct.unpack_from("<Q", data, at)
        key = data[at + 8 : at + 8 + length].decode()
        at += 8 + length
        end = _end(data, at)
        fields[key], at = data[at:end], end
    return fields


def _end(data: bytes, at: int) -> int:
    (kind,) = struct.unpack_from("<I", data, at)
    if kind != _ARRAY:
        return _value_end(data, at + 4, kind)
    kind, count = struct.unpack_from("<IQ", data, at + 4)
    at += 16
    if kind != _TEXT:
        return at + int(count) * _WIDTHS[kind]
    for _ in range(count):
        at = _value_end(data, at, kind)
    return at


def _value_end(data: bytes, at: int, kind: int) -> int:
    if kind != _TEXT:
        return at + _WIDTHS[kind]
    (length,) = struct.unpack_from("<Q", data, at)
    return at + 8 + int(length)


def tiny(folder: Path, vocabulary: Path, architecture: str, **more: object) -> Path:
    """A model of an architecture with the vocabulary and template of another file.

    Args:
        folder: where to put it.
        vocabulary: the file whose ``tokenizer`` fields are taken.
        architecture: ``llama``, ``qwen2``, ``phi3`` or ``mamba``.
        more: further metadata, ``__`` standing for a dot; None removes.
    """
    words = {k: v for k, v in raw_fields(vocabulary).items() if k.startswith("tokenizer.")}
    (size,) = struct.unpack_from("<Q", words["tokenizer.ggml.tokens"], 8)
    fields: dict[str, object] = {
        "general.architecture": architecture,
        **{f"{architecture}.{key}": value for key, value in _sizes(architecture).items()},
        **words,
        **{key.replace("__", "."): value for key, value in more.items()},
    }
    kept = {key: value for key, value in fields.items() if value is not None}
    return write(folder, gguf(kept, list(_weights(_shapes(architecture, size)))), "tiny.gguf")


def _sizes(architecture: str) -> dict[str, object]:
    sizes: dict[str, object] = {
        "context_length": 512, "embedding_length": _WIDTH, "block_count": _LAYERS,
        "feed_forward_length": _INNER, "attention.layer_norm_rms_epsilon": 1e-5,
    }  # fmt: skip
    if architecture == "mamba":
        return sizes | {
            "feed_forward_length": 0, "attention.head_count": 0, "ssm.conv_kernel": _CONVOLUTION,
            "ssm.inner_size": 2 * _WIDTH, "ssm.state_size": _STATE, "ssm.time_step_rank": _STEP,
        }  # fmt: skip
    return sizes | {
        "attention.head_count": _HEADS, "attention.head_count_kv": _HEADS,
        "rope.dimension_count": _WIDTH // _HEADS, "rope.freq_base": 10000.0,
    }  # fmt: skip


def _shapes(architecture: str, words: int) -> Shapes:
    shapes: Shapes = {"token_embd.weight": (_WIDTH, words), "output_norm.weight": (_WIDTH,)}
    for layer in range(_LAYERS):
        block = _mamba() if architecture == "mamba" else _transformer(architecture)
        shapes |= {f"blk.{layer}.{name}": shape for name, shape in block.items()}
    return shapes


def _transformer(architecture: str) -> Shapes:
    square = (_WIDTH, _WIDTH)
    shapes: Shapes = {
        "attn_norm.weight": (_WIDTH,), "ffn_norm.weight": (_WIDTH,), "attn_output.weight": square,
        "ffn_down.weight": (_INNER, _WIDTH),
    }  # fmt: skip
    if architecture == "phi3":
        wide: Shapes = {
            "attn_qkv.weight": (_WIDTH, 3 * _WIDTH),
            "ffn_up.weight": (_WIDTH, 2 * _INNER),
        }
        return shapes | wide
    for letter in "qkv":
        shapes[f"attn_{letter}.weight"] = square
        if architecture == "qwen2":
            shapes[f"attn_{letter}.bias"] = (_WIDTH,)
    return shapes | {"ffn_gate.weight": (_WIDTH, _INNER), "ffn_up.weight": (_WIDTH, _INNER)}


def _mamba() -> Shapes:
    inner = 2 * _WIDTH
    return {
        "attn_norm.weight": (_WIDTH,), "ssm_in.weight": (_WIDTH, 2 * inner),
        "ssm_conv1d.weight": (_CONVOLUTION, inner), "ssm_conv1d.bias": (inner,),
        "ssm_x.weight": (inner, _STEP + 2 * _STATE), "ssm_dt.weight": (_STEP, inner),
        "ssm_dt.bias": (inner,), "ssm_a": (_STATE, inner), "ssm_d": (inner,),
        "ssm_out.weight": (inner, _WIDTH),
    }  # fmt: skip


def _weights(shapes: Shapes) -> Iterator[Tensor]:
    noise = random.Random(5)
    block = struct.pack("<4096f", *(noise.gauss(0, 0.3) for _ in range(4096)))
    for name, shape in shapes.items():
        count = 4
        for side in shape:
            count *= side
        data = struct.pack("<f", 1.0) * (count // 4) if "norm" in name else b""
        if name.endswith("ssm_a"):
            data = struct.pack("<f", -0.5) * (count // 4)
        start = 4 * noise.randrange(4096)
        turned = block[start:] + block[:start]
        data = data or (turned * (count // len(turned) + 1))[:count]
        yield name, shape, 0, data


def lora(
    folder: Path, *, rank: int = 4, layers: int = 2, name: str = "style.gguf", **more: object
) -> Path:
    """An adapter for SmolLM2 135M that changes the queries of some layers at random."""
    fields: dict[str, object] = {
        "general.type": "adapter",
        "general.architecture": "llama",
        "adapter.type": "lora",
        "adapter.lora.alpha": float(rank),
        **{key.replace("__", "."): value for key, value in more.items()},
    }
    shapes: Shapes = {}
    for layer in range(layers):
        shapes[f"blk.{layer}.attn_q.weight.lora_a"] = (576, rank)
        shapes[f"blk.{layer}.attn_q.weight.lora_b"] = (rank, 576)
    return write(folder, gguf(fields, list(_weights(shapes))), name)

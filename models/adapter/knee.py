"""How rank and layers of an adapter weigh on speed: ``python -m adapter.knee --base FILE``.

The adapters are untrained: speed does not depend on what the numbers are.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from adapter.evaluate import speed
from adapter.export import GGUF_NAMES, write_gguf
from llmtutor.engine.gguf import Header, read_header

_FIVE = ("self_attn.q_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.up_proj", "mlp.down_proj")
KINDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "16 on seven": (16, tuple(GGUF_NAMES)),
    "16 on five": (16, _FIVE),
    "8 on seven": (8, tuple(GGUF_NAMES)),
    "8 on five": (8, _FIVE),
    "4 on seven": (4, tuple(GGUF_NAMES)),
}


def untrained(base: Header, rank: int, layers: tuple[str, ...]) -> dict[str, np.ndarray[Any, Any]]:
    """Random matrices that fit a model."""
    return dict(_matrices(base, rank, layers))


def _matrices(
    base: Header, rank: int, layers: tuple[str, ...]
) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    noise = np.random.default_rng(1)
    shapes = {tensor.name: tensor.shape for tensor in base.tensors}
    for layer in range(base.of_architecture("block_count")):
        for name in layers:
            inputs, outputs = shapes[f"blk.{layer}.{GGUF_NAMES[name]}.weight"]
            place = f"model.layers.{layer}.{name}"
            yield f"{place}.a", noise.normal(scale=0.01, size=(rank, inputs)).astype(np.float32)
            yield f"{place}.b", noise.normal(scale=0.001, size=(outputs, rank)).astype(np.float32)


def main() -> None:
    """Measure every kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="the default model's .gguf")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    header = read_header(options.base)
    with tempfile.TemporaryDirectory() as folder:
        for kind, (rank, layers) in KINDS.items():
            file = Path(folder) / "untrained.gguf"
            recipe = {"alpha": 2 * rank, "tasks": ["answer"]}
            write_gguf(untrained(header, rank, layers), recipe, options.base, file)
            log = Path(folder) / "log"
            found = asyncio.run(speed(options.base, file, options.rounds, log))
            print(f"{kind:12} decodes at {found:.2f} of the base's speed", flush=True)


if __name__ == "__main__":
    main()

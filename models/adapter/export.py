"""Write what was trained as the GGUF adapter that the app loads (see ``make adapter``)."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from llmtutor.engine.adapterfile import TASKS_FIELD, inspect_adapter
from llmtutor.engine.gguf import read_header

HERE = Path(__file__).parent
SHIPPED = HERE / "tutor-smollm2-135m.gguf"
BASE_FIELD = "llmtutor.base.sha256"
"""Metadata of an adapter: of the very file that it was trained on."""
GGUF_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
Matrices = Mapping[str, np.ndarray[Any, Any]]
"""``model.layers.0.mlp.up_proj.a`` → (rank, inputs), ``….b`` → (outputs, rank); float32."""


def write_gguf(state: Matrices, recipe: Mapping[str, Any], base: Path, out: Path) -> None:
    """Write an adapter that llama.cpp loads.

    Args:
        state: the trained matrices.
        recipe: alpha, and the tasks that were trained.
        base: the model that it was trained on.
        out: the file.
    """
    import gguf

    header = read_header(base)
    heads = header.of_architecture("attention.head_count")
    pairs = header.of_architecture("attention.head_count_kv", heads)
    writer = gguf.GGUFWriter(str(out), header.text("general.architecture"))
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(recipe["alpha"]))
    writer.add_string("general.name", "llmtutor tutor adapter for SmolLM2-135M-Instruct")
    writer.add_string("general.license", "cc-by-sa-4.0")
    writer.add_string(TASKS_FIELD, ",".join(recipe["tasks"]))
    writer.add_string(BASE_FIELD, sha256(base))
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    for name, matrix in _named(state, heads, pairs):
        writer.add_tensor(name, matrix.astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    inspect_adapter(out, header)


def _named(state: Matrices, heads: int, pairs: int) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    for key, found in sorted(state.items()):
        _, _, layer, rest = key.split(".", 3)
        place, _, side = rest.rpartition(".")
        matrix = found
        if side == "b" and place.endswith("q_proj"):
            matrix = rotary_order(found, heads)
        elif side == "b" and place.endswith("k_proj"):
            matrix = rotary_order(found, pairs)
        yield f"blk.{layer}.{GGUF_NAMES[place]}.weight.lora_{side}", matrix


def rotary_order(rows: np.ndarray[Any, Any], heads: int) -> np.ndarray[Any, Any]:
    """Rows in the order of llama.cpp's rotary embedding, which pairs neighbours.

    Transformers pairs row ``i`` of a head with row ``i + half``.
    """
    size, width = rows.shape
    halves = rows.reshape(heads, 2, size // heads // 2, width)
    return halves.swapaxes(1, 2).reshape(size, width)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def averaged(states: Sequence[Matrices], shares: Sequence[float]) -> Matrices:
    """The ends of several stages in one: each matrix the mean of theirs, by their shares."""
    return {
        name: sum(
            (share * state[name] for state, share in zip(states, shares, strict=True)),
            start=np.zeros_like(states[0][name]),
        )
        for name in states[0]
    }


def main() -> None:
    """Export from the command line."""
    import torch

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="the model it was trained on")
    parser.add_argument("--trained", type=Path, required=True, help="the folder of the training")
    parser.add_argument("--recipe", type=Path, default=HERE / "recipe.yaml")
    parser.add_argument("--to", type=Path, default=SHIPPED)
    options = parser.parse_args()
    recipe = yaml.safe_load(options.recipe.read_text(encoding="utf-8"))
    shares = [stage["share"] for stage in recipe["stages"]]
    states = []
    for number in range(1, len(shares) + 1):
        saved = torch.load(options.trained / f"stage-{number}.pt", weights_only=True)
        states.append({name: found.float().numpy() for name, found in saved["lora"].items()})
    write_gguf(averaged(states, shares), recipe, options.base, options.to)
    size = options.to.stat().st_size / 1e6
    print(f"{options.to} ({size:.1f} MB), sha256 {sha256(options.to)}")
    print("models/catalogue.yaml names the sha256 of the adapter that is shipped.")


if __name__ == "__main__":
    main()

"""Low-rank adapters on a frozen model, and their GGUF form."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn

GGUF_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


class LoraLinear(nn.Module):
    """A frozen linear layer plus ``scale × B A``; A and B are float32."""

    def __init__(self, base: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        self.base = base
        self.scale = alpha / rank
        device = base.weight.device
        self.a = nn.Parameter(torch.empty(rank, base.in_features, device=device))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank, device=device))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        low = nn.functional.linear(nn.functional.linear(x.float(), self.a), self.b)
        return self.base(x) + (self.scale * low).to(x.dtype)


def add_lora(model: Any, recipe: dict[str, Any]) -> Any:
    """Put an adapter on the layers that the recipe names; everything else stays frozen."""
    for layer in model.model.layers:
        for name in recipe["layers"]:
            parent_name, _, child = name.rpartition(".")
            parent = layer.get_submodule(parent_name)
            base = getattr(parent, child)
            setattr(parent, child, LoraLinear(base, recipe["rank"], recipe["alpha"]))
    return model


def lora_parameters(model: Any) -> list[nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def lora_state(model: Any) -> dict[str, torch.Tensor]:
    """The trained numbers alone."""
    return {
        name: tensor for name, tensor in model.state_dict().items() if name.endswith((".a", ".b"))
    }


def write_gguf(
    state: dict[str, torch.Tensor], recipe: dict[str, Any], heads: tuple[int, int], out: Path
) -> None:
    """Write an adapter that llama.cpp loads.

    Args:
        state: from :func:`lora_state`.
        recipe: rank, alpha and layers.
        heads: query heads and key/value heads of the base model.
        out: the file.
    """
    import gguf

    from llmtutor.engine.adapterfile import TASKS_FIELD
    from llmtutor.tutor.abilities import TASKS

    writer = gguf.GGUFWriter(str(out), "llama")
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(recipe["alpha"]))
    writer.add_string("general.name", "llmtutor tutor adapter for SmolLM2-135M-Instruct")
    writer.add_string("general.license", "cc-by-sa-4.0")
    writer.add_string(TASKS_FIELD, ",".join(TASKS))
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    for name, tensor in _named(state, heads):
        writer.add_tensor(name, tensor.to(torch.float16).numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _named(
    state: dict[str, torch.Tensor], heads: tuple[int, int]
) -> Iterator[tuple[str, torch.Tensor]]:
    for key, tensor in sorted(state.items()):
        _, _, layer, rest = key.split(".", 3)
        place, _, side = rest.rpartition(".")
        found = tensor.detach().cpu().float().contiguous()
        if side == "b" and place.endswith(("q_proj", "k_proj")):
            found = _permuted(found, heads[0] if place.endswith("q_proj") else heads[1])
        yield f"blk.{layer}.{GGUF_NAMES[place]}.weight.lora_{side}", found


def _permuted(rows: torch.Tensor, heads: int) -> torch.Tensor:
    """Rows in the order of llama.cpp's rotary embedding, which pairs neighbours."""
    size, width = rows.shape
    return (
        rows.reshape(heads, 2, size // heads // 2, width).swapaxes(1, 2).reshape(size, width)
    ).contiguous()

"""Low-rank adapters on a frozen model."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import nn


class LoraLinear(nn.Module):  # type: ignore[misc,unused-ignore]
    """A frozen linear layer plus ``scale × B A``; A and B are kept in float32."""

    def __init__(self, base: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        self.base = base
        self.scale = alpha / rank
        device = base.weight.device
        self.a = nn.Parameter(torch.empty(rank, base.in_features, device=device))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank, device=device))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        narrow = nn.functional.linear(x, (self.scale * self.a).to(x.dtype))
        return self.base(x) + nn.functional.linear(narrow, self.b.to(x.dtype))


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

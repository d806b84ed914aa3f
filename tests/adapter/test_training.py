"""The training itself: needs ``pip install .[train]``, and is skipped without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapter.examples import Block, Branch
from adapter.tokens import sequence
from llmtutor.engine.adapterfile import inspect_adapter
from llmtutor.engine.client import WorkerEngine

from .test_tokens import BLOCK, letters

torch = pytest.importorskip("torch", reason="needs pip install .[train]")
pytest.importorskip("transformers", reason="needs pip install .[train]")
RECIPE = {"rank": 4, "alpha": 8, "layers": ["self_attn.q_proj", "mlp.down_proj"]}


@pytest.fixture(scope="module")
def model() -> Any:
    """A Llama with next to no weights."""
    from transformers import LlamaConfig, LlamaForCausalLM

    from adapter.lora import add_lora

    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=256, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, attn_implementation="eager",
    )  # fmt: skip
    made = LlamaForCausalLM(config)
    made.requires_grad_(False)
    return add_lora(made, RECIPE)


def loss(model: Any, block: Block) -> float:
    from adapter.train import batch, loss_of

    made = sequence(block, letters, longest=2000)
    assert made is not None
    return float(loss_of(model, batch([made], "cpu")))


def test_questions_side_by_side_do_not_see_one_another(model: Any) -> None:
    alone = [loss(model, Block("b", BLOCK.notes, [branch])) for branch in BLOCK.branches]
    shares = [sum(1 / len(t) ** 0.5 for _ in t) for t in (b.target + "." for b in BLOCK.branches)]
    together = loss(model, BLOCK)
    expected = sum(a * s for a, s in zip(alone, shares, strict=True)) / sum(shares)
    assert together == pytest.approx(expected, rel=1e-4)


def test_only_the_adapter_learns(model: Any) -> None:
    from adapter.lora import lora_parameters, lora_state
    from adapter.train import batch, loss_of

    made = sequence(Block("b", "x", [Branch("answer", {"question": "?"}, "x")]), letters, 500)
    assert made is not None
    before = loss_of(model, batch([made], "cpu"))
    before.backward()
    optimiser = torch.optim.SGD(lora_parameters(model), lr=0.5)
    optimiser.step()
    assert loss_of(model, batch([made], "cpu")) < before
    assert len(lora_state(model)) == 2 * 2 * len(RECIPE["layers"])  # type: ignore[arg-type]


@pytest.mark.model
@pytest.mark.asyncio(loop_scope="session")
async def test_what_is_exported_loads_and_acts(
    engine: WorkerEngine, model_path: Path, tmp_path: Path
) -> None:
    gguf = pytest.importorskip("gguf", reason="needs pip install .[train]")
    assert gguf
    import numpy as np

    from adapter.export import write_gguf

    noise = np.random.default_rng(1)
    state = {
        "model.layers.0.self_attn.q_proj.a": noise.normal(size=(4, 576)).astype(np.float32),
        "model.layers.0.self_attn.q_proj.b": noise.normal(size=(576, 4)).astype(np.float32),
    }
    out = tmp_path / "made.gguf"
    write_gguf(state, {"alpha": 8, "tasks": ["answer", "refuse"]}, model_path, out)
    assert inspect_adapter(out).rank == 4
    plain = [item.bits for item in await engine.surprise("The mill is old.")]
    try:
        info = await engine.use_adapter(out)
        assert info.taught == {"answer", "refuse"}
        assert [item.bits for item in await engine.surprise("The mill is old.")] != plain
    finally:
        await engine.use_adapter(None)

"""Train the adapter: ``python -m adapter.train --squad FILE --out FOLDER`` (see ``make adapter``).

What each stage of the recipe ends with is kept as ``stage-1.pt`` and so on. Resumes from
the last checkpoint in the folder. On a CPU hours, on a GPU minutes.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import yaml

from adapter.examples import Block
from adapter.lora import add_lora, lora_parameters, lora_state
from adapter.stages import learning_rate, orders, stage_of
from adapter.tokens import TrainingSequence, llama_tokeniser, sequence

HERE = Path(__file__).parent


def load_base(gguf: Path, device: str) -> Any:
    """The base model, dequantised from the very file the app runs, frozen."""
    from transformers import AutoModelForCausalLM, GgufConfig

    model = AutoModelForCausalLM.from_pretrained(
        str(gguf.parent),
        gguf_file=gguf.name,
        quantization_config=GgufConfig(gguf_file=gguf.name, dequantize=True),
        dtype=_number(device),
        # on a CPU the backward pass of the fused kernel is slower than plain products
        attn_implementation="eager" if device == "cpu" else "sdpa",
    )
    model.requires_grad_(False)
    return model.to(device)


def _number(device: str) -> torch.dtype:
    """Without its instructions a CPU is five times slower in bfloat16, with them three faster."""
    able = device != "cpu" or torch.cpu._is_avx512_bf16_supported()
    return torch.bfloat16 if able else torch.float32


def batch(items: list[TrainingSequence], device: str) -> dict[str, torch.Tensor]:
    """Sequences side by side, padded: (batch, length), the mask (batch, 1, length, length)."""
    longest = max(len(item.ids) for item in items)
    size = (len(items), longest)
    ids = torch.zeros(size, dtype=torch.long)
    positions = torch.zeros(size, dtype=torch.long)
    weights = torch.zeros(size)
    owners = torch.full(size, -1, dtype=torch.long)
    for row, item in enumerate(items):
        length = len(item.ids)
        ids[row, :length] = torch.tensor(item.ids)
        positions[row, :length] = torch.tensor(item.positions)
        weights[row, :length] = torch.tensor(item.weights)
        owners[row, :length] = torch.tensor(item.owners)
    causal = torch.ones(longest, longest, dtype=torch.bool).tril()
    same = owners[:, :, None] == owners[:, None, :]
    visible = causal & (same | (owners[:, None, :] == 0))
    mask = torch.zeros(visible.shape).masked_fill(~visible, torch.finfo(torch.float32).min)
    return {
        "ids": ids.to(device),
        "positions": positions.to(device),
        "weights": weights.to(device),
        "mask": mask[:, None].to(device),
    }


def loss_of(model: Any, data: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean weighted cross-entropy of the target tokens.

    Only the rows that are predicted go through the vocabulary, which is a
    third of the work otherwise.
    """
    hidden = model.model(
        input_ids=data["ids"],
        position_ids=data["positions"],
        attention_mask=data["mask"].to(model.dtype),
        use_cache=False,
    ).last_hidden_state
    weights = data["weights"][:, 1:]
    rows = weights > 0
    logits = model.lm_head(hidden[:, :-1][rows]).float()
    losses = torch.nn.functional.cross_entropy(logits, data["ids"][:, 1:][rows], reduction="none")
    return (losses * weights[rows]).sum() / weights[rows].sum()


@dataclass(frozen=True, slots=True)
class Crew:
    """The processes that train together, each on its share of every step's blocks."""

    rank: int
    size: int

    def share(self, blocks: list[Block]) -> list[Block]:
        return blocks[self.rank :: self.size]

    def join(self, parameters: list[torch.nn.Parameter]) -> None:
        """Give every process the mean of all gradients."""
        if self.size == 1:
            return
        flat = torch.cat([p.grad.flatten() for p in parameters if p.grad is not None])
        torch.distributed.all_reduce(flat)
        parts = (flat / self.size).split([p.numel() for p in parameters])
        for parameter, part in zip(parameters, parts, strict=True):
            parameter.grad = part.view_as(parameter)


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="the default model's .gguf")
    parser.add_argument("--squad", type=Path, help="a SQuAD-format set with clean rights")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--recipe", type=Path, default=HERE / "recipe.yaml")
    parser.add_argument("--steps", type=int, default=0, help="at most, of a stage: for a trial")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    recipe = yaml.safe_load(options.recipe.read_text(encoding="utf-8"))
    if options.steps:
        for stage in recipe["stages"]:
            stage["steps"] = min(stage["steps"], options.steps)
    options.out.mkdir(parents=True, exist_ok=True)
    size = recipe["processes"] if options.device == "cpu" else 1
    if size == 1:
        work(0, options, recipe, 1)
        return
    meeting = options.out / "meeting"
    meeting.unlink(missing_ok=True)
    torch.multiprocessing.spawn(work, (options, recipe, size), nprocs=size)


def work(rank: int, options: argparse.Namespace, recipe: dict[str, Any], size: int) -> None:
    """One process of a training."""
    torch.manual_seed(recipe["seed"])
    if options.device == "cpu":
        torch.set_num_threads(1)
    if size > 1:
        torch.distributed.init_process_group(
            "gloo", f"file://{(options.out / 'meeting').absolute()}", rank=rank, world_size=size
        )
    run(options, recipe, Crew(rank, size))


def run(options: argparse.Namespace, recipe: dict[str, Any], crew: Crew) -> None:
    """The training loop, from the last checkpoint on."""
    tokenise = llama_tokeniser(options.base)
    longest, size = recipe["longest"], recipe["blocks_a_step"]

    def made(block: Block) -> TrainingSequence | None:
        return sequence(block, tokenise, longest)

    order = orders(HERE / "data", options.squad, recipe, lambda block: made(block) is not None)
    model = add_lora(load_base(options.base, options.device), recipe)
    parameters = lora_parameters(model)
    optimiser = torch.optim.AdamW(parameters, lr=0.0, betas=(0.9, 0.99), weight_decay=0.0)
    steps = sum(stage["steps"] for stage in recipe["stages"])
    start = _resume(options.out, model, optimiser)
    begun, running = time.time(), 0.0
    for step in range(start, steps):
        number, place = stage_of(step, recipe["stages"])
        chosen = crew.share(order[number][place * size : (place + 1) * size])
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(place, recipe["stages"][number])
        items = [item for item in map(made, chosen) if item]
        loss = loss_of(model, batch(items, options.device))
        loss.backward()
        crew.join(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        running = loss.item() if not running else 0.97 * running + 0.03 * loss.item()
        last = place + 1 == recipe["stages"][number]["steps"]
        if crew.rank == 0 and ((step + 1) % recipe["checkpoint_every"] == 0 or last):
            _checkpoint(options.out, model, optimiser, step + 1)
            if last:
                torch.save({"lora": lora_state(model)}, options.out / f"stage-{number + 1}.pt")
            left = (time.time() - begun) / (step + 1 - start) * (steps - step - 1) / 60
            print(
                f"step {step + 1} of {steps}: loss {running:.3f}, {left:.0f} min left", flush=True
            )


def _checkpoint(folder: Path, model: Any, optimiser: Any, step: int) -> None:
    """Write beside the old checkpoint, then put in its place: an interruption keeps the old one."""
    part = folder / "checkpoint.part"
    state = {"lora": lora_state(model), "optimiser": optimiser.state_dict(), "step": step}
    torch.save(state, part)
    part.replace(folder / "checkpoint.pt")
    (folder / "progress.json").write_text(json.dumps({"step": step}))


def _resume(folder: Path, model: Any, optimiser: Any) -> int:
    file = folder / "checkpoint.pt"
    if not file.exists():
        return 0
    state = torch.load(file, weights_only=True)
    model.load_state_dict(state["lora"], strict=False)
    optimiser.load_state_dict(state["optimiser"])
    print(f"resuming at step {state['step']}")
    return int(state["step"])


if __name__ == "__main__":
    main()

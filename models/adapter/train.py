"""Train the adapter: ``python -m adapter.train --squad FILE --out FOLDER`` (see ``make adapter``).

Resumes from the last checkpoint in the folder. On a CPU hours, on a GPU minutes.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import yaml

from adapter.examples import Block, overlap, own_blocks, squad_blocks
from adapter.lora import add_lora, lora_parameters, lora_state
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


def learning_rate(step: int, steps: int, recipe: dict[str, Any]) -> float:
    """Linear warm-up, then linear decay to nothing."""
    warm = recipe["warm_up_steps"]
    peak: float = recipe["learning_rate"]
    left: float = max(0.0, (steps - step) / max(1, steps - warm))
    return float(peak * min((step + 1) / warm, left))


def mixed(blocks: list[Block], recipe: dict[str, Any], rng: random.Random) -> list[Block]:
    """Blocks with their branches thinned to the recipe's mix of tasks, in random order."""
    shuffled = []
    for block in blocks:
        kept = [b for b in block.branches if rng.random() < recipe["keep"].get(b.task, 1.0)]
        rng.shuffle(kept)
        if kept:
            shuffled.append(Block(block.id, block.notes, kept[: recipe["branches"]]))
    rng.shuffle(shuffled)
    return shuffled


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
    parser.add_argument("--steps", type=int, default=0, help="stop early, for a trial")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    recipe = yaml.safe_load(options.recipe.read_text(encoding="utf-8"))
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
    train, test = blocks_of(options.squad, recipe)
    if rank == 0:
        shared = overlap(train, test)
        print(f"{len(train)} blocks to train on, {len(test)} held out, {len(shared)} shared")
    run(options, recipe, train, Crew(rank, size))


def blocks_of(squad: Path | None, recipe: dict[str, Any]) -> tuple[list[Block], list[Block]]:
    """``(to train on, held out)``."""
    seed = recipe["seed"]
    train, test = own_blocks(HERE / "data", "train"), own_blocks(HERE / "data", "test")
    train *= recipe["own_repeats"]
    if squad:
        test += squad_blocks(squad, "test", seed)
        # a paragraph that shares text with a held-out one is not trained on
        from_set = squad_blocks(squad, "train", seed)
        known = set(overlap(test, from_set))
        train += [block for block in from_set if block.id not in known]
    return train, test


def run(
    options: argparse.Namespace, recipe: dict[str, Any], train: list[Block], crew: Crew
) -> None:
    """The training loop, from the last checkpoint on."""
    tokenise = llama_tokeniser(options.base)
    model = add_lora(load_base(options.base, options.device), recipe)
    parameters = lora_parameters(model)
    optimiser = torch.optim.AdamW(parameters, lr=0.0, betas=(0.9, 0.99), weight_decay=0.0)
    size = recipe["blocks_a_step"]
    train = [block for block in train if sequence(block, tokenise, recipe["longest"])]
    per_epoch = len(train) // size
    steps = options.steps or per_epoch * recipe["epochs"]
    start = _resume(options.out, model, optimiser)
    begun, running, order = time.time(), 0.0, []
    for step in range(start, steps):
        epoch, place = divmod(step, per_epoch)
        if step == start or place == 0:
            order = mixed(train, recipe, random.Random(recipe["seed"] + epoch))
        chosen = crew.share(order[place * size : (place + 1) * size])
        made = [sequence(block, tokenise, recipe["longest"]) for block in chosen]
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, steps, recipe)
        loss = loss_of(model, batch([item for item in made if item], options.device))
        loss.backward()
        crew.join(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        running = loss.item() if not running else 0.97 * running + 0.03 * loss.item()
        if crew.rank == 0 and ((step + 1) % recipe["checkpoint_every"] == 0 or step + 1 == steps):
            _checkpoint(options.out, model, optimiser, step + 1)
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

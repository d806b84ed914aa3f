"""Judges a LoRA adapter before it reaches the native side: whole, and made for this model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from llmtutor.engine.gguf import Header, read_header
from llmtutor.engine.tensor import Tensor
from llmtutor.errors import InputFileError, MissingError

TASKS_FIELD = "llmtutor.tasks"
"""Metadata of an adapter, or of a model: what it was taught, ``answer,refuse,…`` as one text."""
_SIGNS = (".lora_a", ".lora_b")
_HINT = "llmtutor models adapter lists those that are here"


@dataclass(frozen=True, slots=True)
class AdapterFile:
    """An adapter that passed every check which needs no native code."""

    header: Header
    rank: int
    """Width of its narrow matrices: the larger, the more it can change and the slower it is."""
    changed: frozenset[str]
    """Names of the model's tensors that it changes."""

    @property
    def path(self) -> Path:
        return self.header.path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def tasks(self) -> frozenset[str]:
        """What it says it was taught; empty for an adapter that says nothing."""
        return taught_tasks(self.header)


def taught_tasks(header: Header) -> frozenset[str]:
    """The tasks that a file says its weights were taught; whoever uses them knows their names."""
    names = (name.strip() for name in header.text(TASKS_FIELD)[:1000].split(","))
    return frozenset(name for name in names if name.isidentifier())


def inspect_adapter(path: Path, base: Header | None = None) -> AdapterFile:
    """Find out whether a file is an adapter, and one for this model.

    Args:
        path: the file.
        base: the model's header; None leaves the model open.

    Raises:
        MissingError: there is no such file.
        InputFileError: it is damaged, no LoRA adapter, or made for another model.
    """
    try:
        header = read_header(path)
    except MissingError as error:
        raise MissingError("there is no such adapter file", where=error.where, hint=_HINT) from None
    if header.text("general.type") != "adapter" or header.text("adapter.type") != "lora":
        raise InputFileError("is not a LoRA adapter", where=path, hint=_HINT)
    if not isinstance(header.fields.get("adapter.lora.alpha", 0.0), float):
        # llama.cpp would end the process over it.
        raise InputFileError("has no number as its 'adapter.lora.alpha'", where=path, hint=_HINT)
    pairs = _pairs(header)
    adapter = AdapterFile(
        header,
        rank=max(low.shape[-1] for low, _ in pairs.values()),
        changed=frozenset(pairs),
    )
    if base is not None:
        _check_base(adapter, pairs, base)
    return adapter


def _pairs(header: Header) -> dict[str, tuple[Tensor, Tensor]]:
    """The two narrow matrices for each tensor that is changed."""
    parts: dict[str, dict[str, Tensor]] = {}
    for tensor in header.tensors:
        for sign in _SIGNS:
            if tensor.name.endswith(sign):
                parts.setdefault(tensor.name.removesuffix(sign), {})[sign] = tensor
    low, high = _SIGNS
    whole = {name: (both[low], both[high]) for name, both in parts.items() if len(both) == 2}
    flat = all(len(tensor.shape) >= 2 for pair in whole.values() for tensor in pair)
    if not whole or len(whole) < len(parts) or not flat:
        raise InputFileError(
            "is an incomplete LoRA adapter", where=header.path, hint="Get or make it again"
        )
    return whole


def _check_base(
    adapter: AdapterFile, pairs: dict[str, tuple[Tensor, Tensor]], base: Header
) -> None:
    made_for = adapter.header.text("general.architecture")
    present = base.text("general.architecture")
    if made_for != present:
        raise _other_model(adapter, f"for the architecture '{made_for}', the model is '{present}'")
    tensors = {tensor.name: tensor for tensor in base.tensors}
    for name, (low, high) in pairs.items():
        if name not in tensors:
            raise _other_model(adapter, f"for a model that has '{name[:80]}'")
        shape = tensors[name].shape
        embeds = name.startswith("token_embd")  # which is used the other way round
        fits = shape == (low.shape[0], high.shape[1]) or embeds
        if not fits and len(shape) == 2:
            raise _other_model(adapter, f"for a model of another size ('{name[:80]}')")


def _other_model(adapter: AdapterFile, why: str) -> InputFileError:
    return InputFileError(
        f"is an adapter {why}", where=adapter.path, hint="Use it with the model it was made for"
    )

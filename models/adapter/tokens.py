"""Blocks as token sequences: the notes once, then every branch beside the others.

Branches share the notes and do not see one another: positions start again after
the notes, and the attention mask keeps each branch to the notes and itself. So
a sequence teaches about ten examples for the price of little more than one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapter.examples import Block, Branch
from adapter.prompts import branch, opening, target

Tokenise = Callable[[str, bool], list[int]]
"""Text and whether its control tokens count, to ids."""


@dataclass(frozen=True, slots=True)
class TrainingSequence:
    """One training sequence; every list has the same length."""

    ids: list[int]
    positions: list[int]
    owners: list[int]
    """0 for the notes, else the number of the branch."""
    weights: list[float]
    """Of predicting this token; 0 for everything but targets."""


def sequence(block: Block, tokenise: Tokenise, longest: int) -> TrainingSequence | None:
    """A block as one sequence, with as many branches as fit; None where not one does."""
    ids = _ids(opening(block.notes), tokenise)
    shared = len(ids)
    positions, owners, weights = list(range(shared)), [0] * shared, [0.0] * shared
    number = 0
    for item in block.branches:
        asked, answer = branch_ids(item, tokenise)
        if len(ids) + len(asked) + len(answer) > longest:
            continue
        number += 1
        weight = 1 / math.sqrt(len(answer))
        ids += asked + answer
        positions += range(shared, shared + len(asked) + len(answer))
        owners += [number] * (len(asked) + len(answer))
        weights += [0.0] * len(asked) + [weight] * len(answer)
    return TrainingSequence(ids, positions, owners, weights) if number else None


def branch_ids(item: Branch, tokenise: Tokenise) -> tuple[list[int], list[int]]:
    """``(what is asked, what is to be answered)``."""
    return (
        _ids(branch(item.task, item.fields), tokenise),
        _ids(target(item.target), tokenise),
    )


def _ids(pieces: Sequence[tuple[str, bool]], tokenise: Tokenise) -> list[int]:
    return [token for text, control in pieces for token in tokenise(text, control)]


def llama_tokeniser(model: Path) -> Tokenise:
    """The tokeniser that the app uses, from the model file itself."""
    import ctypes

    import llama_cpp

    llama_cpp.llama_backend_init()
    silent = llama_cpp.llama_log_callback(lambda *_: None)
    llama_cpp.llama_log_set(silent, ctypes.c_void_p(0))
    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = True
    loaded = llama_cpp.llama_model_load_from_file(str(model).encode(), parameters)
    vocabulary = llama_cpp.llama_model_get_vocab(loaded)

    def tokenise(text: str, control: bool) -> list[int]:
        data = text.encode()
        room = (llama_cpp.llama_token * (len(data) + 8))()
        count = llama_cpp.llama_tokenize(
            vocabulary, data, len(data), room, len(room), False, control
        )
        return list(room[:count])

    tokenise.keep = (silent, loaded)  # type: ignore[attr-defined]
    return tokenise

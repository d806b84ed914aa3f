"""Picking the next token: a chain of native samplers, built for one answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from llmtutor.engine.protocol import Sampling

PENALTY_TOKENS = 64
"""How far back ``repeat_penalty`` looks, in tokens of the answer."""


@contextmanager
def sampler(library: Any, vocabulary_size: int, sampling: Sampling) -> Iterator[int]:
    """A native sampler chain for :func:`llama_sampler_sample`, freed at the end."""
    chain: int = library.llama_sampler_chain_init(library.llama_sampler_chain_default_params())
    try:
        for link in _links(library, vocabulary_size, sampling):
            library.llama_sampler_chain_add(chain, link)
        yield chain
    finally:
        library.llama_sampler_free(chain)


def _links(library: Any, vocabulary_size: int, sampling: Sampling) -> Iterator[int]:
    greedy = sampling.temperature <= 0
    wanted = 1 if greedy else sampling.top_k
    if sampling.repeat_penalty != 1:
        if wanted:
            # A penalty only moves tokens down, and at most so many of them. What is left out
            # here could not be picked, and the penalty need not go through the vocabulary.
            yield library.llama_sampler_init_top_k(wanted + PENALTY_TOKENS)
        yield library.llama_sampler_init_penalties(
            vocabulary_size, PENALTY_TOKENS, sampling.repeat_penalty, 0.0, 0.0
        )
    if greedy:
        yield library.llama_sampler_init_greedy()
        return
    yield library.llama_sampler_init_top_k(sampling.top_k)
    yield library.llama_sampler_init_top_p(sampling.top_p, 1)
    yield library.llama_sampler_init_min_p(sampling.min_p, 1)
    yield library.llama_sampler_init_temp(sampling.temperature)
    yield library.llama_sampler_init_dist(sampling.seed)

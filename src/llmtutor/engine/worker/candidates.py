"""Every token of the vocabulary with its score, where our own code can get at it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from typing import Any


class Candidates:
    """What may come next at one place, for samplers to choose from.

    llama.cpp fills such a list itself, natively, each time it samples. Doing it
    here would cost a hundred times as much, so a sampler of our own, which
    llama.cpp calls with its list, keeps a copy of it.
    """

    def __init__(self, library: Any, size: int) -> None:
        self._library = library
        self._fresh = (library.llama_token_data * size)()
        self._work = (library.llama_token_data * size)()
        self._array = library.llama_token_data_array()
        self._interface = library.llama_sampler_i()
        self._interface.apply = library.llama_sampler_i_apply(self._keep)
        self._keeper = library.llama_sampler_init(ctypes.byref(self._interface), None)
        self._softmax = library.llama_sampler_init_dist(0)

    def close(self) -> None:
        self._library.llama_sampler_free(self._keeper)
        self._library.llama_sampler_free(self._softmax)

    def take(self, context: int, index: int) -> None:
        """Fetch the scores that were computed for one row of a batch; -1 is its last."""
        self._library.llama_sampler_sample(self._keeper, context, index)
        self.refill()

    def refill(self) -> None:
        """Undo what samplers did."""
        ctypes.memmove(self._work, self._fresh, ctypes.sizeof(self._fresh))
        self._set(len(self._work))

    def apply(self, sampler: Any) -> None:
        """Let a sampler sort, cut or choose."""
        self._library.llama_sampler_apply(sampler, ctypes.byref(self._array))

    def keep_only(self, tokens: Iterable[int]) -> None:
        """Leave only these tokens to choose from."""
        count = 0
        for token in tokens:
            self._work[count] = self._fresh[token]
            count += 1
        self._set(count)

    @property
    def is_empty(self) -> bool:
        return not self._array.size

    @property
    def chosen(self) -> int | None:
        """The token that the last sampler chose; None where none had any chance."""
        index = self._array.selected
        if not 0 <= index < self._array.size:
            return None
        best = self._array.data[index]
        return int(best.id) if math.isfinite(best.logit) else None

    def left(self) -> list[tuple[int, float]]:
        """Tokens that the samplers left, each with the probability they gave it, in their order."""
        return [
            (self._array.data[index].id, self._array.data[index].p)
            for index in range(self._array.size)
        ]

    def log_probabilities(self, tokens: Iterable[int]) -> list[float]:
        """Natural logarithms of tokens' probabilities at temperature 1, nothing left out."""
        self.refill()
        self.apply(self._softmax)
        # Any row tells how logit and probability hang together; a likely one tells it best.
        row = self._array.data[self._array.selected]
        offset = row.logit - math.log(row.p)
        return [self._fresh[token].logit - offset for token in tokens]

    def _keep(self, _sampler: Any, given: Any) -> None:
        array = given.contents
        ctypes.memmove(self._fresh, array.data, ctypes.sizeof(self._fresh))
        array.selected = 0

    def _set(self, size: int) -> None:
        pointer = ctypes.POINTER(self._library.llama_token_data)
        self._array.data = ctypes.cast(self._work, pointer)
        self._array.size = size
        self._array.selected = -1
        self._array.sorted = False

"""Texts to vectors, several in one batch."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import Vectors
from llmtutor.engine.worker.cache import CancelledByUser
from llmtutor.engine.worker.model import BATCH, Model

_ABORTED = 2


class Embedder:
    """Embeds texts with one model; pooling is the model file's own (mean, first or last)."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._library: Any = model.library
        self._most_texts: int = self._library.llama_n_seq_max(model.context)
        self._batch = self._library.llama_batch_init(BATCH, 0, 1)
        self._memory = self._library.llama_get_memory(model.context)

    def close(self) -> None:
        self._library.llama_batch_free(self._batch)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: the native side refused.
        """
        room = self._model.info.context
        tokens = [self._model.vocabulary.tokens(text, ends=True) for text in texts]
        cut = tuple(index for index, item in enumerate(tokens) if len(item) > room)
        for index in cut:
            # The last token marks the end of a text; some models look only there.
            tokens[index] = [*tokens[index][: room - 1], tokens[index][-1]]
        data = array("f")
        for group in self._groups(tokens):
            self._compute(group)
            for sequence in range(len(group)):
                data.extend(self._vector(sequence))
        return Vectors(self._model.info.dimensions, data.tobytes(), cut)

    def _groups(self, tokens: Sequence[list[int]]) -> Iterator[list[list[int]]]:
        group: list[list[int]] = []
        for item in tokens:
            full = sum(map(len, group)) + len(item) > BATCH or len(group) == self._most_texts
            if group and full:
                yield group
                group = []
            group.append(item)
        if group:
            yield group

    def _compute(self, group: list[list[int]]) -> None:
        if self._model.flag.is_raised:
            raise CancelledByUser
        if self._memory:
            self._library.llama_memory_clear(self._memory, False)
        batch, at = self._batch, 0
        for sequence, tokens in enumerate(group):
            for position, token in enumerate(tokens):
                batch.token[at] = token
                batch.pos[at] = position
                batch.n_seq_id[at] = 1
                batch.seq_id[at][0] = sequence
                batch.logits[at] = True
                at += 1
        batch.n_tokens = at
        result = self._library.llama_decode(self._model.context, batch)
        if result == _ABORTED or self._model.flag.is_raised:
            raise CancelledByUser
        if result != 0:
            raise EngineError(
                "native", f"llama.cpp could not embed (code {result})", where=self._model.info.path
            )

    def _vector(self, sequence: int) -> Iterator[float]:
        pointer = self._library.llama_get_embeddings_seq(self._model.context, sequence)
        if not pointer:
            raise EngineError("native", "the model gave no vector", where=self._model.info.path)
        values: list[float] = pointer[: self._model.info.dimensions]
        length = math.hypot(*values) or 1.0
        return (value / length for value in values)

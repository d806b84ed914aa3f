"""Looks inside the model: its tokens, its probabilities, what surprises it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import closing

from llmtutor.engine.failure import EngineError
from llmtutor.engine.looking import Chance, NextTokens, Piece, Surprise
from llmtutor.engine.request import Message, PeekRequest, Sampling
from llmtutor.engine.worker.cache import MAIN, Cache, Row
from llmtutor.engine.worker.candidates import Candidates
from llmtutor.engine.worker.model import Model
from llmtutor.engine.worker.prompting import Prompter
from llmtutor.engine.worker.sampling import sampler
from llmtutor.engine.worker.vocabulary import Prompt, Vocabulary

_ROWS = 32
"""Tokens computed at once where each one's scores are wanted: 6 MB at 49,000 words."""


def pieces(vocabulary: Vocabulary, tokens: Sequence[int]) -> list[Piece]:
    """Tokens with their bytes."""
    return [_piece(vocabulary, token) for token in tokens]


class Looker:
    """Looks into one model."""

    def __init__(self, model: Model, cache: Cache, prompter: Prompter) -> None:
        self._model = model
        self._words = model.vocabulary
        self._cache = cache
        self._prompter = prompter

    def pieces(self, text: str | Sequence[Message]) -> list[Piece]:
        """Tokens of a text alone, or of a conversation as the model is given it.

        Raises:
            EngineError: ``template``.
        """
        if isinstance(text, str):
            return pieces(self._words, self._words.tokens(text))
        return pieces(self._words, self._prompter.prompt(text).tokens)

    def next_tokens(self, request: PeekRequest) -> NextTokens:
        """The likeliest next tokens, with what sampling would make of them.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: ``too_long``, ``template`` or ``native``.
        """
        prompt = self._prompt(request)
        self._prompter.check_length(prompt.tokens, 0)
        self._prompter.read(prompt)
        with closing(Candidates(self._model.library, self._words.size)) as candidates:
            candidates.take(self._model.context, -1)
            best = self._best(candidates, request.most)
            plain = candidates.log_probabilities(best)
            answer = prompt.tokens[prompt.answer :]
            drawn = self._drawn(candidates, request.sampling, answer)
        return NextTokens(
            tuple(
                Chance(_piece(self._words, token), math.exp(log), drawn.get(token, 0.0))
                for token, log in zip(best, plain, strict=True)
            ),
            kept=len(drawn),
        )

    def surprise(self, text: str) -> list[Surprise]:
        """Bits of each token of a text after those before it.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: ``too_long`` or ``native``.
        """
        tokens = self._words.bare(text)
        if not tokens:
            return []
        self._prompter.check_length(tokens, 0)
        self._cache.set_aside()
        self._cache.clear()
        bits: list[float | None] = [None]
        with closing(Candidates(self._model.library, self._words.size)) as candidates:
            try:
                for start in range(0, len(tokens) - 1, _ROWS):
                    bits += self._bits(tokens, start, candidates)
            finally:
                self._cache.clear()
        shown = zip(pieces(self._words, tokens), bits, strict=True)
        skipped = len(tokens) - len(self._words.tokens(text))  # the mark that starts a text
        return [Surprise(piece, value) for piece, value in shown][skipped:]

    def _bits(self, tokens: list[int], start: int, candidates: Candidates) -> list[float]:
        chunk = tokens[start : min(start + _ROWS, len(tokens) - 1)]
        self._cache.compute(
            Row(token, place, MAIN, wanted=True) for place, token in enumerate(chunk, start)
        )
        bits = []
        for row, target in enumerate(tokens[start + 1 : start + 1 + len(chunk)]):
            candidates.take(self._model.context, row)
            (log,) = candidates.log_probabilities((target,))
            bits.append(-log / math.log(2))
        return bits

    def _prompt(self, request: PeekRequest) -> Prompt:
        if request.messages:
            return self._prompter.prompt(request.messages, request.opening)
        tokens = self._words.bare(request.opening)
        if not tokens:
            raise EngineError("unsupported", "there is no text to look behind")
        return Prompt(tokens, ())

    def _best(self, candidates: Candidates, most: int) -> list[int]:
        library = self._model.library
        top = library.llama_sampler_init_top_k(max(1, most))
        candidates.apply(top)
        library.llama_sampler_free(top)
        return [token for token, _ in candidates.left()]

    def _drawn(
        self, candidates: Candidates, sampling: Sampling, answer: Sequence[int]
    ) -> dict[int, float]:
        """Tokens that sampling leaves, with the probability of being picked."""
        candidates.refill()
        library = self._model.library
        with sampler(library, self._words.size, sampling) as chain:
            for token in answer:
                library.llama_sampler_accept(chain, token)
            candidates.apply(chain)
            if sampling.temperature <= 0:
                chosen = candidates.chosen
                return {} if chosen is None else {chosen: 1.0}
            return {token: share for token, share in candidates.left() if share > 0}


def _piece(vocabulary: Vocabulary, token: int) -> Piece:
    if vocabulary.is_control(token):
        return Piece(token, vocabulary.name(token).encode(), is_control=True)
    return Piece(token, vocabulary.piece(token))

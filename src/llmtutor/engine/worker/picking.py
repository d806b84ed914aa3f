"""Picking the next token: freely, and again where the free choice breaks a rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from llmtutor.engine.request import Sampling
from llmtutor.engine.worker.candidates import Candidates
from llmtutor.engine.worker.rules import Rule
from llmtutor.engine.worker.sampling import sampler
from llmtutor.engine.worker.vocabulary import Vocabulary


class FreePicker:
    """Samples, natively and in one call."""

    redrawn = 0

    def __init__(self, library: Any, chain: int) -> None:
        self._library = library
        self._chain = chain

    def pick(self, context: int) -> int | None:
        """The next token."""
        return int(self._library.llama_sampler_sample(self._chain, context, -1))


class RuledPicker:
    """Samples freely; only a token that breaks the rule is picked again among those that keep it.

    Most tokens keep it by themselves, and asking a grammar about a whole
    vocabulary takes longer than computing a token.
    """

    def __init__(self, library: Any, chain: int, candidates: Candidates, rule: Rule) -> None:
        self._library = library
        self._chain = chain
        self._candidates = candidates
        self._rule = rule
        self.redrawn = 0
        """Tokens that were picked again."""

    def pick(self, context: int) -> int | None:
        """The next token; None where the rule leaves none."""
        self._candidates.take(context, -1)
        self._candidates.apply(self._chain)
        token = self._candidates.chosen
        if token is None or not self._rule.allows(token):
            self.redrawn += 1
            token = self._again()
        if token is not None:
            self._library.llama_sampler_accept(self._chain, token)
            self._rule.accept(token)
        return token

    def _again(self) -> int | None:
        self._candidates.refill()
        self._rule.restrict(self._candidates)
        if self._candidates.is_empty:
            return None
        self._candidates.apply(self._chain)
        return self._candidates.chosen


Picker = FreePicker | RuledPicker


@contextmanager
def picker(
    library: Any, vocabulary: Vocabulary, sampling: Sampling, rule: Rule | None
) -> Iterator[Picker]:
    """What picks the tokens of one answer, freed at the end with its rule."""
    with sampler(library, vocabulary.size, sampling) as chain:
        if rule is None:
            yield FreePicker(library, chain)
            return
        candidates = Candidates(library, vocabulary.size)
        try:
            yield RuledPicker(library, chain, candidates, rule)
        finally:
            rule.close()
            candidates.close()

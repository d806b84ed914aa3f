"""The likeliest pieces of given texts as whole answers, the prompt before them read once.

A model that writes can say what is not there. Held to the texts, it can only
choose where to start and where to end: a few likely starts are followed side by
side, and each place where a word ends is weighed as the end of the answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from llmtutor.engine.looking import WeighedSpan
from llmtutor.engine.request import SpansRequest
from llmtutor.engine.worker.candidates import Candidates
from llmtutor.engine.worker.model import Model
from llmtutor.engine.worker.prompting import Prompter
from llmtutor.engine.worker.rules import WORD
from llmtutor.engine.worker.scoring import Scorer, Way

_STRIDE = 4
"""Tokens that are computed before it is asked again which pieces are worth following."""
_HOPELESS = 7.0
"""Nats behind the likeliest piece from which a longer one hardly ever becomes the best: what is
weighed beside the model (``tutor.short_answer``) seldom makes up more."""
_TOKEN = 8
"""Characters that a token has at most, nearly always."""


@dataclass(slots=True)
class _Start:
    """A place where a piece may begin, and what follows there."""

    text: int
    at: int
    way: Way
    ends: list[int]
    """Per token, where in the text it ends if a word ends there, else -1."""


class SpanFinder:
    """Finds pieces with one model."""

    def __init__(self, model: Model, prompter: Prompter, scorer: Scorer) -> None:
        self._model = model
        self._prompter = prompter
        self._scorer = scorer

    def find(self, request: SpansRequest) -> list[WeighedSpan]:
        """Pieces as whole answers, likeliest first.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: ``too_long``, ``template`` or ``native``.
        """
        prompt = self._prompter.prompt(request.messages)
        self._prompter.check_length(prompt.tokens, request.longest + 1)
        starts = list(self._starts(request, prompt.end))
        self._prompter.read(prompt)
        library, words = self._model.library, self._model.vocabulary
        with closing(Candidates(library, words.size)) as candidates:
            candidates.take(self._model.context, -1)
            firsts = candidates.log_probabilities(start.way.tokens[0] for start in starts)
            for start, first in zip(starts, firsts, strict=True):
                start.way.steps.append(first)
            best = sorted(starts, key=lambda start: -start.way.steps[0])[: request.beams]
            self._scorer.follow(
                [start.way for start in best],
                len(prompt.tokens),
                candidates,
                stride=_STRIDE,
                promising=lambda way: sum(way.steps) > _likeliest(best) - _HOPELESS,
            )
        found = [span for start in best for span in _spans(start)]
        return sorted(found, key=lambda span: -span.total)

    def _starts(self, request: SpansRequest, before: str) -> Iterator[_Start]:
        """Each place where a word begins; of places that go on alike, the first."""
        words = self._model.vocabulary
        seen: set[tuple[int, ...]] = set()
        for number, text in enumerate(request.texts):
            word_ends = {word.end() for word in WORD.finditer(text)}
            for word in WORD.finditer(text):
                ahead = text[word.start() : word.start() + _TOKEN * request.longest]
                tokens = words.answer(ahead, before)[: request.longest]
                if not tokens or tuple(tokens) in seen:
                    continue
                seen.add(tuple(tokens))
                ends = self._ends(tokens, ahead, word.start(), word_ends)
                yield _Start(number, word.start(), Way([*tokens, words.end]), ends)

    def _ends(self, tokens: list[int], ahead: str, start: int, word_ends: set[int]) -> list[int]:
        data, ends = b"", []
        for token in tokens:
            data += self._model.vocabulary.piece(token)
            at = start + len(data.decode("utf-8", "ignore"))
            whole = ahead.encode("utf-8", "replace").startswith(data)
            ends.append(at if whole and at in word_ends else -1)
        return ends


def _likeliest(starts: Sequence[_Start]) -> float:
    """Of the whole pieces weighed so far."""
    return max((span.total for start in starts for span in _spans(start)), default=-math.inf)


def _spans(start: _Start) -> Iterator[WeighedSpan]:
    so_far = 0.0
    way = start.way
    for place, (end, step) in enumerate(zip(start.ends, way.steps, strict=False)):
        so_far += step
        if end >= 0 and place < len(way.ends):
            yield WeighedSpan(start.text, start.at, end, place + 1, so_far, way.ends[place])

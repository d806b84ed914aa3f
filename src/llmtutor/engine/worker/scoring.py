"""How likely given answers are, the conversation before them read once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from llmtutor.engine.looking import Score
from llmtutor.engine.request import ScoreRequest
from llmtutor.engine.worker.cache import Cache, Row
from llmtutor.engine.worker.candidates import Candidates
from llmtutor.engine.worker.model import FIRST_FORK, Model
from llmtutor.engine.worker.prompting import Prompter

_ROWS = 64
"""Tokens computed at once; each needs room for the scores of a whole vocabulary."""


@dataclass(slots=True)
class Way:
    """One answer on its way through the model."""

    tokens: list[int]
    steps: list[float] = field(default_factory=list)
    sequence: int = 0
    ends: list[float] = field(default_factory=list)
    """After each token but the last: how likely the answer is to end there."""

    @property
    def is_done(self) -> bool:
        return len(self.steps) == len(self.tokens)

    @property
    def left(self) -> int:
        """Tokens that must go through the model to judge those after them."""
        return len(self.tokens) - len(self.steps)


class Scorer:
    """Weighs answers with one model."""

    def __init__(self, model: Model, cache: Cache, prompter: Prompter) -> None:
        self._model = model
        self._cache = cache
        self._prompter = prompter

    def score(self, request: ScoreRequest) -> list[Score]:
        """Log-probabilities of each answer's tokens.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: ``too_long``, ``template`` or ``native``.
        """
        words = self._model.vocabulary
        prompt = self._prompter.prompt(request.messages, request.opening)
        end = [words.end] if request.ends else []
        answers = [
            Way(words.answer(text, prompt.end, goes_on=bool(request.opening)) + end)
            for text in request.answers
        ]
        longest = max((len(answer.tokens) for answer in answers), default=0)
        self._prompter.check_length(prompt.tokens, longest)
        self._prompter.read(prompt)
        with closing(Candidates(self._model.library, words.size)) as candidates:
            candidates.take(self._model.context, -1)
            begun = [answer for answer in answers if answer.tokens]
            firsts = candidates.log_probabilities(answer.tokens[0] for answer in begun)
            for answer, first in zip(begun, firsts, strict=True):
                answer.steps.append(first)
            waiting = [answer for answer in begun if not answer.is_done]
            self.follow(waiting, len(prompt.tokens), candidates)
        return [Score(tuple(answer.steps)) for answer in answers]

    def follow(
        self,
        answers: Sequence[Way],
        start: int,
        candidates: Candidates,
        *,
        stride: int = _ROWS,
        promising: Callable[[Way], bool] = lambda _: True,
    ) -> None:
        """Take answers that have their first step to their end.

        Args:
            answers: what is followed.
            start: position of their first token.
            candidates: to read the scores with.
            stride: tokens of an answer that are computed at once.
            promising: asked before each stride whether to go on with an answer.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: the native side refused.
        """
        stride = min(stride, _ROWS)
        for group in self._groups(answers, stride):
            self._fork(group)
            try:
                while going := [way for way in group if not way.is_done and promising(way)]:
                    self._step(going, start, candidates, stride)
            finally:
                for answer in group:
                    self._cache.drop(answer.sequence)

    def _groups(self, answers: Sequence[Way], stride: int) -> Iterator[list[Way]]:
        """Answers that go through the model side by side."""
        group: list[Way] = []
        for answer in answers:
            full = sum(min(stride, item.left) for item in [*group, answer]) > _ROWS
            if group and (full or len(group) == self._model.most_forks):
                yield group
                group = []
            group.append(answer)
        if group:
            yield group

    def _fork(self, group: list[Way]) -> None:
        for number, answer in enumerate(group):
            answer.sequence = FIRST_FORK + number
            self._cache.fork(answer.sequence)

    def _step(self, group: list[Way], start: int, candidates: Candidates, stride: int) -> None:
        """One batch: an answer longer than a stride takes several."""
        rows: list[Row] = []
        targets: list[tuple[Way, int]] = []
        for answer in group:
            done = len(answer.steps)
            for index in range(done - 1, min(len(answer.tokens) - 1, done - 1 + stride)):
                rows.append(Row(answer.tokens[index], start + index, answer.sequence, wanted=True))
                targets.append((answer, answer.tokens[index + 1]))
        self._cache.compute(rows)
        words = self._model.vocabulary
        ends = sorted(words.ends)
        for row, (answer, token) in enumerate(targets):
            candidates.take(self._model.context, row)
            step, *ending = candidates.log_probabilities((token, *ends))
            # Which of its marks a model ends with depends on how it was trained.
            ended = _together(ending)
            answer.steps.append(ended if token == words.end else step)
            answer.ends.append(ended)


def _together(logarithms: Sequence[float]) -> float:
    """The logarithm of the sum of probabilities."""
    most = max(logarithms)
    return most + math.log(sum(math.exp(value - most) for value in logarithms))

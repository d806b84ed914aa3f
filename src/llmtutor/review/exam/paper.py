"""An exam before it is sat: which questions, how long, which pauses."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar


class ExamSource(Protocol):
    """The place in the notes that a question stands on."""

    @property
    def path(self) -> str: ...
    @property
    def title(self) -> str: ...


class ExamItem(Protocol):
    """What an exam must know of a question; the quiz room's ``Question`` is one."""

    @property
    def id(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def source(self) -> ExamSource: ...


Q = TypeVar("Q", bound=ExamItem)


@dataclass(frozen=True, slots=True)
class PauseRules:
    """How often and how long the clock may stand still."""

    count: int = 2
    minutes: float = 10.0
    """Of each pause; what goes beyond counts as exam time."""


@dataclass(frozen=True, slots=True)
class ExamPaper(Generic[Q]):
    """The questions of an exam, fixed when it is made."""

    id: str
    made: datetime
    scope: str
    """Path of the part of the library; exams on the same scope are compared. Empty is all."""
    questions: tuple[Q, ...]
    minutes: float = 0.0
    """Time allowed; 0 is no limit."""
    pauses: PauseRules = PauseRules()


def draw(
    topics: Mapping[str, float],
    count: int,
    seed: int,
    make: Callable[[str, int, int], Sequence[Q]],
) -> tuple[Q, ...]:
    """Questions from several topics by their weights, shuffled.

    A topic that does not hold enough leaves its share to the others.

    Args:
        topics: weight of each path, 0 or more.
        count: questions wanted.
        seed: the same seed, the same paper.
        make: ``(path, count, seed)`` → at most that many questions on it.

    Returns:
        At most ``count`` questions, none twice.
    """
    chosen: dict[str, Q] = {}
    open_topics = {path: weight for path, weight in topics.items() if weight > 0}
    while open_topics and len(chosen) < count:
        shares = apportion(open_topics, count - len(chosen))
        before = len(chosen)
        for path, share in shares.items():
            if not share:
                continue
            # more than its share, so that what is taken already can be passed over
            fresh = [item for item in make(path, share + before, seed) if item.id not in chosen]
            chosen.update((item.id, item) for item in fresh[:share])
            if len(fresh) < share:
                del open_topics[path]
        if len(chosen) == before:
            break
    questions = list(chosen.values())
    random.Random(seed).shuffle(questions)  # noqa: S311
    return tuple(questions)


def apportion(weights: Mapping[str, float], count: int) -> dict[str, int]:
    """``count`` shared out by weight, in whole numbers, by largest remainder."""
    total = sum(weights.values())
    if total <= 0 or count <= 0:
        return dict.fromkeys(weights, 0)
    exact = {path: weight / total * count for path, weight in weights.items()}
    shares = {path: int(value) for path, value in exact.items()}
    rest = count - sum(shares.values())
    by_remainder = sorted(weights, key=lambda path: shares[path] - exact[path])
    for path in by_remainder[:rest]:
        shares[path] += 1
    return shares

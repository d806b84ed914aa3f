"""A question, what a student gives for it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Kind = Literal["choice", "multi", "truefalse", "cloze", "short", "order", "match"]
KINDS: tuple[Kind, ...] = ("choice", "multi", "truefalse", "cloze", "short", "order", "match")

COUNTED = "counted: gap"
"""The maker of gaps in lines that say how many they name: nothing else is needed to tell them."""
AUTHOR = "author"
"""The maker's name of questions that somebody wrote."""

Key = str | bool | tuple[str, ...] | tuple[tuple[str, str], ...]
"""The right answer: the text of the right option (choice), texts (multi, order), true or
false, a text (cloze, short), pairs (match)."""

Given = str | bool | tuple[str, ...] | tuple[tuple[str, str], ...]
"""What the student answered, in the same form as :data:`Key`."""


@dataclass(frozen=True, slots=True)
class Source:
    """The verbatim piece of the notes that a question stands on."""

    path: str
    """Of the section."""
    title: str
    """Of the section."""
    text: str
    """``section.text[start:end]``."""
    start: int
    end: int
    lecture: str = ""
    """The title of its lecture; empty in questions that were kept before it was."""


@dataclass(frozen=True, slots=True)
class Question:
    """One quiz item. Its stem stands alone; its key follows from its source."""

    id: str
    """From the meaning of stem and key, so that it survives edits around it."""
    kind: Kind
    stem: str
    """A cloze holds its blank as ``____``."""
    options: tuple[str, ...] | None
    """In the order shown; for match the right-hand sides, for order the items shuffled."""
    key: Key
    explanation: str
    source: Source
    topic: str
    """What it is about, for results by topic: the section's path unless the author says."""
    difficulty: float = 0.5
    """0 easy to 1 hard, an estimate."""
    maker: str = ""
    """Which generator or author made it, for the benchmark and the gate's counts."""
    accept: tuple[str, ...] = ()
    """Other texts that are as right as the key (cloze, short): an abbreviation, an alias."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer was worth."""

    score: float
    """0 wrong, 1 right, between for a part."""
    comment: str = ""
    """What was missing or taken as the same, one line; empty where the mark says it all."""

    @property
    def right(self) -> bool:
        return self.score >= 1.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to one question, as it is remembered."""

    at: datetime
    quiz: str
    """Id of the quiz it was part of."""
    question: Question
    given: Given | None
    """None where the student passed."""
    grade: Grade


class AttemptLog(Protocol):
    """Remembers attempts; ``storage`` provides it."""

    def add(self, attempt: Attempt) -> None: ...
    def regrade(self, attempt: Attempt) -> None:
        """Give the latest attempt at the same question in the same quiz this one's grade."""
        ...

    def of_questions(self, ids: Sequence[str]) -> Mapping[str, Sequence[Attempt]]: ...
    def mistakes(self) -> Sequence[Question]:
        """Questions whose latest attempt was not right, oldest first."""
        ...

    def score_by_topic(self) -> Mapping[str, tuple[float, int]]:
        """``(mean score, attempts)`` of each topic."""
        ...

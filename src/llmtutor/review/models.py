"""The nouns of review: a card, when it is due, and what was done with it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Literal

CardKind = Literal["question", "basic", "cloze"]
Origin = Literal["quiz", "notes", "import"]
"""Where a card comes from: a quiz item that was tried, the student's notes, another program."""
State = Literal["new", "learning", "review", "relearning"]
EventKind = Literal[
    "review", "undo", "regrade", "suspend", "resume", "bury", "unbury", "seed", "weights", "clock"
]
STUDENT_KINDS: frozenset[EventKind] = frozenset({"review", "suspend", "resume", "bury", "unbury"})
"""What the student does to a card, and so can take back."""

BLANK = "____"
"""Stands for the hidden words in the front of a cloze card, as in quiz questions."""

_MARKUP = re.compile(r"[*_`]")


class Rating(IntEnum):
    """How well a card was remembered, in the four grades of FSRS and Anki."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Card:
    """Something to be remembered, as it is worded now."""

    id: str
    """Given once and kept through every edit, so that history and exports stay attached."""
    meaning: str
    """From the words as they are now; how a card is found again in the notes."""
    kind: CardKind
    front: str
    """Markdown; a cloze holds its blank as ``____``, a question is its stem."""
    back: str
    """Markdown; for a question, its key in words."""
    path: str = ""
    """Of the section it stands on; empty where it came from another program."""
    title: str = ""
    """Of that section, or of the deck it came from."""
    quote: str = ""
    """The verbatim piece of the notes it stands on."""
    sibling: str = ""
    """Cards with the same one give each other away, so only one of them comes in a day."""
    item: str = ""
    """For a question: the quiz room's own record of it, as JSON. Review never looks inside."""
    origin: Origin = "notes"

    @property
    def lecture(self) -> str:
        """``course/lecture``, the part of the library within which edits are followed."""
        return "/".join(self.path.split("/")[:2])


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a card comes next. Follows from the log alone; stored beside the card to be fast."""

    state: State = "new"
    step: int | None = None
    """Place among the short steps of (re)learning; None in other states."""
    stability: float | None = None
    """Days after which the chance to remember has fallen to 90 %."""
    difficulty: float | None = None
    """1 easy to 10 hard."""
    due: datetime | None = None
    """UTC; None for a new card. A card in review may come at any hour of that study day."""
    last: datetime | None = None
    """UTC, of the last review."""
    last_day: date | None = None
    """Study day of the last review, as the student's own clock had it."""
    reps: int = 0
    lapses: int = 0
    """How often it was forgotten after it had been learnt."""
    suspended: bool = False
    buried: datetime | None = None
    """UTC; not shown before then."""


@dataclass(frozen=True, slots=True)
class DeckCard:
    """A card with its schedule."""

    card: Card
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log. Lines are only ever added."""

    kind: EventKind
    at: datetime
    """UTC, whole milliseconds, as the clock read it: see :mod:`llmtutor.review.clock`."""
    day: date
    """The student's study day at that moment."""
    card: str = ""
    """Id; empty for what concerns all cards (``weights``, ``clock``)."""
    rating: Rating | None = None
    """For a review; for a regrade, the one that counts instead."""
    seconds: float | None = None
    """How long the student took, where it was measured."""
    retention: float = 0.9
    """Desired retention at that moment; the next date was set with it."""
    origin: Literal["review", "quiz", "import"] = "review"
    """Imported lines are older than the log; their times are taken as they are."""
    source: str = ""
    """Name of the record it was copied from; the log takes each only once. Empty otherwise."""
    of: int | None = None
    """For an undo: key of the line that no longer counts; for a regrade, of the review."""
    data: str = ""
    """JSON: the memory of a ``seed``, the ``weights``, until when for a ``bury``."""
    key: int = 0
    """Place in the log; 0 before it is stored."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the student wants to do in a day, from the settings."""

    new: int = 10
    reviews: int = 100


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What was done today with cards, quizzes apart."""

    new: int = 0
    reviews: int = 0
    siblings: frozenset[str] = field(default_factory=frozenset)
    """Sibling groups that had their turn today."""


def meaning_of(kind: CardKind, front: str, back: str) -> str:
    """16 hex digits from a card's words; signs count, so that ``x + y`` is not ``x − y``."""
    texts = (kind, *(_plain(text) for text in (front, back)))
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace(BLANK, "\x00")
    return " ".join(_MARKUP.sub("", folded).split()).rstrip(".。!！")

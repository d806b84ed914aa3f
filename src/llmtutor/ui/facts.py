"""What the rooms of the app tell one another: facts in the past tense, requests as commands."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from typing import Any

from textual.message import Message

from llmtutor.library.index import Index
from llmtutor.library.library import Scope


class Fact(Message):
    """A message whose fields never change; Textual keeps its own marks beside them."""

    def __setattr__(self, name: str, value: Any) -> None:
        fields = getattr(type(self), "__dataclass_fields__", {})
        if name in fields and name in self.__dict__:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super().__setattr__(name, value)


@dataclass
class LibraryChecked(Fact):
    """The course folders were compared with the index, and the index brought up to date."""

    problem: str = ""
    """Why that failed; the library stays as it was."""
    replaced: Index | None = None
    """A new index, where another program threw the old one away."""


@dataclass
class RecordTroubled(Fact):
    """What the student did could not be kept; empty once it can be again."""

    problem: str


@dataclass
class Noticed(Fact):
    """Something the student should know, in a line."""

    text: str
    good: bool = False
    """Not a problem."""


@dataclass
class PassageChosen(Fact):
    """The student wants to see a passage where it stands."""

    path: str
    start: int
    end: int
    back_to: str = ""
    """The mode that Esc comes back to; empty where the student stays in this one."""


@dataclass
class QuestionAsked(Fact):
    """The student put a question to the notes."""

    question: str
    scope: Scope


@dataclass
class ReachChanged(Fact):
    """Questions are put to another part of the library from now on."""


@dataclass
class QuizAsked(Fact):
    """The student wants to be quizzed on a part of the library."""

    scope: Scope


@dataclass
class WeakQuizAsked(Fact):
    """The student wants to be quizzed on the topics that stand worst."""

    topics: tuple[str, ...]
    """Paths of lectures, weakest first."""


@dataclass
class PlaceWanted(Fact):
    """The student wants to read a section."""

    path: str


@dataclass
class RecordChanged(Fact):
    """Something was done that may change how many cards are due."""


@dataclass
class DueCounted(Fact):
    """How many cards are due now."""

    due: int


@dataclass
class ModeChosen(Fact):
    """The student wants another mode."""

    mode: str

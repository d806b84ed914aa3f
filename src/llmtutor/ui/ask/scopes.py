"""What part of the library a question is put to."""

from __future__ import annotations

from typing import Literal, get_args

from llmtutor.library.library import Scope

Reach = Literal["section", "lecture", "course", "everything"]
REACHES: tuple[Reach, ...] = get_args(Reach)
NAMES: dict[Reach, str] = {
    "section": "this section",
    "lecture": "this lecture",
    "course": "this course",
    "everything": "everything",
}


def scope_from(reach: Reach, place: str) -> Scope:
    """The scope a reach means where the student is."""
    count = {"section": 3, "lecture": 2, "course": 1, "everything": 0}[reach]
    return Scope(*place.split("/")[:count]) if place and count else Scope()


def wider(reach: Reach) -> Reach:
    """The next reach, and after the widest the narrowest."""
    return REACHES[(REACHES.index(reach) + 1) % len(REACHES)]


def reach_named(name: str) -> Reach:
    """A reach that was remembered; everything where it is not known."""
    return next((reach for reach in REACHES if reach == name), "everything")


def reach_of(path: str) -> Reach:
    """The reach of a scope's path."""
    parts = len([part for part in path.split("/") if part])
    return REACHES[3 - min(parts, 3)]

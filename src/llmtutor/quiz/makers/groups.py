"""Several right: the members of a group the notes list, beside those of its sister group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llmtutor.quiz.likeness import is_inside, is_of_length
from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import head_stem, words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.statements import Statement

_MEMBER = r"[^\s,;:.][^,;:.]{0,35}?"
_LISTED = re.compile(
    rf"^(?P<members>{_MEMBER}(?:, {_MEMBER})+,? and {_MEMBER}) (?P<verb>are|were) "
    r"(?P<group>[^,;:.]{4,50})\.$"
)
_LEAST, _KEYS, _WRONG = 2, 3, 3


@dataclass(frozen=True, slots=True)
class Group:
    """What some things are, and the things."""

    name: str
    verb: str
    members: tuple[str, ...]
    statement: Statement


def make(notes: LectureNotes) -> Iterator[Question]:
    """Which of these belong to a group, where a sister group gives those that do not."""
    groups = [group for statement in notes.standing if (group := _group(statement))]
    for group in groups:
        sisters = [
            other
            for other in groups
            if other is not group
            and head_stem(other.name) == head_stem(group.name)
            and key_of(other.name) != key_of(group.name)
        ]
        others = [member for other in sisters for member in other.members]
        everyone = [*group.members, *others]
        keys = apart([m for m in group.members if is_of_length(m, everyone)], ())[:_KEYS]
        wrong = apart([m for m in others if is_of_length(m, everyone)], group.members)[:_WRONG]
        if len(wrong) < _LEAST or len(keys) < _LEAST:
            continue
        stem = f"Which of these {group.verb} {group.name}?"
        yield draft(
            "multi",
            stem,
            keys,
            group.statement.source,
            "group: members",
            options=mixed([*keys, *wrong], stem),
        )


def apart(members: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Members of which none stands inside another, or inside one of the others."""
    kept: list[str] = []
    for member in members:
        if not any(is_inside(member, one) for one in (*kept, *others)):
            kept.append(member)
    return tuple(kept)


def _group(statement: Statement) -> Group | None:
    match = _LISTED.match(statement.text)
    if not match or statement.cjk:
        return None
    members = tuple(re.split(r", and |, | and ", match["members"]))
    if len(members) < 3 or any(len(words_of(member).shown) > 4 for member in members):
        return None
    return Group(match["group"], match["verb"], members, statement)

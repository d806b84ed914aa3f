"""Nouns that a section brings in with "the": nothing before can have said which one is meant."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_words import ONE_OF_SEVERAL, POINTED_NOUNS, VAGUE_ADJECTIVES
from llmtutor.quiz.notes.statements import SectionNotes
from llmtutor.search.analysis import STOPWORDS, stem

_NO_TOPIC = ONE_OF_SEVERAL | VAGUE_ADJECTIVES | POINTED_NOUNS | STOPWORDS
_PHRASE = 4
"""Words behind "the" among which the noun is."""


class Introduced:
    """What each statement of a section may name with "the", by where the statement starts.

    As ``"the x"`` each noun x that no statement before it in the section has:
    "the portal vein" at its first mention goes back to nothing. Words of the
    section's own title may open a sentence as well: ``"title x"``.
    """

    def __init__(self, section: SectionNotes) -> None:
        heading = {f"{mark} {one}" for one in _stems(section.section.title) for mark in _MARKS}
        seen: set[str] = set()
        self._starts: list[int] = []
        self._names: list[frozenset[str]] = []
        for statement in section.statements:
            lower = words_of(statement.text).lower
            new = {f"the {one}" for one in _behind_the(lower) if one not in seen}
            self._starts.append(statement.start)
            self._names.append(frozenset(heading | new))
            seen.update(stem(word) for word in lower)

    def at(self, start: int) -> frozenset[str]:
        """What the statement may name that holds an offset of the section's text."""
        place = bisect_right(self._starts, start)
        return self._names[place - 1] if place else frozenset()


def topics(title: str, sections: Sequence[SectionNotes]) -> set[str]:
    """``"the x"`` for each noun x that a lecture comes back to: "the plebeians" of Rome.

    Args:
        title: of the lecture; its nouns may open a sentence too: ``"title x"``.
        sections: of the lecture.
    """
    counts = Counter(
        stem(word)
        for section in sections
        for statement in section.statements
        for word in set(words_of(statement.text).lower)
        if _is_topic(word)
    )
    for section in sections:
        counts.update({one: _OFTEN for one in _stems(section.section.title) if one in counts})
    own = {f"title {one}" for one in _stems(title)}
    return own | {f"the {one}" for one, count in counts.items() if count >= _OFTEN}


_OFTEN = 4
"""Statements that hold a noun, at least, for the lecture to be about it."""
_MARKS = ("the", "title")


def _stems(text: str) -> Iterator[str]:
    return (stem(word) for word in words_of(text).lower if _is_topic(word))


def _behind_the(lower: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(lower):
        if word == "the":
            yield from (stem(one) for one in lower[at + 1 : at + 1 + _PHRASE] if _is_topic(one))


def _is_topic(word: str) -> bool:
    singular = word[:-1] if word.endswith("s") else word
    return word.isalpha() and word not in _NO_TOPIC and singular not in _NO_TOPIC

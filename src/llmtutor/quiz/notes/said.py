"""What the statements of a lecture say, looked up by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from llmtutor.quiz.notes.script import terms
from llmtutor.quiz.notes.statements import Statement

_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_SHARE = 0.6
"""Share of a question's words that another sentence must hold to speak of the same thing."""
_FEW = 3
_MARGIN = 2


@dataclass(frozen=True, slots=True)
class Said:
    """A statement ready to be compared."""

    statement: Statement
    line: str
    """Its terms joined by spaces, a space at both ends."""
    terms: frozenset[str]


@lru_cache(maxsize=16384)
def key_of(name: str) -> str:
    """A name for comparing: no article, folded, stemmed."""
    return " ".join(terms(_ARTICLE.sub("", name.strip())))


def needed(count: int) -> float:
    """How many of a question's words another sentence must hold to speak of the same thing.

    Of a few words it must hold all: "encoder-only models" are no "decoder-only models".
    """
    return count if count <= _FEW else _SHARE * count


class Sayings:
    """The statements of a lecture, indexed once by their terms."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.all: list[Said] = []
        self._places: dict[str, list[int]] = {}
        self._speaking: dict[frozenset[str], tuple[list[Said], str]] = {}
        self._holding: dict[str, list[Said]] = {}
        for number, statement in enumerate(statements):
            words = terms(statement.text)
            said = Said(statement, f" {' '.join(words)} ", frozenset(words))
            self.all.append(said)
            for word in said.terms:
                self._places.setdefault(word, []).append(number)

    def of(self, about: frozenset[str], option: str, source: str) -> Statement | None:
        """A statement, other than the source, that says of an option what a question asks.

        Args:
            about: terms of the question without the stop words.
            option: an answer, as shown.
            source: the verbatim text that the question stands on.
        """
        key = key_of(option)
        words = frozenset(key.split())
        if not words or not about:
            return None
        found, lines = self.speaking(about)
        if f" {key} " not in lines:
            return None
        rest = about - words
        for said in found:
            if f" {key} " not in said.line or said.statement.verbatim in source:
                continue
            if rest and len(rest & said.terms) >= needed(len(rest)):
                return said.statement
        return None

    def speaking(self, about: frozenset[str]) -> tuple[list[Said], str]:
        """Statements that hold most of some terms, and their words on one line.

        A few terms less than most, for those that an option holds too.
        """
        if about not in self._speaking:
            counts = Counter(at for term in about for at in self._places.get(term, ()))
            least = needed(len(about)) - _MARGIN
            found = [self.all[at] for at, count in counts.items() if count >= least]
            self._speaking[about] = found, "".join(said.line for said in found)
        return self._speaking[about]

    def holding(self, key: str) -> list[Said]:
        """The statements in which a name stands, by its key; looked up by its rarest word."""
        if key not in self._holding:
            places = [self._places.get(word, []) for word in key.split()]
            rarest = min(places, key=len, default=[])
            found = [self.all[at] for at in rarest if f" {key} " in self.all[at].line]
            self._holding[key] = found
        return self._holding[key]

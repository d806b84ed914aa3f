"""What an answer must hold at the least: a number of the thing that is counted, a date, a name.

English only: elsewhere nothing is asked for, and nothing is missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import dropwhile, islice, takewhile

from llmtutor.search.analysis import STOPWORDS, stem, terms_of

NEAR = 4
"""Words from a number to what it counts, at most."""
_THING = 2
"""Words that name what is counted: "attention heads"."""
_NUMBER = (
    r"\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|trillions?|half|several"
)
_A_NUMBER = re.compile(rf"(?<![\w-])(?:{_NUMBER})(?!\w)", re.IGNORECASE)
_A_DATE = re.compile(
    r"\b(?:1\d|20)\d\ds?\b|\bcentur(?:y|ies)\b|\b(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b|\b(?:BC|AD|BCE|CE)\b"
)
_A_NAME = re.compile(r"\b[A-Z][A-Za-z]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_][\w-]*")
"""A number, or a word with what is joined to it: the 3 of "GPT-3" counts nothing."""
_ASKED = (
    ("count", re.compile(r"\bhow many ((?:\w+ ){0,3}\w+)|\bnumber of ((?:\w+ ){0,2}\w+)")),
    (
        "number",
        re.compile(
            r"\bhow (?:much|long|large|big|far|old|often|fast|high|tall|deep|wide|heavy)\b"
            r"|\b(?:percent|percentage|price|cost|salary)\b"
        ),
    ),
    ("date", re.compile(r"\bwhen\b|\b(?:what|which) (?:year|date|century|decade|month)\b")),
    (
        "name",
        re.compile(
            r"^\W*who\b|\bwho (?:is|was|are|were|wrote|invented|created|founded|made|did|has"
            r"|developed|introduced|proposed)\b"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer to a question must hold."""

    kind: str
    """``count``, ``number``, ``date`` or ``name``."""
    counted: frozenset[str]
    """Terms of the thing that is counted."""
    asked: frozenset[str]
    """Terms of the question: a name that stands there answers nothing."""

    def met(self, sentence: str) -> float:
        """How far a sentence holds it: 1, or 0, or half for a number of another thing."""
        if self.kind == "count":
            return self._counts(sentence)
        if self.kind == "number":
            return float(bool(_A_NUMBER.search(sentence)))
        if self.kind == "date":
            return float(bool(_A_DATE.search(sentence)))
        names = (match[0].lower() for match in _A_NAME.finditer(sentence))
        return float(any(n not in STOPWORDS and stem(n) not in self.asked for n in names))

    def _counts(self, sentence: str) -> float:
        words = _WORD.findall(sentence)
        numbers = [at for at, word in enumerate(words) if re.fullmatch(_NUMBER, word, re.I)]
        things = [at for at, word in enumerate(words) if stem(word.lower()) in self.counted]
        near = any(abs(thing - number) <= NEAR for number in numbers for thing in things)
        return 1.0 if near else 0.5 * bool(numbers)


def wanted(question: str) -> Wanted | None:
    """What an answer must hold; None where a question does not say."""
    lowered = question[:500].lower()
    for kind, pattern in _ASKED:
        if found := pattern.search(lowered):
            thing = next(filter(None, found.groups()), "") if kind == "count" else ""
            return Wanted(kind, _counted(thing), frozenset(terms_of(question)))
    return None


def _counted(words: str) -> frozenset[str]:
    """What is counted, of the words behind "how many": "layers" of "of the layers are"."""
    told = dropwhile(STOPWORDS.__contains__, words.split())
    thing = takewhile(lambda word: word not in STOPWORDS, told)
    return frozenset(map(stem, islice(thing, _THING)))


def unmet(question: str, sentences: Collection[str]) -> float:
    """How far all of some sentences lack what an answer must hold, 0 to 1."""
    needed = wanted(question)
    if needed is None:
        return 0.0
    return 1.0 - max(map(needed.met, sentences), default=0.0)

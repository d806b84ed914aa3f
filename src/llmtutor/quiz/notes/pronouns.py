"""Whether every "it", "they" and "their" of an English sentence has something to stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llmtutor.quiz.notes.candidates import ROLES
from llmtutor.quiz.notes.english import BLANK, Words, is_adverb, is_verb
from llmtutor.quiz.notes.english_words import MONTHS, PERSONAL, PLURAL_PERSONAL
from llmtutor.search.analysis import STOPWORDS

_PLURAL = re.compile(r"[a-z]{2,}[^s\W]s$|people$|men$|women$|children$|data$|[a-z]ies$")
_POSSESSIVE = frozenset("its their his her".split())
_PLACED = frozenset("in at of on under from for".split())
_OBJECTS = frozenset("it them him".split())
_OF_PEOPLE = frozenset("he she him his her hers".split())
_PERSONS = ROLES | {"who", "one", "anyone", "someone", "everyone", "defendant", "accused", "person"}
_SOON = 5
"""Words at the head of a sentence in which its subject stands."""
_NOMINATIVE = frozenset("it they he she".split())
"""As the subject of a sentence's first verb they stand for something said before."""
_NEW_CLAUSE = frozenset(
    "that which who when if as because while where before after so and but".split()
)
_PREPOSITIONS = frozenset("of from to with by into under over beneath below above around".split())
_ASKED = frozenset("whether how what".split())
"""Words behind which the subject may be a thing just named: "of saying whether it is"."""


def loose_pronoun(words: Words) -> str:
    """A pronoun with nothing before it to stand for; empty where there is none."""
    count = _Nouns()
    for number, word in enumerate(words.lower):
        owner = word in {"he", "she"} and any(
            shown[:1].isupper() and shown.endswith("'s") for shown in words.shown[:number]
        )
        # "In Ada's fifth year she moved"
        stands = word in PERSONAL and not owner and not _is_expletive(words.lower, number)
        if stands and _is_loose(words.lower, number, count):
            return f"'{word}' has nothing to stand for"
        count.add(word)
        count.single += _is_single(words, number)
    return ""


def _is_single(words: Words, number: int) -> bool:
    """Whether a word may be one thing that "it" stands for: no month, and no name in a row."""
    word, shown = words.lower[number], words.shown[number]
    if shown in MONTHS or _PLURAL.search(word) or word in STOPWORDS or word.isdigit():
        return False
    joined = "and" in words.lower[max(0, number - 1) : number + 2]
    return not ((shown[:1].isupper() and joined) or is_adverb(word) or is_verb(word))


def nobody(words: Words) -> str:
    """A "he" or "her" with no name and no person before it: "The idea that he composed it"."""
    for number, word in enumerate(words.lower):
        if word not in _OF_PEOPLE:
            continue
        # "The Ghent Altarpiece" is nobody
        start = 1 if words.lower[0] != "the" else _end_of_name(words.shown)
        named = any(shown[:1].isupper() or shown == BLANK for shown in words.shown[start:number])
        first = words.lower[0] not in STOPWORDS
        if not named and not first and not _PERSONS & set(words.lower[:number]):
            return f"'{word}' has nobody to stand for"
    return ""


def _end_of_name(shown: Sequence[str]) -> int:
    """Where the capitals behind an opening "The" end."""
    return next((at for at, word in enumerate(shown) if at and not word[:1].isupper()), len(shown))


class _Nouns:
    """What a pronoun may stand for, counted as a sentence goes on."""

    def __init__(self) -> None:
        self.any = self.plural = self.single = 0
        self.verbs = False

    def add(self, word: str) -> None:
        self.verbs = self.verbs or is_verb(word) or word == BLANK
        if self.any and word.endswith("s"):
            self.verbs = self.verbs or is_verb(word[:-1])  # acts, forms
        if word in PERSONAL:
            return
        if word == "and" and self.any:
            self.plural += 1
        elif word not in STOPWORDS and not word.isdigit():
            self.any += not is_adverb(word)
            self.plural += bool(_PLURAL.search(word)) or word == BLANK


def _is_loose(lower: Sequence[str], number: int, count: _Nouns) -> bool:
    word = lower[number]
    before = lower[number - 1] if number else ""
    if word in _POSSESSIVE and before in _PLACED and not count.verbs:
        return True  # "The black hole in its centre has …"
    placed = before in _PREPOSITIONS | _PLACED and number <= _SOON
    if word in _OBJECTS and placed and not count.verbs:
        return True  # "Stacks of them are called grana"
    if count.any and before in _NEW_CLAUSE | _PREPOSITIONS:
        # "a prompt before it is sent", "every token of it"
        return word in PLURAL_PERSONAL and not count.plural
    if word in _NOMINATIVE and not count.verbs:
        asked = lower[number - 1] in _ASKED if number else False
        return not (asked and count.any)
    if word in _OBJECTS and _is_reflexive(lower, number):
        return True
    return (
        not count.any
        or (word == "it" and not count.single)
        or (word in PLURAL_PERSONAL and not count.plural)
    )


def _is_reflexive(lower: Sequence[str], number: int) -> bool:
    """Whether an object has only the subject of its own verb before it; that would be "itself"."""
    before = lower[:number]
    verb = next((at for at, word in enumerate(before) if is_verb(word)), None)
    if verb is None or any(word in _NEW_CLAUSE - {"and"} for word in before):
        return False
    if "and" in before[verb:]:
        return False  # "took the text and read it"
    behind = before[verb + 1 :]
    # "refused to back it": an infinitive has the same subject
    rest = (word for at, word in enumerate(behind) if not at or behind[at - 1] != "to")
    return all(word in STOPWORDS for word in rest)


def _is_expletive(lower: Sequence[str], number: int) -> bool:
    """Whether "it" stands for nothing: "It is possible to …"."""
    rest = lower[number + 1 : number + 6]
    if lower[number] != "it" or not rest or rest[0] not in {"is", "was", "takes"}:
        return False
    return "that" in rest or "to" in rest

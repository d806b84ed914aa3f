"""English by its words: sentences, verbs and noun phrases, with no parser and no model."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from llmtutor.quiz.notes.english_verbs import FINITE, IMPERATIVES, VERBS_IN_S
from llmtutor.quiz.notes.english_words import NARROWING
from llmtutor.search.analysis import STOPWORDS, fold, stem

BLANK = "____"
Known = Collection[str]
"""Stems of terms that the notes define: "the softmax" needs no sentence before it."""

_WORD = re.compile(r"____|[^\W_]+(?:['’.\-_][^\W_]+)*")
_REMEMBERED = 8192
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_LEAST_WORDS = 5
"""Of a sentence."""
_SOON = 5
"""Words within which a noun phrase shows itself as one."""
_RELATIVE = frozenset(
    "that which who whose whom where when in of for to with by made how between from on".split()
)
_PREPOSITIONS = frozenset("of in on by for to with from".split())
_AUXILIARIES = frozenset("is are was were has have had can may must will does do".split())
_SHORT_PAST = frozenset("used died owed tied tried paid laid".split())
_NUMBERS = frozenset("two three four five six".split())
_NOUN_IN_LY = re.compile(
    r"(?:\w+poly|family|supply|assembly|anomaly|reply|ally|fly|belly|lily|jelly|italy|july|sicily)"
)
_PLURAL_NOUNS = frozenset(
    """months years days hours minutes weeks times words numbers tokens parameters models layers
    pages slides questions answers students things parts people steps groups types kinds examples
    others terms notes points""".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words, as written and in lower case."""

    shown: tuple[str, ...]
    lower: tuple[str, ...]


@lru_cache(maxsize=_REMEMBERED)
def words_of(text: str) -> Words:
    """The words of a text in order; a blank is a word."""
    shown = tuple(_WORD.findall(text.replace("’", "'")))
    return Words(shown, tuple(word.lower() for word in shown))


@lru_cache(maxsize=_REMEMBERED)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(
        stem(fold(word)) for word in words_of(text).lower if word not in STOPWORDS and word != BLANK
    )


@lru_cache(maxsize=_REMEMBERED)
def head_stem(phrase: str) -> str:
    """Stem of the last word before any "of", "for", "that": the noun a phrase is built on."""
    words = words_of(phrase).lower
    for number, word in enumerate(words):
        if number and word in NARROWING:
            words = words[:number]
            break
    return stem(words[-1]) if words else ""


def is_verb(word: str) -> bool:
    """Whether a lower-case word is a finite verb, plural nouns left aside."""
    if word in FINITE or word in VERBS_IN_S or f"{word}s" in VERBS_IN_S:
        return True
    return word in _SHORT_PAST or (len(word) > len("need") and word.endswith("ed"))


def is_finite(word: str) -> bool:
    """Whether a lower-case word may be a finite verb, or else a plural noun."""
    if word in FINITE:
        return True
    ending = word.endswith("ed") or (word.endswith("s") and not word.endswith(("ss", "us", "is")))
    return len(word) > len("need") and ending


def is_adverb(word: str) -> bool:
    """Whether a lower-case word says how, so that no pronoun can stand for it."""
    adverb = word.endswith("ly") and not _NOUN_IN_LY.fullmatch(word)
    return adverb or word in {"often", "sometimes", "usually", "when", "while"}


def is_sentence(text: str) -> bool:
    """Whether a text reads as one whole statement: a capital, a finite verb, a full stop."""
    words = words_of(text)
    first = text.lstrip("\"'“‘(")[:1]
    if len(words.lower) < _LEAST_WORDS or not (first.isupper() or first.isdigit() or first == "_"):
        return False
    if not text.rstrip("\"'”’)").endswith("."):
        return False
    if words.lower[0] in IMPERATIVES and not _is_subject(words.lower):
        return False
    # a title has verbs of its own: Hans Jenny, "Factors of Soil Formation"
    said = words_of(_QUOTED.sub(" ", text)).shown[1:]
    return any(is_verb(word) or _may_be_verb(word) for word in said if word.islower())


def _may_be_verb(word: str) -> bool:
    """Whether a word in -s may be a verb rather than a plural."""
    return is_finite(word) and word.endswith("s") and word not in _PLURAL_NOUNS


def _is_subject(lower: Sequence[str]) -> bool:
    """Whether the first word is a subject after all ("Use is …", "Call centres are …")."""
    return any(word in {"is", "are", "was", "were", "has", "can"} for word in lower[1:3])


def is_noun_phrase(meaning: str) -> bool:
    """Whether a meaning can follow "is": a noun comes first, with no verb of its own."""
    words = words_of(meaning).lower
    gerund = bool(words) and words[0].endswith("ing")
    if not words or (words[0] not in {"a", "an", "the", "one"} and not gerund):
        return False
    if words[1:2] and words[1] in _NUMBERS:
        return False
    for word in words[1:_SOON]:
        if word in _AUXILIARIES:
            return False
        if word in _RELATIVE or word.endswith(("ed", "ing")):
            return True
        if is_finite(word) and not word.endswith("s"):
            return False
    return gerund or len(words) < _SOON


def has_clause(text: str) -> bool:
    """Whether a phrase without an article holds a verb before any word that opens a clause."""
    for word in words_of(text).lower[1:]:
        if word in _RELATIVE and word not in _PREPOSITIONS:
            return False
        if word in FINITE or word in VERBS_IN_S:
            return True
    return False

"""How answers compare: the same, one inside the other, of one form, one standing out.

The makers choose wrong answers with these, and the gate tests every question
with them, whoever made it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import log
from statistics import median

from llmtutor.quiz.notes.english import has_clause, is_noun_phrase, words_of
from llmtutor.quiz.notes.script import content_terms, is_chinese, terms

_REMEMBERED = 16384
"""Options are compared with one another many times over."""
LENGTH_RATIO = 1.3
"""The key's length against the median of all options, either way."""
LENGTH_SLACK = 3
"""Code points of difference that nobody notices, however short the options are."""
_ARTICLE = re.compile(r"^(?:an?|the|it|they)\s+", re.IGNORECASE)
_PLURAL = re.compile(r"[a-z]{2,}[^su\W]s$")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


@lru_cache(maxsize=_REMEMBERED)
def normal_form(option: str) -> str:
    """An option for telling whether two are the same: no article, case, endings or signs."""
    return " ".join(terms(_ARTICLE.sub("", option.strip())))


def is_inside(one: str, other: str) -> bool:
    """Whether one option's words stand, in order, inside the other."""
    if is_chinese(one) and is_chinese(other):
        return one in other or other in one
    first, second = f" {normal_form(one)} ", f" {normal_form(other)} "
    if not first.strip() or not second.strip():
        return one in other or other in one
    if first in second or second in first:
        return True
    bare = (_ARTICLE.sub("", text.strip()) for text in (one, other))
    short, long = sorted(bare, key=len)
    # "GPT" beside "ChatGPT", "encoder" beside "autoencoder"
    return len(short) >= _PART and short.isalnum() and short in long


_PART = 3
"""Letters of an option that are noticed inside another."""


@lru_cache(maxsize=_REMEMBERED)
def length(option: str) -> int:
    """How wide an option looks: Chinese characters count double."""
    return sum(2 if char >= "\u2e80" else 1 for char in option)


def is_of_length(key: str, options: Sequence[str]) -> bool:
    """Whether the key is about as long as the options are."""
    middle, own = float(median(length(option) for option in options)), length(key)
    if abs(own - middle) <= LENGTH_SLACK:
        return True
    return middle / LENGTH_RATIO <= own <= middle * LENGTH_RATIO


def are_as_long(keys: Sequence[str], others: Sequence[str]) -> bool:
    """Whether several right options are on the whole about as long as the wrong ones."""
    own, other = (sum(map(length, group)) / len(group) for group in (keys, others))
    if abs(own - other) <= LENGTH_SLACK:
        return True
    return other / LENGTH_RATIO <= own <= other * LENGTH_RATIO


@lru_cache(maxsize=_REMEMBERED)
def form(option: str) -> tuple[str, ...]:
    """The grammar of an option: how it opens, and whether it is a name, a plural, a number."""
    if is_chinese(option):
        named = option.startswith("《")
        return ("cjk", "title" if named else "number" if option[0].isdigit() else "")
    words = words_of(option).lower
    if option.startswith("“") or not words:
        return ("title" if words else "signs", "")
    if words[0][0].isdigit():
        return ("number", "" if words[-1].isdigit() else " ".join(words[1:2]))
    if words[0] in _OPENINGS or _leads(words) or len(words) > _NAME_WORDS:
        return _phrase_form(option, words)
    return _name_form(option, words)


def _phrase_form(option: str, words: Sequence[str]) -> tuple[str, str]:
    if words[0] in {"a", "an", "the"}:
        return ("noun", "phrase" if is_noun_phrase(option) else "clause")
    if _leads(words):
        return ("where", "phrase")
    if words[0] in _OPENINGS or words[0] == "that":
        return (words[0], "phrase")
    kind = "ing" if words[0].endswith("ing") else "bare"
    return (kind, "clause" if has_clause(option) else "phrase")


def _name_form(option: str, words: Sequence[str]) -> tuple[str, str]:
    name = any(_is_name(word) for word in words_of(option).shown)
    head = _head(words)
    if len(words) == 1 and head.endswith(_ADJECTIVES):
        return ("quality", "")
    ending = "s" if _PLURAL.search(head) else "ing" if head.endswith("ing") and not name else ""
    return ("name" if name else "term", ending)


_OPENINGS = frozenset("a an the it they one to".split())


def _leads(words: Sequence[str]) -> bool:
    """Whether an option says where, when or how; "over 400" is a number."""
    return len(words) > 1 and words[0] in _LEADING and not words[1][0].isdigit()


_LEADING = frozenset(
    """in for on at by with from of after before when if through between beside behind near under
    over where what whom who how why which whether into inside outside during without within
    across along""".split()
)
"""Prepositions and question words: an option that opens with one says where, when or how."""
_NAME_WORDS = 6
_ADJECTIVES = ("ive", "ous", "able", "ible", "less", "ful")


def _is_name(word: str) -> bool:
    return word[:1].isupper() or any(char.isupper() or char.isdigit() for char in word[1:])


def _head(words: Sequence[str]) -> str:
    for number, word in enumerate(words):
        if number and word in {"of", "for", "in", "to"}:
            return words[number - 1]
    return words[-1]


def are_alike(key: str, others: Sequence[str]) -> bool:
    """Whether all options have the key's grammar."""
    return all(form(other) == form(key) for other in others)


def copied(key: str, others: Sequence[str], stem: str) -> frozenset[str]:
    """Words that the key shares with the stem, and fewer than half of the others do."""
    if is_chinese(stem):
        return _copied_cjk(key, others, stem)
    shared = content_terms(key) & content_terms(stem)
    return frozenset(
        word
        for word in shared
        if sum(word in content_terms(other) for other in others) * 2 < len(others)
    )


def _copied_cjk(key: str, others: Sequence[str], stem: str) -> frozenset[str]:
    """Pairs of characters instead of words."""
    pairs = {key[i : i + 2] for i in range(len(key) - 1) if is_chinese(key[i : i + 2])}
    return frozenset(
        pair
        for pair in pairs
        if pair in stem and sum(pair in other for other in others) * 2 < len(others)
    )


def stands_out(key: str, others: Sequence[str]) -> str:
    """A sign that the key alone has, or alone lacks; empty where there is none."""
    signs = (
        ("a digit", lambda option: any(char.isdigit() for char in option)),
        ("several words", lambda option: " " in option.strip()),
        ("only capitals", str.isupper),
        ("a bound", lambda option: bool(_BOUND.match(option))),
        ("a title", lambda option: option.partition(" ")[0] in _TITLES),
    )
    if len(others) < _FEW:
        return ""
    own, rest = _signs(key), [_signs(other) for other in others]
    if odd := (own - frozenset().union(*rest)) | (frozenset.intersection(*rest) - own):
        return f"a '{min(odd)}'"
    alone = (name for name, has in signs if all(has(other) != has(key) for other in others))
    return next(alone, "")


def _signs(option: str) -> frozenset[str]:
    """Hyphens, brackets, commas and the like; a stop behind a letter is one of a name."""
    plain = unicodedata.normalize("NFKC", option)
    return frozenset(char for char in plain if not (char.isalnum() or char.isspace())) - _QUIET


_QUIET = frozenset(".'’“”\"")
_FEW = 2
_BOUND = re.compile(
    r"(?:less|more|fewer|over|under|up to|at (?:most|least))\b|[<>≤≥逾]|[少多低高小大][於于過过]"
)
_TITLES = frozenset(
    """King Queen Emperor Empress Prince Princess Sir Lord Lady President General Admiral Captain
    Commodore Colonel Saint Pope Bishop Cardinal Dr Professor Chancellor Sultan Tsar Duke Count
    Justice Judge Senator Chief""".split()
)


def is_centre(key: str, others: Sequence[str]) -> bool:
    """Whether the key shares words with every other option while they share none: a giveaway."""
    if len(others) < _FEW or is_chinese(key):
        return False
    own = content_terms(key)
    sets = [content_terms(other) for other in others]
    if not all(own & words for words in sets):
        return False
    return not any(a & b for i, a in enumerate(sets) for b in sets[i + 1 :])


def is_far_off(key: str, others: Sequence[str]) -> bool:
    """Whether the key is a figure further from all others than these are from each other.

    1793 beside 1787, 1788 and 1789 needs no knowledge. Years by their distance, other
    figures by their ratio.
    """
    figures = [figure_of(option) for option in (key, *others)]
    if len(others) < _FEW or any(figure is None for figure in figures):
        return False
    places = [figure or 0.0 for figure in figures]
    if not all(_FIRST_YEAR <= place <= _LAST_YEAR for place in places):
        places = [log(max(place, 1e-9)) for place in places]
    own, rest = places[0], sorted(places[1:])
    return min(abs(own - other) for other in rest) > rest[-1] - rest[0]


_FIRST_YEAR, _LAST_YEAR = 1000, 2100


def figure_of(option: str) -> float | None:
    """The number an option opens with, in ones; None where it opens with none."""
    match = _FIGURE.match(option.lstrip(" ~≈"))
    if not match:
        return None
    scale = next((factor for name, factor in _SCALES.items() if name in option), 1.0)
    return float(match[0].replace(",", "")) * scale

"""The Porter stem exactly as SQLite's FTS5 makes it.

A word that is stemmed otherwise here than in the index would be taken for one
that stands nowhere. Libraries follow the paper or its author's later changes;
SQLite follows some of these, and stems words with digits and other letters
too, by their bytes. So its own rules are written out here.
"""

from __future__ import annotations

from functools import lru_cache

_MOST_BYTES = 64
_VOWELS = frozenset("aeiou")

# by the letter before the last: an ending, and what takes its place where the
# stem before it is long enough
_DERIVED = {
    "a": (("ational", "ate"), ("tional", "tion")),
    "c": (("enci", "ence"), ("anci", "ance")),
    "e": (("izer", "ize"),),
    "g": (("logi", "log"),),
    "l": (("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous")),
    "o": (("ization", "ize"), ("ation", "ate"), ("ator", "ate")),
    "s": (("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous")),
    "t": (("aliti", "al"), ("iviti", "ive"), ("biliti", "ble")),
}
_FORMS = {
    "a": (("ical", "ic"),),
    "s": (("ness", ""),),
    "t": (("icate", "ic"), ("iciti", "ic")),
    "u": (("ful", ""),),
    "v": (("ative", ""),),
    "z": (("alize", "al"),),
}
_ENDINGS = {
    "a": ("al",),
    "c": ("ance", "ence"),
    "e": ("er",),
    "i": ("ic",),
    "l": ("able", "ible"),
    "n": ("ant", "ement", "ment", "ent"),
    "o": ("ion", "ou"),
    "s": ("ism",),
    "t": ("ate", "iti"),
    "u": ("ous",),
    "v": ("ive",),
    "z": ("ize",),
}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded word."""
    if word.isascii():
        return _stem(word)
    return _stem(word.encode().decode("latin-1")).encode("latin-1").decode(errors="ignore")


def _stem(word: str) -> str:
    if not 3 <= len(word) <= _MOST_BYTES:
        return word
    word = _without_inflection(_singular(word))
    if word[-1] == "y" and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(word, _DERIVED)
    word = _replaced(word, _FORMS)
    word = _without_ending(word)
    if word[-1] == "e":
        measure = _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _is_short(word[:-1])):
            word = word[:-1]
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


def _singular(word: str) -> str:
    if word[-1] != "s" or word[-2] == "s":
        return word
    if word[-2] != "e":
        return word[:-1]
    two = (len(word) > 4 and word[-4:-2] == "ss") or (len(word) > 3 and word[-3] == "i")
    return word[:-2] if two else word[:-1]


def _without_inflection(word: str) -> str:
    if len(word) > 3 and word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    if len(word) > 2 and word.endswith("ed") and _has_vowel(word[:-2]):
        return _mended(word[:-2])
    if len(word) > 3 and word.endswith("ing") and _has_vowel(word[:-3]):
        return _mended(word[:-3])
    return word


def _mended(word: str) -> str:
    """A word that lost ``-ed`` or ``-ing``, spelt as it was before it had them."""
    if len(word) > 2 and word.endswith(("at", "bl", "iz")):
        return word + "e"
    last = word[-1]
    if last not in _VOWELS and last not in "lsz" and word[-2:-1] == last:
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _is_short(word) else word


def _replaced(word: str, rules: dict[str, tuple[tuple[str, str], ...]]) -> str:
    for ending, other in rules.get(word[-2:-1], ()):
        if len(word) > len(ending) and word.endswith(ending):
            rest = word[: -len(ending)]
            return rest + other if _measure(rest) else word
    return word


def _without_ending(word: str) -> str:
    for ending in _ENDINGS.get(word[-2:-1], ()):
        if len(word) > len(ending) and word.endswith(ending):
            rest = word[: -len(ending)]
            fits = _measure(rest) > 1 and (ending != "ion" or rest[-1] in "st")
            return rest if fits else word
    return word


def _measure(word: str) -> int:
    """How often a vowel is followed by a consonant; 2 stands for any more."""
    count, vowel, before = 0, False, False
    for char in word:
        consonant = not (char in _VOWELS or (before and char == "y"))
        if consonant and vowel:
            count += 1
            if count == 2:
                return count
        vowel = not consonant
        before = consonant
    return count


def _has_vowel(word: str) -> bool:
    return not _VOWELS.isdisjoint(word) or "y" in word[1:]


def _is_short(word: str) -> bool:
    """Whether a word ends consonant, vowel, consonant, the last not ``w``, ``x`` or ``y``."""
    if word[-1:] in "wxy":
        return False
    before, kinds = False, ""
    for char in word:
        before = not (char in _VOWELS or (before and char == "y"))
        kinds += "c" if before else "v"
    return kinds[-3:] == "cvc"

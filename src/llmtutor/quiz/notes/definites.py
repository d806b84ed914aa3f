"""Whether every "the …" of an English sentence says which one it means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llmtutor.quiz.notes.english import BLANK, Known, Words, is_adverb, is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import FINITE, VERBS_IN_S
from llmtutor.quiz.notes.english_words import (
    GENERIC,
    MEASURED,
    NARROWING,
    ONE_OF_SEVERAL,
    PERSONAL,
    POINTED_KINDS,
    POINTED_NOUNS,
    SAYING_WHICH,
    UNIQUE,
    VAGUE_ADJECTIVES,
    WRITINGS,
)
from llmtutor.search.analysis import STOPWORDS, stem

UNCLEAR = "does not say which"
"""How every finding here ends."""
_LONGEST = 4
"""Words of a noun phrase that are looked at."""
_SHORTEST_SUPERLATIVE = 5
_FIXED = frozenset(
    """small intestine|large intestine|inner ear|middle ear|outer ear|upper mantle|lower mantle
    |inner core|outer core|old kingdom|middle kingdom|new kingdom|middle ages|high court
    |supreme court|central bank|long run|short run|free market|common law|big bang
    |left ventricle|right ventricle|left atrium|right atrium|general public|present day""".replace(
        "\n    ", ""
    ).split("|")
)
"""Names whose adjective is part of them."""
_NAMED_KINDS = frozenset(
    "effect law principle system systems method technique process rule formula phenomenon".split()
)
"""Nouns that another one names: "the recency effect", "the millet system"."""
_BREAKS = frozenset(
    """and or but as than via whereas either either while since per unless until against across
    along through towards toward onto into without upon before after because once not so if almost
    nearly about around plus minus both""".split()
)
_TECHNICAL = re.compile(r"(?:al|ic|ary?|oid|ine|ous|ive|ent|ant|an)$")
"""Ends of adjectives that name which one: "the pulmonary artery"."""
_COMPLEMENT = re.compile(r"(?:[ai]ble|ful|less|ous)$")
_CENTURY = re.compile(r"(?:(?:early|late|mid|later) )?[a-z-]+th(?: centur|$)")
_BY_YEAR = frozenset("prize award paper study book article report case film album edition".split())
"""What a year alone does not name."""
_SEVERAL = frozenset("two both all each every several many various different three".split())
_COPULA = frozenset("is are was were".split())
_OF_A_KIND = 3
"""Words of "the first jazz musician", which says first of what."""
_AFTER_PHRASE = re.compile(
    r"^(?:In|On|At|With|Without|By|For|From|To|After|Before|During|Under|Over|Among|When|While|If"
    r"|As|Since|Although|Because)\b[^,]*, the\b"
)


def opening_definite(text: str, words: Words, known: Known) -> str:
    """A sentence that opens with "The …" must say which one, or name a term of the notes."""
    if words.lower[0] == "the":
        return _unnamed(words, 0, known, strict=True)
    if match := _AFTER_PHRASE.match(text):
        return _unnamed(words, len(words_of(match[0]).lower) - 1, known, strict=True)
    return ""


def pointed_definite(words: Words, known: Known) -> str:
    """Further on, only nouns that speak of another sentence ("the result") must say which."""
    places = (number for number, word in enumerate(words.lower) if word == "the" and number)
    return next(filter(None, (_unnamed(words, at, known, strict=False) for at in places)), "")


def every_definite(words: Words, known: Known) -> str:
    """The same for running text, where any noun may have been named before."""
    for number, word in enumerate(words.lower):
        if word != "the" or not number:
            continue
        phrase, _ = _phrase(words, number)
        generic = bool(phrase) and phrase[-1] in GENERIC
        if not generic and (found := _unnamed(words, number, known, strict=True)):
            return found
    return ""


def _phrase(words: Words, at: int) -> tuple[list[str], str]:
    """The words behind "the" up to the end of its noun phrase, and the word that ends it."""
    phrase: list[str] = []
    behind = words.lower[at + 1 : at + 3 + _LONGEST]
    for number, word in enumerate(behind[: _LONGEST + 1]):
        following = behind[number + 1] if number + 1 < len(behind) else ""
        # "the trade winds weaken"
        bare = phrase[-1:] and phrase[-1].endswith("s") and f"{word}s" in FINITE | VERBS_IN_S
        ends = word in STOPWORDS or _is_break(word) or _is_said(word, following) or bare
        if phrase and ends and word != "mean":  # "the global mean level"
            return phrase, word
        phrase.append(word)
    return phrase, ""


def _is_said(word: str, following: str) -> bool:
    """Whether a word in -s is the verb behind a noun: "the definition excludes changes"."""
    if not (word.isalpha() and word.endswith("s") and is_finite(word) and following):
        return False
    if f"{following}s" in VERBS_IN_S:
        return False  # "the trade winds weaken"
    if following in _DETERMINERS:
        return True
    # two words in -s in a row are a verb and its object
    return following not in STOPWORDS and (following in VERBS_IN_S or not _is_break(following))


_DETERMINERS = frozenset("the a an its their his her this these each every".split())


def _is_break(word: str) -> bool:
    """Whether a lower-case word ends a noun phrase."""
    if word in NARROWING or word in FINITE or word in VERBS_IN_S:
        return True
    return word.endswith("ed") or is_adverb(word) or word in _BREAKS


def _unnamed(words: Words, at: int, known: Known, *, strict: bool) -> str:
    """What "the …" at a position names without saying which; empty where it is clear."""
    phrase, following = _phrase(words, at)
    if not phrase:
        return ""
    said = f"'the {' '.join(phrase)}' {UNCLEAR}"
    which = following in SAYING_WHICH
    # "the paper collects dozens of": the verb has slipped in
    slipped = phrase[0] in WRITINGS and len(phrase) > 1
    dated = phrase[0].isdigit() and phrase[-1] in _BY_YEAR
    if slipped or (dated and following not in {"in", "for", "of"}):
        return said
    if (phrase[-1] in WRITINGS or phrase[0] in POINTED_KINDS) and not which:
        return said
    after = "".join(words.lower[at + 2 + len(phrase) : at + 3 + len(phrase)])
    # "the threshold of 5 %" names a value, "the process in 1865" a year: not which one
    figure = after[:1].isdigit() or after == BLANK
    pointed = any(word in POINTED_NOUNS for word in phrase)
    value = figure and (following == "of" or (following == "in" and pointed))
    narrows = following in NARROWING and phrase[-1] not in POINTED_NOUNS
    # "popularised the concept in his book", "stated the law in 1906": when, not which
    dated = following == "in" and (figure or after in PERSONAL)
    measured = following == "for" and phrase[-1] in MEASURED
    # "described the system in print": where, not which
    deed = at > 0 and is_verb(words.lower[at - 1]) and words.lower[at - 1] not in _COPULA
    told = following == "in" and pointed and deed and after != "which"
    narrowed = (which or narrows) and not (value or dated or measured or told)
    shown = words.shown[at + 1 : at + 1 + len(phrase)]
    fixed = " ".join(phrase[-2:]) in _FIXED
    fixed = fixed or _is_fixed(phrase, words.lower[:at])
    clear = strict and (fixed or _is_clear(phrase, known, at))
    if narrowed or clear or _is_known(phrase, known) or _is_marked(phrase, shown, strict=strict):
        return ""
    earlier = {stem(word) for word in words.lower[:at]}
    if any(stem(word) in earlier for word in phrase):
        return ""
    return said if strict or any(word in POINTED_NOUNS for word in phrase) else ""


def _is_fixed(phrase: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a phrase is a century, a first of its kind, or the same for things named with it."""
    if _CENTURY.match(" ".join(phrase)):
        return True
    if phrase[0] == "same":
        return bool(_SEVERAL & {*before})
    return bool(before) and phrase[0] == "first" and len(phrase) >= _OF_A_KIND


def _is_clear(phrase: Sequence[str], known: Known, at: int) -> bool:
    """Whether a noun has one thing to name in its subject, or another noun names it.

    "the liver", "the plebeians", "the recency effect"; not "the war", "the older view".
    """
    if len(phrase) > 1 and _COMPLEMENT.search(phrase[-1]):
        phrase = phrase[:-1]  # "makes the promise credible"
    head, before = phrase[-1], phrase[:-1]
    if any(word in VAGUE_ADJECTIVES or word in POINTED_KINDS for word in before):
        return False
    if any(_is_superlative(word) or word.endswith(("ed", "ing")) for word in before):
        return False
    if head in POINTED_NOUNS or head in WRITINGS or not head.isalpha():
        return bool(before) and head in _NAMED_KINDS and before[-1] not in ONE_OF_SEVERAL
    singular = head[:-1] if head.endswith("s") else head
    if not before and {head, singular} & ONE_OF_SEVERAL:
        return False
    # what a sentence opens with is a topic only where several are meant, "The plebeians",
    # or where the whole lecture is on it
    several = at > 0 or head.endswith("s") or f"title {stem(head)}" in known
    topic = f"the {stem(head)}" in known and several
    if head in UNIQUE or topic:
        return True
    # "The surface expression is …": of what? Further on, fewer such phrases lean
    further = at > 0 and head not in VAGUE_ADJECTIVES and not is_verb(head)
    return further and bool(before) and _says_which(head, before, known)


def _says_which(head: str, before: Sequence[str], known: Known) -> bool:
    """Whether words name which one: "the pulmonary artery"; "the foreground star" was told of."""
    told = any(stem(word) in known or f"the {stem(word)}" in known for word in before)
    return told or head.endswith("s") or bool(_TECHNICAL.search(before[-1]))


def _is_marked(phrase: Sequence[str], shown: Sequence[str], *, strict: bool) -> bool:
    """Whether a name, a number or a superlative says which one."""
    if any(word[:1].isupper() or any(char.isdigit() for char in word) for word in shown):
        return True
    if phrase[0].endswith("'s"):
        return True
    if strict:
        return phrase[-1] == BLANK or "only" in phrase
    return any(
        _is_superlative(word) or word in {"number", "same", "more", "less", BLANK}
        for word in phrase
    )


def _is_superlative(word: str) -> bool:
    if word in {"most", "least", "only", "best", "worst"}:
        return True
    return word.endswith("est") and len(word) > _SHORTEST_SUPERLATIVE


def _is_known(phrase: Sequence[str], known: Known) -> bool:
    """Whether a term of the notes stands in the phrase, with nothing that picks one of several."""
    stems = [stem(word) for word in phrase]
    # the verb may have slipped into the phrase, so every run of its words is tried
    for start in range(len(stems)):
        if start and _picks_out(phrase[start - 1]):
            return False  # "the largest model": which one is largest is said elsewhere
        if any(" ".join(stems[start:end]) in known for end in range(start + 1, len(stems) + 1)):
            return True
    return False


def _picks_out(word: str) -> bool:
    return _is_superlative(word) or word in POINTED_KINDS or word in POINTED_NOUNS

"""Pairs to be matched: what of one side tells the other, and which pairs can be told apart.

The makers choose pairs with these, and the gate tests every matching question with them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from llmtutor.quiz.likeness import is_inside, normal_form
from llmtutor.quiz.notes.abbreviations import expansion
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.script import content_terms, is_chinese, terms
from llmtutor.search.analysis import STOPWORDS

Pair = tuple[str, str]
"""What is asked about, and what belongs to it."""
BEGINNING = 5
"""Letters that two words of one root share."""
_ENDING = 3
CODE_FIGURE = re.compile(r"(?<=[^\W\d])-?(\d+)")
"""Of a code: the 17 of Th17 and of IL-17."""
_PLAIN_CJK = (
    "的之是在與与和及或不有無无一二三四五六七八九十大小上下中前後后高低多少個个型性式地為为以"
)
"""Characters that two texts share without telling anything."""
_MOST_SHARED = 4
"""One word in so many of the shorter text may stand in the other, for both to be told apart."""
_NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)"
_DIGIT = re.compile(_NUMBER)
_RANGE = re.compile(rf"{_NUMBER}\s*%?\s*(?:[–~—-]|to|至|到)\s*(?:about |約|约)?{_NUMBER}")
_PRAISE = frozenset("good fast ok okay fine best better great quick high yes easy".split())
"""Cells that say the same of a thing: it does well."""
_SCALES = tuple(
    tuple(steps.split())
    for steps in (
        "low lower medium moderate high higher",
        "small medium large",
        "short medium long",
        "mild moderate severe",
        "early middle late",
        "first second third fourth fifth",
        "primary secondary tertiary quaternary",
        "i ii iii iv v vi vii viii ix x",
    )
)
"""Words that count: what belongs to the next is the next figure."""
_CLIMB = 3
_ADVERB = re.compile(r"\b[a-z]+ly\b")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]")


def told_apart(pairs: Sequence[Pair]) -> list[int]:
    """Which pairs can be asked about together, earlier ones first.

    Each fits its own partner alone, shows no part of it, and has no name in common with another.
    """
    kept: list[int] = []
    for at, (left, right) in enumerate(pairs):
        if shown_part(left, right, [one for one, _ in pairs if one != left]):
            continue
        others = [pairs[one] for one in kept]
        if not any(_same(left, one) or would_do(right, other) for one, other in others):
            kept.append(at)
    return kept


_ONE_LETTER = re.compile(r"[A-Z](?=[,; ])(?! [a-z])")
_LETTER = re.compile(r"[A-Z]{1,2}")
"""Vitamin K, of which K1 is one."""


def shown_part(left: str, right: str, others: Sequence[str]) -> str:
    """What one side of a pair repeats of the other, and of none of the other left sides.

    The -ene of "Alkene"; empty where it repeats nothing.
    """
    rest = frozenset[str]().union(*map(content_terms, others))
    if not is_chinese(right) and (same := content_terms(left) & content_terms(right) - rest):
        return min(same)
    if is_inside(left, right) or (_LETTER.fullmatch(left) and re.search(rf"\b{left}\d", right)):
        return left
    if left.isupper() and expansion(left, right):
        return left
    if (first := _ONE_LETTER.match(right)) and first[0] == left[:1]:
        return first[0]  # the G cells of gastrin
    both = (
        *_same_ending(left, right),
        *(word for word in long_words(left) if word in right.lower()),
        *(part for part in _parts(right) if part in left.lower()),
    )
    return next((one for one in both if not any(one in other.lower() for other in others)), "")


def rank_alike(cells: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two columns of figures put their rows in one order, so that each tells the other."""
    if not all(map(_DIGIT.search, (*cells, *others))):
        return False
    return _in_one_order(
        [(_extent(a)[0], _extent(b)[0]) for a, b in zip(cells, others, strict=True)]
    )


def sort_alike(pairs: Sequence[Pair]) -> bool:
    """Whether most pairs follow from counting up both sides: SSL 2.0 and 3.0, 1995 and 1996.

    Steps count without a figure, too: chapters I, II, III; low, medium, high.
    """
    if _climb_alike(pairs):
        return True
    families: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for left, right in pairs:
        if _DIGIT.search(left) and _DIGIT.search(right):
            families[_DIGIT.sub("", left)].append((_extent(left)[0], _extent(right)[0]))
    counted = [one for one in families.values() if len(one) > 1]
    return sum(map(len, counted)) * 2 > len(pairs) and all(map(_in_one_order, counted))


def _climb_alike(pairs: Sequence[Pair]) -> bool:
    firsts = [left.lower().partition(" ")[0] for left, _ in pairs]
    for scale in _SCALES:
        points = [
            (scale.index(first), _extent(right)[0])
            for first, (_, right) in zip(firsts, pairs, strict=True)
            if first in scale and _DIGIT.search(right)
        ]
        if len({at for at, _ in points}) >= _CLIMB and _in_one_order(points):
            return len(points) * 2 > len(pairs)
    return False


def _in_one_order(points: Sequence[tuple[float, float]]) -> bool:
    rising = [b for _, b in sorted(points)]
    return rising in (sorted(rising), sorted(rising, reverse=True))


def would_do(one: str, other: str) -> bool:
    """Whether one text may be taken for what the other says: it shares too much with it.

    "1–4%" and "2–8%" overlap; "partial dependencies" and "transitive dependencies" share what
    both are, "stimulates acid" and "stimulates cells" what they say.
    """
    if _DIGIT.search(one) and _DIGIT.search(other):
        return _same(one, other) or _overlap(_extent(one), _extent(other))
    if _same(one, other) or is_inside(one, other) or {one.lower(), other.lower()} <= _PRAISE:
        return True
    mine, its = _told(one), _told(other)
    if mine[-1:] == its[-1:]:
        mine, its = mine[:-1], its[:-1]
    few = min(len(mine), len(its))
    return mine == its if not few else len({*mine} & {*its}) * _MOST_SHARED >= few


def _told(text: str) -> tuple[str, ...]:
    """The words of a text that say something, in order; no "mainly"."""
    kept = content_terms(text)
    return tuple(one for one in terms(_ADVERB.sub("", text)) if one in kept)


def _extent(text: str) -> tuple[float, float]:
    """From which number to which a text reaches; what stands in brackets behind it aside."""
    plain = _ASIDE.sub("", text)
    found = _RANGE.search(plain) or _DIGIT.search(plain) or _DIGIT.search(text)
    ends = [float(one.replace(",", "")) for one in found.groups()] if found else []
    return (min(ends), max(ends)) if ends else (0.0, 0.0)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    # ranges that touch lie side by side, but a single figure lies in a range that ends with it
    single = one[0] == one[1] or other[0] == other[1]
    return low < high or (single and low == high)


def long_words(text: str) -> Iterator[str]:
    """Words of a text that are long enough to have a root."""
    return (
        word for word in words_of(text).lower if len(word) >= BEGINNING and word not in STOPWORDS
    )


def _same_ending(left: str, right: str) -> Iterator[str]:
    """How two single words end alike: "Alkane" and "hexane"."""
    if left[-_ENDING:].isalpha() and left.lower()[-_ENDING:] == right.lower()[-_ENDING:]:
        yield left.lower()[-_ENDING:]


def _same(one: str, other: str) -> bool:
    return (normal_form(one) or one) == (normal_form(other) or other)


def _parts(text: str) -> Iterator[str]:
    """What the eye finds again in another text: affixes, beginnings of words, characters."""
    if is_chinese(text):
        yield from (char for char in text if is_chinese(char) and char not in _PLAIN_CJK)
        return
    if text.startswith("-") or text.endswith("-"):
        yield text.strip("-").lower()
    yield from (word[:BEGINNING] for word in long_words(text))
    yield from CODE_FIGURE.findall(text)

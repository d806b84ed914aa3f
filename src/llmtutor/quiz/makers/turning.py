"""Turning a true statement false in one word, where its opposite fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from llmtutor.quiz.makers.claims import HEDGES, is_single
from llmtutor.quiz.notes.english import content_stems, is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import OPPOSITE_QUALITIES, OPPOSITE_SIDES, OPPOSITES
from llmtutor.search.analysis import stem

_LEAST_TURNED = 7
"""Words of a statement that can be turned and still be recognised."""
_ASIDE = re.compile(
    r"\b(?:such as|for example|e\.g|including|like|which|where|when|if|until)\b"
    r"|.\b(?:since|because)\b(?! of)"
)
"""Behind these stands what could as well be otherwise, or what tells by its effect what it is."""


def _both_ways(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {other: one for one, other in reversed(pairs)} | dict(reversed(pairs))


def _pattern(before: str, words: Iterable[str]) -> re.Pattern[str]:
    listed = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"{before}(?P<word>{listed})(?![\w-])")


_CONTRARY = _both_ways(OPPOSITES)
_CONTRARY_QUALITY = _both_ways(OPPOSITE_QUALITIES)
_CONTRARY_SIDE = _both_ways(OPPOSITE_SIDES)
_EXCHANGES = (
    (_pattern(r"(?<![\w-])", _CONTRARY), _CONTRARY),
    # a quality is said of a thing only behind such words: "Dendrites are short", "at high pressure"
    (
        _pattern(
            r"\b(?:is|are|was|were|(?:has|have|had|with|at) an?|at|in an?) ", _CONTRARY_QUALITY
        ),
        _CONTRARY_QUALITY,
    ),
    # "half of it in the inner layer" leaves open what is in the outer one
    (
        _pattern(
            r"\b(?:lies?|located|situated|found|begins?|ends?|opens|empties|drains)"
            r" (?:in|on|into|from|at|to) the ",
            _CONTRARY_SIDE,
        ),
        _CONTRARY_SIDE,
    ),
)
_TELLS_WHY = re.compile(
    r"\b(?:because|since|though|although|due to|thanks to|so|therefore|by [a-z]+ing|only)\b"
    r"|, [a-z]+ing\b|(?<![\w-])(?!(?:1\d|20)\d\d\b)\d|\bto (?:two|three|four|five|six|ten)\b"
)
"""What shows of a turned statement that something is wrong with it: a reason, a figure."""
_WHY_FIRST = re.compile(r"(?:Because|Since|As) ")
_BEHIND = re.compile(
    r"^ (?:that\b(?! of)|up|out|down|back|off|away|over|behind|hours|all|dark|account|for|enough"
    r"|overhead)\b"
)
_FROM_TO = re.compile(
    r"\bfrom (?P<one>(?:[\w'’+-]+ ){0,4}[\w'’+-]+) (?P<to>to|into|towards)"
    r" (?P<two>(?:the |an? )?(?:[\w'’+-]+ ){0,2}[\w'’+-]+)"
    r"(?=\.|,| (?:by|in|at|via|through|across|when|during)\b)"
)
_GOES_ROUND = re.compile(
    r"(?:The )?(?:Blood|Air|Water|Carbon|Nitrogen|Money|Energy|Heat)\b", re.IGNORECASE
)
"""What flows one way in one place and back in another."""
_MOVES = frozenset(
    map(
        stem,
        """flow move pass travel diffuse carry transfer convert change send transport go shift drain
        migrate pump conduct bring lead turn transmit drive""".split(),
    )
)
"""Verbs of what has a direction; what "extends" from one place to another has none."""
_SCENE = re.compile(
    r"^(?:In|On|At|By|From|With|For|After|Before|Under|During|Since|Through|When|While|If|As|Unlike)\b"
)


def turned(text: str) -> str:
    """A statement made false in one place; empty unless just one place is sure to do it."""
    words = words_of(text).lower
    if (HEDGES | {"can"}) & set(words) or len(words) < _LEAST_TURNED:
        return ""
    if not is_single(text):
        return ""
    return _reversed(text) or _with_opposite(text)


def _with_opposite(text: str) -> str:
    """One word of what is said exchanged for its opposite; what it is said of stays as it is."""
    verb = _verb_at(text)
    # a verb or a comparison first: "increases where the pipe is narrow"
    for pattern, contrary in _EXCHANGES:
        found = [(*one.span("word"), contrary[one["word"]]) for one in pattern.finditer(text, verb)]
        if found:
            break
    if len(found) != 1 or _ASIDE.search(text[: found[0][0]]):
        return ""
    start, end, other = found[0]
    rest = text[end:]
    if re.search(rf"\b{other}\b", text, re.IGNORECASE):
        return ""  # the sentence holds the other side as well
    if text[:start].count("(") > text[:start].count(")"):
        return ""
    if _BEHIND.match(rest) or _TELLS_WHY.search(rest) or _WHY_FIRST.match(text):
        return ""
    if contrary is _CONTRARY and not _turns(text, start, end):
        return ""
    if other == "less" and re.match(r" [a-z-]+(?<!s)s\b", rest):
        other = "fewer"
    article = "an" if other[0] in "aeiou" else "a"
    return re.sub(r"\ban? $", f"{article} ", text[:start]) + other + rest


def _verb_at(text: str) -> int:
    """Where the first verb of a sentence stands: behind its subject, and what opens it."""
    begin = max(text.find(", "), 0) if _SCENE.match(text) else 0
    words = list(re.finditer(r"[\w'’-]+", text[begin:]))
    # "lifts" may be a plural as well, so it is the verb only for want of another
    for is_one in (is_verb, is_finite):
        for before, word in pairwise(words):
            if is_one(word[0]) and before[0].lower() not in {"a", "an", "the"}:
                return begin + word.start()
    return len(text)


def _reversed(text: str) -> str:
    """A movement or a change told the other way round: from the lungs to the heart."""
    match = _FROM_TO.search(text)
    if (
        not match
        or _GOES_ROUND.match(text)
        or not _MOVES & {stem(word) for word in words_of(text[: match.start()]).lower}
    ):
        return ""
    one, two = match["one"], match["two"]
    if {"first", "then", "and"} & {*words_of(f"{one} {two}").lower}:
        return ""
    if content_stems(one) & content_stems(two) or not content_stems(one) or not content_stems(two):
        return ""
    if is_verb(words_of(two).lower[-1]) or any(char.isdigit() for char in one + two):
        return ""
    return f"{text[: match.start('one')]}{two} {match['to']} {one}{text[match.end('two') :]}"


def _turns(text: str, start: int, end: int) -> bool:
    """Whether the opposite word makes the statement false: not "the more …", "more than one"."""
    word, rest = text[start:end], text[end:]
    before = (text[:start].split() or [""])[-1].lower()
    after = (rest.split() or [""])[0]
    if (before in {"and", "or"} and word in _COMPARING) or (before, word) == ("for", "longer"):
        return False  # "in place for shorter"
    if word in {"more", "less", "fewer"}:
        return before not in _NO_MORE and after not in {"than", "and", "or"}
    if word == "lower":
        return before in _BEFORE_QUALITY  # "banks lower the rate"
    if word in {"rise", "rises", "fall", "falls"}:
        return before != "the" and after not in _RISING  # "the text falls into parts"
    if word in {"gains", "loses", "absorbs", "releases"}:
        # "gains an electron to" shows that it was "loses"
        return not re.search(" (?:to|from|into) ", rest)
    return before != "the"


_COMPARING = frozenset("higher lower larger smaller more less".split())
_BEFORE_QUALITY = frozenset("a an is are was were at with of in has have had much far".split())
_RISING = frozenset("into under on within between apart short to from".split())
_NO_MORE = frozenset("the one no any once even or and".split())

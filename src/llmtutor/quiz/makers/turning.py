"""Turning a true statement false in one word, where its opposite fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from llmtutor.quiz.makers.claims import HEDGES, is_single
from llmtutor.quiz.notes.chinese import is_traditional
from llmtutor.quiz.notes.english import content_stems, is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import OPPOSITE_QUALITIES, OPPOSITE_SIDES, OPPOSITES
from llmtutor.quiz.notes.english_words import NEGATIVES
from llmtutor.search.analysis import stem

_LEAST_TURNED = 7
"""Words of a statement that can be turned and still be recognised."""
_COMPOUND = re.compile(
    r"^ (?:education|level|order|bound|case|limit|class|school|court|house|number|part)\b"
)
_ASIDE = re.compile(
    r"\b(?:such as|for example|e\.g|including|like|which|where|when|if)\b"
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
    r"\b(?:because|since|due to|thanks to|so|therefore|by [a-z]+ing|only)\b|, [a-z]+ing\b"
    r"|(?<![\w-])(?!(?:1\d|20)\d\d\b)\d"
)
"""What shows of a turned statement that something is wrong with it: a reason, a figure."""
_BEHIND = re.compile(r"^ (?:up|out|down|back|off|away|over|behind|hours|all|dark|account)\b")
_TALK = re.compile(r"\([^()]*\b(?:which|who|everybody|nobody|I|you|we)\b[^()]*\)")
"""What a lecturer says by the way."""
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
_SUBJECT_CJK = 3
"""Characters at the head of a sentence that name what it is about."""
_CJK_OPPOSITES = (
    ("增加", "減少"),
    ("增加", "减少"),
    ("提高", "降低"),
    ("上升", "下降"),
    ("增強", "減弱"),
    ("增强", "减弱"),
    ("擴大", "縮小"),
    ("扩大", "缩小"),
    ("較高", "較低"),
    ("较高", "较低"),
    ("較大", "較小"),
    ("较大", "较小"),
    ("吸收", "釋放"),
    ("吸收", "释放"),
    ("擊敗", "敗給"),
    ("击败", "败给"),
    ("較多", "較少"),
    ("较多", "较少"),
    ("較快", "較慢"),
    ("较快", "较慢"),
    ("較長", "較短"),
    ("较长", "较短"),
    ("高於", "低於"),
    ("高于", "低于"),
    ("大於", "小於"),
    ("大于", "小于"),
    ("多於", "少於"),
    ("多于", "少于"),
    ("促進", "抑制"),
    ("促进", "抑制"),
    ("主動", "被動"),
    ("主动", "被动"),
    ("向上", "向下"),
    ("往上", "往下"),
    ("內側", "外側"),
    ("内侧", "外侧"),
    ("禁止", "允許"),
    ("禁止", "允许"),
    ("加快", "減慢"),
    ("加快", "减慢"),
    ("變大", "變小"),
    ("变大", "变小"),
    ("加強", "削弱"),
    ("加强", "削弱"),
    ("公有", "私有"),
)


def turned(text: str) -> str:
    """A statement made false in one place; empty unless just one place is sure to do it."""
    words = words_of(text).lower
    if (HEDGES | NEGATIVES | {"can"}) & set(words) or len(words) < _LEAST_TURNED:
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
    if text[:start].count("(") > text[:start].count(")") or _TALK.search(text):
        return ""
    if _COMPOUND.match(rest) or _BEHIND.match(rest) or _TELLS_WHY.search(rest):
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
    if _DIRECTED.search(rest) or before in {"named", "called"}:
        return False  # "reduced the sacraments to two": the figures would not fit
    if before in {"and", "or"} and word in _COMPARING:
        return False
    if word in {"more", "less", "fewer"}:
        return before not in _NO_MORE and after not in {"than", "and", "or"}
    if word in {"gains", "loses"}:
        return " to " not in rest  # "gains an electron to" shows that it was "loses"
    return before != "the"


_DIRECTED = re.compile(
    r"\b(?:from|to) (?:about |around |roughly )?(?:\d|two|three|four|five|six|ten)"
)
_COMPARING = frozenset("higher lower larger smaller more less".split())
_NO_MORE = frozenset("the one no any once even or and".split())


def turned_cjk(text: str) -> str:
    """The same for Chinese."""
    found = [
        (text.index(one), one, other)
        for pair in _CJK_OPPOSITES
        for one, other in (pair, pair[::-1])
        if text.count(one) == 1
    ]
    if len({place for place, _, _ in found}) != 1 or found[0][0] < _SUBJECT_CJK:
        return ""
    own = is_traditional(text)
    place, one, other = min(found, key=lambda each: is_traditional(each[2]) != own)
    if other in text or _PARTS_CJK.search(text) or re.search("[因由所]|只", text[place:]):
        return ""  # what stands before, or a reason, shows that something is wrong
    return text.replace(one, other)


_PARTS_CJK = re.compile("(?<![時时])，")
"""Between parts of a sentence, of which one may tell the other; not behind a mere time."""

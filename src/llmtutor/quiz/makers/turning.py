"""Turning a true statement false in one word, where its opposite fits."""

from __future__ import annotations

import re

from llmtutor.quiz.makers.claims import HEDGES, is_single
from llmtutor.quiz.notes.chinese import is_traditional
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_verbs import OPPOSITES
from llmtutor.quiz.notes.english_words import NEGATIVES

_LEAST_TURNED = 7
"""Words of a statement that can be turned and still be recognised."""
_COMPOUND = re.compile(
    r"^ (?:education|level|order|bound|case|limit|class|school|court|house|number|part)\b"
)
_ASIDE = re.compile(r"\b(?:such as|for example|e\.g|including|like|which|where|when|if)\b")
"""Behind these stands what could as well be otherwise."""
_CONTRARY = {other: one for one, other in reversed(OPPOSITES)} | dict(reversed(OPPOSITES))
_OPPOSITE = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(_CONTRARY, key=len, reverse=True)) + r")(?![\w-])"
)
_CJK_OPPOSITES = (
    ("增加", "減少"),
    ("增加", "减少"),
    ("提高", "降低"),
    ("上升", "下降"),
    ("增強", "減弱"),
    ("增强", "减弱"),
    ("擴大", "縮小"),
    ("扩大", "缩小"),
    ("最大", "最小"),
    ("最高", "最低"),
    ("最早", "最晚"),
    ("較高", "較低"),
    ("较高", "较低"),
    ("較大", "較小"),
    ("较大", "较小"),
    ("吸收", "釋放"),
    ("吸收", "释放"),
    ("擊敗", "敗給"),
    ("击败", "败给"),
    ("北部", "南部"),
    ("東部", "西部"),
    ("东部", "西部"),
)


def turned(text: str) -> str:
    """A statement with one word exchanged for its opposite; empty unless just one can be."""
    if (HEDGES | {"can"}) & set(words_of(text).lower):
        return ""
    if len(words_of(text).shown) < _LEAST_TURNED:
        return ""
    found = [(*match.span(), _CONTRARY[match[0]]) for match in _OPPOSITE.finditer(text)]
    if (
        len(found) != 1
        or not is_single(text)
        or _ASIDE.search(text[: found[0][0]])
        or NEGATIVES & set(words_of(text).lower)
    ):
        return ""
    start, end, other = found[0]
    if _COMPOUND.match(text[end:]):
        return ""
    if other == "less" and re.match(r" [a-z-]+(?<!s)s\b", text[end:]):
        other = "fewer"
    return text[:start] + other + text[end:] if _turns(text, start, end) else ""


def _turns(text: str, start: int, end: int) -> bool:
    """Whether the opposite word makes the statement false: not "the more …", "more than one"."""
    word = text[start:end]
    before = text[:start].split()[-1:] or [""]
    after = text[end:].split()[:1] or [""]
    if before[0].lower() == after[0].lower().strip(".,;"):
        return False  # "piece after piece"
    if word in {"more", "less", "fewer"}:
        return before[0].lower() not in {
            "the",
            "one",
            "no",
            "any",
            "once",
            "even",
            "or",
            "and",
        } and after[0] not in {"than", "and", "or"}
    if word in {"gains", "loses"} and " to " in text[end:]:
        return False  # "gains an electron to" shows that it was "loses"
    return (
        before[0].lower() not in {"the"} or word.endswith("est") or word in {"northern", "southern"}
    )


def turned_cjk(text: str) -> str:
    """The same for Chinese."""
    found = [
        (text.index(one), one, other)
        for pair in _CJK_OPPOSITES
        for one, other in (pair, pair[::-1])
        if text.count(one) == 1
    ]
    if len({place for place, _, _ in found}) != 1:
        return ""
    own = is_traditional(text)
    place, one, other = min(found, key=lambda each: is_traditional(each[2]) != own)
    name = one.startswith("最") and not text.startswith("的", place + len(one))
    return "" if name else text.replace(one, other)

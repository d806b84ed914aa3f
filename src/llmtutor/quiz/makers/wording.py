"""How questions are worded, in English and in both Chinese scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmtutor.quiz.notes.chinese import is_traditional
from llmtutor.quiz.notes.script import is_chinese

_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")


@dataclass(frozen=True, slots=True)
class Wording:
    """Stems with places to fill."""

    term_for: str
    """{meaning}, a noun phrase: asks for a term to be written."""
    stands_for: str
    """{short}"""
    match_terms: str
    match_lines: str
    """The same where what is said of a term is no meaning of it."""
    match_columns: str
    """{first} {second}"""
    match_pairs: str
    """{first} {second}: headers that are no nouns, or do not say of what."""
    match_compared: str
    """{second}: of things that have no common name."""
    cell: str
    """{value} {column} {row}"""
    cycle: str
    """{title} {first}: steps that come round again."""
    order: str
    """{title}: steps."""
    timeline: str
    """{title}: events."""
    year_of: str
    """{title} {event}"""
    sharing: str
    """{cell} {column}: rows of which several are right."""
    said: str
    """{quote}: the explanation of a false statement."""


_WORDED: dict[str, tuple[str, str, str]] = {
    "term_for": (
        "What is the term for {meaning}?",
        "哪個名詞指的是「{meaning}」？",
        "哪个名词指的是“{meaning}”？",
    ),
    "stands_for": (
        "What does {short} stand for?",
        "{short} 是什麼的縮寫？",
        "{short} 是什么的缩写？",
    ),
    "match_terms": (
        "Match each term with its meaning.",
        "將每個名詞與其意義配對。",
        "将每个名词与其意义配对。",
    ),
    "match_lines": (
        "Match each term with its description.",
        "將每個名詞與其說明配對。",
        "将每个名词与其说明配对。",
    ),
    "match_columns": (
        "Match each {first} with its {second}.",
        "將每個{first}與其{second}配對。",
        "将每个{first}与其{second}配对。",
    ),
    "match_pairs": (
        "Match the pairs “{first} – {second}”.",
        "將「{first}」與「{second}」兩兩配對。",
        "将“{first}”与“{second}”两两配对。",
    ),
    "match_compared": (
        "Match each of these with its {second}.",
        "將下列各項與其「{second}」配對。",
        "将下列各项与其“{second}”配对。",
    ),
    "cell": (
        "Which {column} belongs to the {first} “{row}”?",
        "{first}「{row}」的{column}是下列何者？",
        "{first}“{row}”的{column}是下列哪一项？",
    ),
    "cycle": (
        "{title}: put these steps in order, beginning with “{first}”.",
        "{title}：將下列步驟依先後順序排列，由「{first}」開始。",
        "{title}：将下列步骤按先后顺序排列，由“{first}”开始。",
    ),
    "order": (
        "{title}: put these steps in order, from first to last.",
        "{title}：將下列步驟依先後順序排列。",
        "{title}：将下列步骤按先后顺序排列。",
    ),
    "timeline": (
        "{title}: put these in order of time, earliest first.",
        "{title}：將下列各項依時間先後排列，最早的在前。",
        "{title}：将下列各项按时间先后排列，最早的在前。",
    ),
    "year_of": (
        "{title}: which year belongs to the event “{event}”?",
        "{title}：「{event}」是哪一年的事？",
        "{title}：“{event}”是哪一年的事？",
    ),
    "sharing": (
        "Which of these have “{cell}” under “{column}”?",
        "下列哪些的「{column}」是「{cell}」？",
        "下列哪些的“{column}”是“{cell}”？",
    ),
    "said": (
        "The notes say: {quote}",
        "筆記寫道：{quote}",
        "笔记写道：{quote}",
    ),
}
"""In English, in traditional and in simplified characters, side by side so that none lags."""
ENGLISH, TRADITIONAL, SIMPLIFIED = (
    Wording(**{name: worded[script] for name, worded in _WORDED.items()}) for script in range(3)
)


def wording_for(text: str) -> Wording:
    """The wording in the language and script of a text."""
    if not is_chinese(text):
        return ENGLISH
    return TRADITIONAL if is_traditional(text) else SIMPLIFIED


def as_title(matter: str) -> str:
    """What a question is on, to stand before a colon: no brackets at its end, no other colon."""
    return _ASIDE.sub("", matter).rstrip("?？").replace("— – ", "– ").replace(": ", " – ")


def on(stem: str, matter: str) -> str:
    """A stem behind what it is on: "Deadlock: match each term with its description."."""
    matter = as_title(matter)
    if not matter:
        return stem
    if is_chinese(stem):
        return f"{matter}：{stem}"
    return f"{matter}: {stem[0].lower()}{stem[1:]}"

"""What the title of a lecture or a section says it is about, without its numbering and codes."""

from __future__ import annotations

import re

from llmtutor.quiz.notes.script import is_chinese

_NUMBERING = re.compile(
    r"^(?:(?:(?!\d+ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    r"\d+(?:\.\d+)*[.)]?|[IVX]+\.|[A-H]\.|Chapter \d+:?|Lecture \d+:?)\s+"
    r"|[（(]?[一二三四五六七八九十]{1,3}(?:[、.．]|[）)])\s*|第[一二三四五六七八九十\d]+[章節节講讲]\s*)"
)
_TABLE = re.compile(r"(?<=\w) (?:summary )?(?:table|chart)$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_COUNTED = re.compile(
    r"\s*\b(?:(?:l|lec|lect|lecture|wk|week|ch|chapter|unit|part)s?\.? ?\d+)"
    r"(?: ?[+&,–-] ?(?:l|wk|ch)?\.? ?\d+)*\b",
    re.IGNORECASE,
)
"""Which lecture or week of a course it is: "thermo L2+L3", "game engines wk 6"."""
_CODE = re.compile(r"^[A-Z]{2,5} ?\d{2,4}[A-Z]?:?\s+(?=\w)")
"""Of a course, before what it is about: "ECON 331 Labour"."""
_GENERAL = re.compile(
    r"(?:time ?line|summary|introduction|overview|key (?:terms|words|ideas)|words|terms|glossary"
    r"|(?:a |the )?(?:comparison|comparing)(?: table| chart)?|(?:summary |big )?table(?:\W.*)?"
    r"|(?:some|a few|key) (?:figures|numbers|facts|examples)"
    r"|(?:other|more|further) [a-z]+"
    r"|vocabulary|definitions?|dates|chronology|recap|review|conclusion|preface|notes|untitled"
    r"|大事年表|年表|[時时][間间][線线轴軸].*|摘要|名[詞词]|[詞词]彙|[詞词]汇|[關关][鍵键][詞词]|[簡简]介|概念|前言|[總总][結结])\W*",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"\w+(?:[-_.]\w+)+|[A-Z]{2,5} ?\d{2,4}[A-Z]?|.*\b(?:notes?|revision|review|cram|lectures?"
    r"|weeks?|bullets|midterm|exam|summary|untitled)\b.*|.*(?:[筆笔][記记]|期[中末]|[復复][習习])",
    re.IGNORECASE,
)
"""Names of files and courses, and what kind of notes they are: "readme-dump-2", "BIO 204"."""
_PARTS = re.compile(r"\s+(?:[–—-]|--)\s+|:\s+|：|:(?=[一-鿿])")
_ONE_WORD = re.compile(
    r"(?:the )?(?:(?:steps|stages|phases|process|order) (?:in|of) )?[^\s]+", re.IGNORECASE
)
"""Headings of one word that says something: "The pipeline", "The steps in synthesis"."""
_SHORT_CJK = 2
"""Characters of a heading that alone say little."""


_FILE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
"""A title for want of one: the file's name, "magmat-revision"."""


def unnumbered(title: str) -> str:
    """A title without its number: "2.1 Offer" is "Offer"."""
    return _NUMBERING.sub("", title)


def named(title: str) -> str:
    """What a section is on, in a stem: without its number, and without "table" behind it."""
    return _TABLE.sub("", unnumbered(title))


def plain(title: str) -> str:
    """A title without its number and what stands in brackets."""
    return _BRACKETS.sub(" ", unnumbered(title))


def subject(title: str) -> str:
    """What a lecture is about, by its title: no course code, no week, nothing in brackets."""
    if _FILE.fullmatch(title):
        return ""
    plain_title = _BRACKETS.sub(" ", title)
    before, *behind = (part.strip(" :,–-") for part in _COUNTED.split(plain_title))
    told = _CODE.sub("", before or next(filter(None, behind), ""))
    parts = [part.strip() for part in _PARTS.split(told)]
    return next((part for part in parts if part and not _SAYS_NOTHING.fullmatch(part)), "")


def is_general(title: str) -> bool:
    """Whether a title says only what kind of section it is: "Overview"."""
    return bool(_GENERAL.fullmatch(title))


def says_little(heading: str) -> bool:
    """Whether a heading has one word, which needs the lecture's title beside it."""
    if is_chinese(heading):
        return len(heading) <= _SHORT_CJK
    return bool(_ONE_WORD.fullmatch(heading))

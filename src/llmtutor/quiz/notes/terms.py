"""What can be the name of something."""

from __future__ import annotations

import re

from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_words import POINTED_NOUNS
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.search.analysis import STOPWORDS

_ORDINAL = re.compile(
    r"第[一二三四五六七八九十\d]+[^，。]{0,2}"
    r"|(?:the )?(?:first|second|third|fourth|fifth|last)(?: [a-z]+)?"
    r"|(?:type|stage|class|group|level|phase|step|part|case|category|kind|form|tier)"
    r" (?:\d{1,2}|[IVX]{1,4}|[A-E])",
    re.IGNORECASE,
)
MOST_WORDS, MOST_CHARACTERS = 6, 14
_YEAR = re.compile(r"\d{3,4}")
_SIGNS = re.compile(r"[.?!\"“=<>/|]|'s ")
_SIGNS_CJK = re.compile("[→←=≠≈,，。;；？?！!]")
_COUNTED_CJK = re.compile("第[一二三四五六七八九十\\d]+[^第]{0,2}")
"""Which of several: 第三道 names nothing by itself."""
_INNER = frozenset("of for in and to the on over as from at a an".split())
"""Small words that may stand inside a term, at neither end."""
_SORTS = POINTED_NOUNS | frozenset(
    """goal objective aim purpose difference advantage disadvantage way cost number rest task answer
    history role rule note remark warning source use benefit drawback input output repository
    example paper code author year date scheme approach framework plan programme idea concept
    project trend outcome upshot gist moral caveat catch downside upside takeaway""".split()
)
"""Words for a part of the matter: no term by themselves, though a "task head" is one."""
_PICKING = frozenset(
    """most best first last only main other next latter former same hard easy careful
    created""".split()
)
"""Words that pick out one of several: "main goal" names nothing."""
_WHEN = frozenset("now then today here there later lately currently nowadays".split())
"""Words that end a remark and no name: "trend now"."""
_NO_END = _SORTS - frozenset("rule code cost task source".split())


def is_place_in_a_row(term: str) -> bool:
    """Whether a label only counts its thing among others: "第三級", "Stage 2", "second type"."""
    return bool(_ORDINAL.fullmatch(term))


def is_term(term: str, *, set_off: bool = False) -> bool:
    """Whether a phrase can be the name of something.

    Args:
        term: the phrase.
        set_off: whether an author set it off and says what it is: then a "closed system" is a
            term, as "the system" is not.
    """
    if is_chinese(term):
        plain = not _SIGNS_CJK.search(term) and not _COUNTED_CJK.fullmatch(term)
        return plain and 1 < len(term) <= MOST_CHARACTERS
    if len(term) < 2 or not term[:1].isalnum() or not any(char.isalpha() for char in term[:2]):
        return False  # one letter is a symbol
    words = words_of(term).lower
    if not 1 <= len(words) <= MOST_WORDS or _YEAR.fullmatch(term) or _SIGNS.search(term):
        return False
    if any(word in STOPWORDS and word not in _INNER for word in words):
        return False
    if (words[0] in _SORTS and len(words) == 1) or (words[-1] in _NO_END and not set_off):
        return False
    picking = _PICKING & set(words) and not set_off
    return not ({words[0], words[-1]} & _INNER or words[-1] in _WHEN or picking)


def names_a_part(term: str) -> bool:
    """Whether a term that nobody set off may be no term at all: "training cost", "input"."""
    return bool((_SORTS | {"key"}) & set(words_of(term).lower))

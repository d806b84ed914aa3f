"""Whether a sentence claims one definite thing: no hedge, no praise, no second clause."""

from __future__ import annotations

import re

from llmtutor.quiz.notes.english import is_verb, words_of
from llmtutor.quiz.notes.english_words import ABSOLUTES, NEGATIVES

HEDGES = frozenset(
    """may might could likely often sometimes usually generally typically various many several some
    seems seem appears tends tend perhaps probably almost nearly quite rather somewhat
    potential potentially possible possibly expected numerous""".split()
)
PRAISE = frozenset(
    """impressive important crucial essential significant significantly vital critical powerful
    popular useful helpful valuable effective effectively remarkable groundbreaking
    state-of-the-art
    wise clever good bad worth worthwhile easy hard difficult simple elegant idea else proper
    trivial
    wide widespread great greatly highly better best sensible recommended treacherous""".split()
)
VAGUE_TALK = re.compile(
    r"\barea of concern\b|"
    r"\b(?:stated|said|says|claims|claimed|argues|argued|believed|thought|noted"
    r"|suggested|suggests) that\b|\bis said to\b|\bunclear\b|\bunknown\b"
    r"|\ba degree of\b|\bto some extent\b|\bdeserves?\b|\bmatters\b|\bis worth\b|\bknown for\b"
    r"|\bhas led to\b|\bplays? an?\b|\bwell-suited\b|\bimpact\b",
    re.IGNORECASE,
)
_RELATIVE = frozenset("which who whose whom where when that if as because since so or".split())
_SUBORDINATE = re.compile(
    r"^(?:When|While|If|As|Since|Although|Because|After|Before|Once|In|On|At|With|Without|By|For"
    r"|From|To|Under|Among|During|Unlike|Like|Given|Using)\b"
)


def is_weak(text: str) -> bool:
    """Whether a sentence hedges, praises, denies or goes to extremes, so that it claims little."""
    words = set(words_of(text).lower)
    return bool(words & (HEDGES | PRAISE | NEGATIVES | ABSOLUTES) or VAGUE_TALK.search(text))


def is_single(text: str) -> bool:
    """Whether a sentence says one thing: no second clause behind a semicolon, colon or "and"."""
    joined = re.search(r", (?:and|but|so|yet) ", text)
    if re.search("[;:]", text) or (joined and text.count(",") == 1):
        return False
    parts = re.split(r", (?:and |but )?", text)
    return sum(_is_clause(part) for part in parts) < 2 or bool(_SUBORDINATE.match(text))


def _is_clause(part: str) -> bool:
    """Whether a part between commas has a subject and a verb of its own."""
    words = words_of(part).lower
    if not words or words[0] in _RELATIVE or is_verb(words[0]) or words[0].endswith("ing"):
        return False
    return any(is_verb(word) for word in words[1:5])

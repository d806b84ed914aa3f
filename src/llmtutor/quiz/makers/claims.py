"""Whether a sentence claims one definite thing: no hedge, no praise, no second clause."""

from __future__ import annotations

import re
from itertools import pairwise

from llmtutor.quiz.notes.english import is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import IMPERATIVES, VERBS_IN_S
from llmtutor.quiz.notes.english_words import ABSOLUTES, NEGATIVES
from llmtutor.quiz.notes.script import is_chinese

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
    r"|\bclaim(?:s|ed)? to\b|\bdue\b(?! to)"
    r"|\bhas led to\b|\bplays? an?\b|\bwell-suited\b|\bimpact\b",
    re.IGNORECASE,
)
_COUNTED = frozenset("many several various numerous usually generally typically often".split())
"""What hedges a claim, and leaves a true statement as true as it was."""
_RELATIVE = frozenset("which who whose whom where when that if as because since so or".split())
SUBORDINATE = re.compile(
    r"^(?:When|While|If|As|Since|Although|Because|After|Before|Once|In|On|At|With|Without|By|For"
    r"|From|To|Under|Among|During|Unlike|Like|Given|Using)\b"
)


def is_weak(text: str) -> bool:
    """Whether a sentence hedges, praises, denies or goes to extremes, so that it claims little."""
    words = set(words_of(text).lower)
    return bool(words & (HEDGES | PRAISE | NEGATIVES | ABSOLUTES) or VAGUE_TALK.search(text))


def is_uncertain(text: str) -> bool:
    """The same for a statement asked as it stands: "several" does no harm to it."""
    words = set(words_of(text).lower)
    hedged = words & (HEDGES - _COUNTED | PRAISE | NEGATIVES | ABSOLUTES)
    return bool(hedged or VAGUE_TALK.search(text))


def is_weighed(text: str) -> bool:
    """Whether a sentence praises, denies, goes to extremes, or says who thinks so."""
    words = set(words_of(text).lower)
    return bool(words & (PRAISE | NEGATIVES | ABSOLUTES) or VAGUE_TALK.search(text))


def is_single(text: str) -> bool:
    """Whether a sentence says one thing: no second clause behind a semicolon, colon or "and"."""
    joined = re.search(r", (?:and|but|so|yet) ", text)
    if re.search("[;:]", text) or (joined and text.count(",") == 1):
        return False
    parts = re.split(r", (?:and |but )?", text)
    return sum(_is_clause(part) for part in parts) < 2 or bool(SUBORDINATE.match(text))


def _is_clause(part: str) -> bool:
    """Whether a part between commas has a subject and a verb of its own."""
    words = words_of(part).lower
    if not words or words[0] in _RELATIVE or is_verb(words[0]) or words[0].endswith("ing"):
        return False
    return any(is_verb(word) for word in words[1:5])


_FURTHER = re.compile(
    r"[:;]|, (?:and|but|so|yet|while|which|who|whose|where|though|although|because|since|with)\b"
    r"|, (?:first|then|later|last|finally) |\band then\b"
    r"|, (?:more|less|about|some|nearly) [^,]*\btimes\b"
    r"|, [a-z]+(?:ed|wn|nd|de) (?:in|by|at|on|from|to|as|after|with)\b"
)
"""What brings a second thing said."""
_AND = re.compile(r"\band ((?:[\w'’-]+ ){0,4}[\w'’-]+)")
_FIGURE = re.compile(r"(?<![\w-])\d[\d.,–-]*")
_ASIDE = re.compile(r", (?:an?|the) [^,]{3,60},|, [^,]*\d[^,]*,")
_COMMAS = re.compile(r"[;；：,，]")


def tells_one(text: str) -> bool:
    """Whether a statement tells one fact: one verb, and at most one figure beside its date.

    "Inflation helps borrowers and hurts lenders" is short enough for one.
    """
    if is_chinese(text):
        return len(_COMMAS.findall(text)) < _CHINESE_PARTS
    joined = sum(_is_another(text[: match.start()], match[1]) for match in _AND.finditer(text))
    brief = len(words_of(text).shown) <= _BRIEF and not _FIGURE.search(text)
    if _FURTHER.search(text) or joined > brief:
        return False
    bare = re.sub(r"\([^()]*\)", "", text)
    if bare.count(", ") > 1 and not re.search(r"\b(?:and|or)\b", bare):
        return False
    return len(_FIGURE.findall(bare)) <= _MOST_FIGURES and not _ASIDE.search(text)


def goes_on_with_another(meaning: str) -> bool:
    """Whether a second sentence hangs on a meaning: "a major term and breach lets one end it"."""
    for match in _AND.finditer(meaning):
        lower = words_of(match[1]).lower
        apart = not (is_verb(lower[0]) or lower[0] in _RELATIVE)
        told = any(word.endswith("s") and is_finite(word) for word in lower[1:3])
        if apart and told and not _RELATIVE & {*words_of(meaning[: match.start()]).lower}:
            return True
    return False


def _is_another(before: str, behind: str) -> bool:
    """Whether "and" goes on with a verb, where the sentence has one already."""
    if not any(is_verb(word) for word in words_of(before).lower[1:]):
        return False
    lower = words_of(behind).lower
    if len(lower) > 1 and is_finite(lower[0]) and lower[1] in _BEHIND_VERB:
        return True  # "and insures up to"
    for word in lower:
        if word in _RELATIVE:
            return False
        if is_verb(word) or word in _PAST:
            return True
    # "and the level peaks at"
    return any(
        one.endswith("s") and is_finite(one) and two in _BEHIND_VERB for one, two in pairwise(lower)
    )


_BEHIND_VERB = frozenset("a an the its their his her up to from into on at all about".split())
_MOST_FIGURES, _CHINESE_PARTS, _BRIEF = 2, 2, 14
_PAST = frozenset("was were had did became began found made took gave came went saw wrote".split())


def is_spliced(text: str) -> bool:
    """Whether a sentence goes on with another one behind a comma: "…, full setup takes …"."""
    parts = re.split(r", (?:and |but |so |yet )?", re.sub(r"\([^()]*\)", "", text))
    return not SUBORDINATE.match(text) and sum(_is_clause(part) for part in parts) > 1


_QUOTED = re.compile('["“][^"”]*["”]')
_PRESENT = frozenset("is are has have can must may do does".split())
_TERSE = re.compile(
    r"→| c\.$|^\w+(?: such as \w+ \w+)?(?: can)? \w+ (?:it|them|him)\b|\b[A-Z]\w+ Is [A-Z]|\b1st\b"
    r"|\bsince\.$|, (?:multiply|divide|add|take|use|check|see|note|remember|ignore|assume)\b"
    r"|^(?:Given|Taken|Made|Found|Seen|Done|Built) "
    r"|^(?:\(|[A-Z][a-z]+ed (?:for|in|on|by|with|from|at|to) )"
    r"|^In (?:theory|practice|principle|general)\b"
    r"|^(?:An?|The) [a-z -]+ (?:by|in|to|for|of|with|from|under|through) which [^,]*$"
    r"|^(?:Height|Length|Width|Depth|Size|Cost|Weight|Mass|Rate|Number|Amount|Duration|Range|Price"
    r"|Power|Normal|Level|Age|Speed) (?:is|was|has|of)\b"
    r"|^(?:When|If|While|As|Once|Because|Since|Although) [^,]*, (?:it|they) "
)
"""Notes in shorthand; what leans on a story, an experiment, a thing that is not named."""


def is_whole(text: str) -> bool:
    """Whether an English sentence has its subject and its verb, and is no shorthand."""
    return not (has_no_subject(text) or _has_no_verb(text) or _TERSE.search(text))


def has_no_subject(text: str) -> bool:
    """Whether a line opens with its verb, and leaves it to its heading what it is on."""
    first, *rest = words_of(text).lower or ("",)
    opens = first in VERBS_IN_S or (first.endswith("s") and first[:-1] in IMPERATIVES)
    return opens and not _PRESENT & set(rest[:2])


def _has_no_verb(text: str) -> bool:
    """Whether the only verb of a line stands in quotation marks, in a title."""
    words = words_of(_QUOTED.sub("", text)).lower[1:]
    return not any(is_verb(word) or is_finite(word) for word in words)

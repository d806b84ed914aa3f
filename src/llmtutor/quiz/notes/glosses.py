"""Whether the line of a list says what its label is: a noun phrase, no clause and no shorthand."""

from __future__ import annotations

import re

from llmtutor.quiz.notes.chinese import ANYTHING
from llmtutor.quiz.notes.english import content_stems, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import FINITE, VERBS_IN_S
from llmtutor.quiz.notes.english_words import DETERMINERS
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.search.analysis import STOPWORDS

_SHORTHAND = re.compile(
    r"→|←|⇒|->|=>|\bvs\b|\bwhereas\b|[:：;；]|(?<!e\.g)(?<!i\.e)[.?!] +\w|。.|\b=\b|\bw/"
    r"| [–—-] .* [–—-] "
)
"""Lists of facts, contrasts and arrows: they tell about a thing, not what it is."""
THE_TWO = re.compile(r"\bthe (?:two|both|latter|former|others?)(?=$|[,;.]| (?:and|or|is|are)\b)")
"""Things that only the line before names: "the drive to balance the two"."""
_SHARE = re.compile(r"(?:one|two|three|four|\d+) [\w-]+ (?:per|for each|for every)\b")
"""How many there are of something: "one procedure per nonterminal" says not of what."""
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]")
_FIGURE = re.compile(r"(?<![\w-])\d[\d,.]*")
_MOST_FIGURES, _MOST_FIGURES_CJK = 2, 1
_SIGNS = re.compile(r"[/+×÷⇌<>…&|]")
_SUM = re.compile(r"[a-z][a-z -]+(?: [+−–×÷] (?:\d )?[a-z][a-z -]+)+")
"""A quantity told by others: "opening inventory + purchases − closing inventory"."""
_OF_EACH = frozenset("each every all some no both".split())
_MOVES = re.compile(
    r"the (?:[a-z]+ ){1,2}[a-z]+[^\Wsu]s"
    r" (?:with|by|down|up|inwards?|outwards?|away|out|off|apart)\b"
)
"""A clause that opens as a noun phrase does: "the trace fades with time"."""
_DONE = re.compile(
    r"[\w-]+ (?:[\w-]+ )?[a-z]+ed (?:by|in|with|before|after|from|to|for|on|at|as)\b"
)
"""A noun and what is done with it: "cash received before it is earned"."""
_MOST_OF_PART = 4
_LEAST_CONTENT = 4
"""Words of meaning of a phrase without an article, for no other term to fit it."""
_CLAUSE_OPENS = frozenset("that which who whose whom where when in how between".split())
_SURE_VERBS = frozenset("is are was were has have had does do can will must gets".split())
_NOUN_FOLLOWS = frozenset("of that which who whose in for between to".split())
_AFTER_DE = re.compile("的[^的，、。]{1,5}$")
_NOUN_ENDS = re.compile(
    "(?:者|物|法|性|量|率|力|值|度|器|式|數|数|體|体|學|学|系統|系统|組織|组织|機構|机构|過程|过程"
    "|制度|現象|现象|作用|反應|反应|單位|单位|結構|结构|模型|理論|理论|工具|技術|技术|動物|植物)$"
)
_DOES_CJK = re.compile(
    "(?:抑制|促[進进]|[釋释]放|[產产]生|[幫帮]助|刺激|攻[擊击]|[維维]持|控制|[調调][節节]|[負负][責责]|增[加強强]"
    "|[減减][少弱]|保[護护]|防止|提[供高]|降低|[進进]行|[將将把])"
)
"""What a thing does: "抑制過度的免疫反應"."""
_CJK_CLAUSE = re.compile(
    '[，"“”「」]|^(?:因|由於|由于|在|從|从|以|被|把|讓|让|使)|[沒没]有|開始|开始|[後后][來来]'
)


def says_what_it_is(meaning: str) -> bool:
    """Whether a line's text is a noun phrase that only its own label fits.

    Kept: "bone marrow and thymus, where lymphocytes develop".
    Left: "charged on loans to banks", "buying bonds adds reserves", "user → kernel".
    """
    plain = _ASIDE.sub("", meaning).strip(" .。")
    if not plain or _SHORTHAND.search(plain) or _SHARE.match(plain) or THE_TWO.search(plain):
        return False
    figures = len(_FIGURE.findall(plain))
    if is_chinese(plain):
        noun = _AFTER_DE.search(plain) or _NOUN_ENDS.search(plain)
        vague = ANYTHING.search(plain) or _CJK_CLAUSE.search(plain)
        return bool(noun) and figures <= _MOST_FIGURES_CJK and not vague
    return figures <= _MOST_FIGURES and _is_phrase(plain)


def defines_alone(meaning: str) -> bool:
    """Whether a text is a definition even where no list of terms says so.

    Kept: "a sequence of operations that is treated as one unit", "heart rate × stroke volume".
    Left: "standing infantry, guns, paid salary", "a vesicle fuses with the membrane".
    """
    if is_chinese(meaning):
        noun = _AFTER_DE.search(meaning) or ("的" in meaning and _NOUN_ENDS.search(meaning))
        return (
            bool(noun)
            and not re.search('["“”「」]|[設设][為为]|的一半$|的[^的]*[住到入出成掉]', meaning)
            and not _DOES_CJK.match(meaning)
        )
    if _SUM.fullmatch(meaning):
        return " such as " not in meaning
    words = words_of(meaning).lower
    if _SIGNS.search(meaning) or is_enumeration(meaning) or len(words) < _LEAST_CONTENT:
        return False
    opens = words[0] in DETERMINERS | {"anything", "anyone", "something", "what"}
    if opens or words[0].endswith("ing"):
        return not (_is_clause(words) or _MOVES.match(meaning))
    follows = any(word in _NOUN_FOLLOWS | {"with", "from"} for word in words[1:3])
    follows = follows or bool(_DONE.match(meaning))
    return follows and words[0] not in _DEEDS and not _is_clause(words)


def is_enumeration(meaning: str) -> bool:
    """Whether a text only lists what belongs to its label: "inventory, cash and prepayments"."""
    parts = re.split(r", and |, | and |、| / ", _ASIDE.sub("", meaning))
    if is_chinese(meaning):
        return len(parts) > 1
    return len(parts) > 1 and all(len(words_of(part).shown) <= _MOST_OF_PART for part in parts)


def _is_clause(words: tuple[str, ...]) -> bool:
    """Whether a verb stands before any word that opens a clause: "a vesicle fuses with it"."""
    opens = next((at for at, word in enumerate(words) if word in _CLAUSE_OPENS), len(words))
    if _SURE_VERBS & {*words[1:opens]}:
        return True  # "the bay together with the gulf has a natural period"
    for at, word in enumerate(words[1:], start=1):
        if word in _CLAUSE_OPENS or (at > 1 and word in {"a", "an", "the"}):
            return False  # "the place a product holds in mind"
        of_one = at == 2 and words[0] in {"a", "an"} and re.search(r"[^su]s$", word)
        if word in VERBS_IN_S or of_one:
            return True
    return False


def _is_phrase(text: str) -> bool:
    """Whether English is a noun phrase: with an article, or with words enough to tell it by."""
    words = words_of(text).lower
    first = words[0]
    if first in DETERMINERS - _OF_EACH or first in {"anything", "anyone", "something", "what"}:
        return not (_is_clause(words) or _MOVES.match(text))
    if first in STOPWORDS or first.endswith(("ed", "ly")):
        return False
    follows = words[1] if len(words) > 1 else ""
    if (is_verb(first) or first in _DEEDS) and follows not in _NOUN_FOLLOWS:
        return False
    return len(content_stems(text)) >= _LEAST_CONTENT and not _has_verb(words)


def _has_verb(words: tuple[str, ...]) -> bool:
    """Whether a verb stands before any word that opens a clause of its own."""
    for word in words[1:-1]:  # at the end it has no object, and is a noun: "similar needs"
        if word in _CLAUSE_OPENS:
            return False
        if word in VERBS_IN_S or word in FINITE - _ALSO_NOUNS:
            return True
    return False


_DEEDS = frozenset(
    """kill express bind suppress activate attack release secrete destroy remove recruit detect
    inhibit block break trigger handle catch sleep wait busy-wait""".split()
)
"""Verbs with which a line says what its label does."""
_ALSO_NOUNS = frozenset(
    """form cause call act cost need help store work cover reach share lead cut set hit run read
    left made built given found held kept put left contract move use spread sends fall rise
    draw break breaks stand bear burst shot laid met sold spend spent taught caught sought written
    means struck worn""".split()
)
"""Forms that as often stand inside a noun phrase, as nouns or participles."""

"""Lines of a list that are sentences in all but their full stop, read as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from llmtutor.quiz.notes.english import is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import IRREGULAR
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Statement

_LEAST, _MOST = 4, 30
"""Words of a line that may be a sentence."""
_SOON = 7
"""Words within which its verb must come."""
_NO_SENTENCE = re.compile(r"[:=≠→←⇒≈~<>|+/]|\.\.\.|…| [–—-] |[?!,;]$|^[(\[\"'“]")
RELATIVE = frozenset("that which who whose where when if because how why what whether".split())
SURE = frozenset(
    """is are was were has have had does did can could may might must will would became becomes
    become""".split()
)
"""Words that are the verb of their clause wherever they stand."""
_BEHIND_ONE = frozenset(
    "by in at from to as of on with for into under over before after between during until"
    " than".split()
)
"""What follows a participle that describes a noun: "proteins made in the liver"."""
_UNLIKE_PARTICIPLES = frozenset(
    """began became came went fell rose grew wrote took gave saw broke chose drew flew ran sank
    spoke swam knew threw wore drove rode shook stood lay""".split()
)
_ENDS = frozenset("the a an of in to and or with for by from at on is are was".split())


def as_sentence(statement: Statement) -> Statement:
    """A line of a list with its capital and full stop, if it has a subject and a sure verb."""
    text = statement.text
    if statement.form != "item" or statement.cjk or re.search(r"[.。]['\")]?$", text):
        return statement
    if _NO_SENTENCE.search(text) or not _is_clause(text) or _is_title(text):
        return statement
    marked = statement.marked.rstrip()
    at = 1 if marked.startswith(OPEN) else 0
    first = marked[at:].split(maxsplit=1)[0].strip(OPEN + CLOSE)
    if first.islower():
        marked = marked[:at] + marked[at].upper() + marked[at + 1 :]
    return replace(statement, marked=f"{marked}.")


def _is_clause(text: str) -> bool:
    lower = words_of(text).lower
    if not _LEAST <= len(lower) <= _MOST or lower[-1] in _ENDS:
        return False
    for number, word in enumerate(lower[:_SOON]):
        if not number:
            continue
        if word in RELATIVE:
            return False
        if is_verb(word):
            return is_sure(word, lower[number + 1 : number + 2])
    return False


def is_sure(word: str, following: Sequence[str]) -> bool:
    """Whether a verb is that of its clause, and no participle that describes a noun.

    Args:
        word: a verb in lower case.
        following: the next word, if there is one.
    """
    if word in SURE | _UNLIKE_PARTICIPLES:
        return True
    if word in {"called", "named", "known", "given"} or not following:
        return False
    past = word in IRREGULAR or word.endswith("ed")
    return not (past and following[0] in _BEHIND_ONE)


def is_finished(text: str, *, terse: bool) -> bool:
    """Whether a sentence has a verb that is sure to be one, with its subject before it.

    "Osman II killed by janissaries 1622" has none, "Godden and Baddeley, divers learned 36
    words" no verb for what it opens with.

    Args:
        text: a sentence.
        terse: whether it stands in a list, where authors leave words out.
    """
    text = _DASH.sub("-", re.sub(r" ?\([^()]*\)", "", text))
    lower = words_of(text).lower
    named = _NAMED_DEED.match(text)
    last = len(words_of(named[0]).lower) if named else 0
    if not any(_is_verb_at(lower, at, last, terse=terse) for at in range(1, len(lower))):
        return False
    head, comma, rest = text.partition(", ")
    if not comma or _ADVERBIAL.match(text) or "," in rest:
        return True
    before = words_of(head).lower
    return any(_is_verb_at([*before, ""], at, last, terse=terse) for at in range(1, len(before)))


def claims(text: str) -> bool:
    """Whether a line has a verb that can be nothing else, and so says something of its subject.

    "Buchanan report, Traffic in Towns, 1963." names something, "as if run one at a time" neither.
    """
    lower = words_of(text).lower
    inside = bool(_ADVERBIAL.match(text))  # "When it rains, the soil swells."
    # "alive, stretchy, supports growing organs"; "demand curves, as opposed to"
    aside = {word for pair in _BY_A_COMMA.findall(text) for word in pair}
    wanted = 1
    for at, word in enumerate(lower[1:], start=1):
        if word in _WHICH:
            wanted = 2  # "cells that divide fast are killed"
        elif word in RELATIVE and not inside:
            return False
        elif word not in aside and _is_its_verb(lower, at):
            wanted -= 1
        if not wanted:
            return True
    return False


_BY_A_COMMA = re.compile(r"(?=, (?:(?:[a-z]+ly|just|now|then) )?([\w-]+)|\b([\w-]+),)")


def _is_its_verb(lower: Sequence[str], at: int) -> bool:
    word, before, following = lower[at], lower[at - 1], lower[at + 1 : at + 2]
    third = word.endswith("s") and is_finite(word) and bool(_BEHIND_VERB & {*following})
    if third or word in SURE | _UNLIKE_PARTICIPLES:
        return True
    if not is_verb(word) or before in _BEFORE_NOUNS | {"to"}:
        return False
    base = not word.endswith(("s", "ed"))
    if base and not (before.endswith("s") or before in _WITH_BASE or before in _WHICH):
        return False
    return is_sure(word, following)


_WHICH = frozenset("that which who whose".split())
_WITH_BASE = frozenset("they we people men women children can and cannot".split())
"""Before a verb without an ending."""


def _is_verb_at(lower: Sequence[str], at: int, named: int, *, terse: bool) -> bool:
    word, following, end = lower[at], lower[at + 1 : at + 2], len(lower) - 1
    if lower[at - 1] in {"to", "than", "less", "more", "most", "very", "too"}:
        return False  # "the army to join the war", "less marked than"
    noun = lower[at - 1] in _BEFORE_NOUNS or (at == end and lower[at - 1].endswith("ed"))
    if noun and (at == end or not word.endswith("s")):
        return False  # "instead of the paired t", "with linked lists"
    if not is_verb(word):
        # "packs about 1.4 solar masses"
        said = not terse or bool(_BEHIND_VERB & {*following})
        return word.endswith("s") and (is_finite(word) or word == "uses") and said and at < end
    if is_sure(word, following) or not following:
        return True
    if following[0] == "by":
        return False
    return not terse or (at == named and (named > 1 or word in _INTRANSITIVE))


def _is_title(text: str) -> bool:
    """Whether most of a line's words have capitals: "Uses and Limits of Large Models"."""
    long = [word for word in words_of(text).shown if len(word) > _SMALL]
    if SURE & set(words_of(text).lower):
        return False
    return sum(word[0].isupper() for word in long) * 2 > len(long)


_SMALL = 3
_DASH = re.compile(r"(?<=\w)–(?=[a-z])")
"""Joins two words to one: the "union–find" has no verb."""
_BEFORE_NOUNS = frozenset("the an its their his with without of for from into between".split())
_BEHIND_VERB = frozenset("a an the its their his her about into more up".split())
_INTRANSITIVE = frozenset(
    "died lived worked arrived returned travelled traveled settled failed joined fled".split()
)
_NAMED_DEED = re.compile(r"^(?:[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|and|&|of|de|von|van|the))*) ")
_ADVERBIAL = re.compile(
    r"^(?:When|While|If|As|Since|Although|Though|Because|After|Before|Once|In|On|At|With|Without|By"
    r"|For|From|To|Under|Over|Above|Below|Among|During|Unlike|Like|Given|Using|Around|About|Until"
    r"|Between|Throughout|Traditionally|Today|Within|Near|Beyond|Despite|Through|Across|According"
    r"|[A-Z][a-z]+ly|[A-Z][a-z]+ing)\b"
)

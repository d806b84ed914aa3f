"""Sentences taken apart into the clauses that stand by themselves: one fact at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from llmtutor.quiz.notes.english import is_verb, words_of
from llmtutor.quiz.notes.english_verbs import FINITE, IRREGULAR
from llmtutor.quiz.notes.english_words import OPENERS, PERSONAL
from llmtutor.quiz.notes.lines import RELATIVE, is_sure
from llmtutor.quiz.notes.narrowing import narrowed
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Statement

_BOUNDARY = re.compile(
    r"(?P<new>; |, (?:and|but|while|whereas) )"
    r"|, (?:(?P<which>which|who|whose|where)|although|though|so|yet) "
    r"| (?:and|but) (?P<verb>[a-z]+) (?P<next>\S+)"
)
"""Where a sentence may go on to something else."""
_CJK_PARTS = re.compile(r"[;；]|[,，](?=\d{3,4}年)")
_TWO = 2
_ENDS_OPEN = re.compile(r"(?:\b(?:both|either|between|from|not only|whether|if|when)\b[^,;]*)$")
"""Before "and", words that wait for a second part."""
_GOVERNED = re.compile(
    r"\b(?:(?:divided|split|separated|grouped|sorted|classified|broken down) into|consists? of"
    r"|consisted of|(?:made up|composed|built|formed) (?:of|from)|such as|including|includes?"
    r"|namely|comprises?|distinguish(?:es|ed)?)\b(?P<parts>[^,;:]*)$"
)
"""Words that a list follows, up to a cut inside it."""
_PARTS = re.compile(r"\b(?:and|or|two|three|four|five|six|seven|eight|nine|ten|several|many|\d+)\b")
_LIST_GOES_ON = re.compile(r", (?:and|or) ")
_VERDICT = re.compile(
    r"(?:(?:this|that|it) )?(?:is|was|are|were|turned out|proved|may be|can be)(?: to be)?"
    r"(?: (?:not|only|just|partly|simply|quite|an?|the|common|usual|often|always|never))*"
    r" (?:wrong|false|incorrect|inaccurate|mistaken|untrue|mistakes?|errors?|misleading|myth"
    r"|misunderstanding|misconception|nonsense|true|correct|right|impossible|doubtful|disputed)\b"
)
"""What a sentence says of what it has just said: without it the contrary stays."""
_CONCEDED = re.compile(
    r"^(?:An?|Anyone|Anybody|Someone|Somebody|Whoever|Every|Each) (?:[^,]* )?(?:who|that|which)\b"
    r"|\b(?:in theory|on paper|in principle|at first (?:sight|glance)|of course|admittedly"
    r"|(?:seems?|appears?) (?:to|as|that))\b"
)
"""Heads that only lead to the "but" behind them."""
_CONTRAST = (", but ", ", yet ", ", though ", ", although ")
_SCOPE = re.compile(
    r"^(?:When|While|If|As|Since|Although|Though|Because|After|Before|Once|In|On|At|With|Without"
    r"|By|For|From|To|Under|Among|During|Unlike|Like|Given|Using|Around|Until|Between|Throughout"
    r"|Traditionally|Today)\b|\b(?:that|if|when|unless|whether|because|so)\b|[:(][^)]*$"
)
"""What stands over everything that follows, so that a later clause alone says something else."""
_CONDITION = re.compile(r"^(?:,? (?:if|when|unless|except|until|only|provided|but not|whenever)\b)")
_COMPARES = re.compile(r"\bcompar(?:e[sd]?|ing)\b(?!.*\b(?:with|to)\b)")
_WITH = re.compile(r", (?:with|to) ")
"""What was compared, and what it was compared with, behind a clause on the first."""
_INNER = re.compile(r" (?:where|which|who|whose|that|when|if|whether)\b")
_SOME = re.compile(r"\ban? (?:[\w'’-]+ ){0,4}[\w'’-]+$")
_PRONOUN = re.compile(r"(?:it|they|he|she|this|these|those|that|his|her|its|their) \w+")
"""A part that only goes back to what the head names; the head stands without it."""
_DATED = re.compile(r"^(?:in|on|by|from) (?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{3,4}(?: BCE?)? ")
_GOES_WITH = frozenset(
    "a an the his her its their it them him to in from by at with on for into out up".split()
)
_LEAST_SAID = 2
"""Words between a verb and an "and" that may end its clause."""
_NAME = 2
"""Words of a name."""
_SOON = 9
"""Words within which the verb of a clause must come."""


def clauses(statement: Statement, stands: Callable[[str], bool]) -> Iterator[Statement]:
    """The clauses of a sentence that stand alone, each with its verbatim piece.

    A sentence that says one thing is its only clause. Of one that says several,
    its head is one clause ("Leonardo was born near Vinci in 1452 and trained …"),
    and what follows a semicolon, or "and" with a subject of its own, another.

    Args:
        statement: a sentence of the notes; it need not stand alone itself.
        stands: whether a text can be met alone.
    """
    marked = statement.marked
    pieces = _CJK_PARTS.split(marked) if statement.cjk else list(_pieces(marked))
    if len(pieces) < (_TWO if statement.cjk else 1):
        if ";" not in marked and stands(statement.text):
            yield statement
        return
    # a later part of a Chinese sentence often has the subject of the first
    for number, piece in enumerate(pieces[:1] if statement.cjk else pieces):
        text = f"{piece.rstrip('。')}。" if statement.cjk else _sentence(piece)
        source = narrowed(statement.source, _plain(piece).rstrip(".。"))
        found = source != statement.source or not number
        if found and stands(_plain(text)):
            yield replace(
                statement, marked=text, verbatim=source.text, start=source.start, end=source.end
            )


def _pieces(marked: str) -> Iterator[str]:
    """The parts of a sentence that have a subject and a verb; none where it is one clause."""
    cuts = [match for match in _BOUNDARY.finditer(marked) if _is_cut(marked, match)]
    if not cuts:
        return
    yield marked[: cuts[0].start()]
    scoped = bool(_SCOPE.search(_plain(marked[: cuts[0].start()])))
    for cut, following in zip(cuts, [*cuts[1:], None], strict=True):
        if not cut["new"] or scoped:
            continue
        piece = marked[cut.end() : following.start() if following else len(marked)]
        if _has_subject(_DATED.sub("", _plain(piece))):
            yield piece


def _is_cut(marked: str, match: re.Match[str]) -> bool:
    head, rest = _plain(marked[: match.start()]), _plain(marked[match.end() :])
    if _COMPARES.search(head) and _WITH.search(rest):
        return False
    if not _is_whole(head) or _loses_its_point(head, rest, match[0]):
        return False
    if match["new"] == "; ":
        return True
    if match["new"]:
        listed = match["new"] == ", and " and _is_row(head)
        rest = _DATED.sub("", rest)
        return bool(_PRONOUN.match(rest)) or (_has_subject(rest) and not listed)
    if match["verb"]:
        # "cases where somebody means harm but has an excuse" goes on inside
        second = _is_second_verb(match["verb"], match["next"]) and not _INNER.search(head)
        return second and _says_something(head)
    # "treated a boy called Peter, who …": what follows tells the rest of him
    return not (match["which"] and _SOME.search(head))


def _loses_its_point(head: str, rest: str, between: str) -> bool:
    """Whether a head without its rest says too little, or the contrary."""
    if _ENDS_OPEN.search(head) or _CONDITION.match(rest) or _VERDICT.match(rest):
        return True
    if head.count("(") != head.count(")") or head.count('"') % 2:
        return True
    conceded = between.startswith(_CONTRAST) and bool(_CONCEDED.search(head))
    return conceded or _is_inside_a_list(head, rest)


def _is_inside_a_list(head: str, rest: str) -> bool:
    """Whether only the first of the parts that a head leads to stands before a cut."""
    governed = _GOVERNED.search(head)
    if not governed or _PARTS.search(governed["parts"]):
        return False
    return " into" in governed[0][:16] or bool(_LIST_GOES_ON.search(rest))


def _is_second_verb(verb: str, following: str) -> bool:
    """Whether a word behind "and" goes on with what the same subject did."""
    if verb in {"is", "are", "was", "were", "has", "had", "can", "could", "became"}:
        return True
    plain = following.strip(OPEN + CLOSE)
    object_follows = plain.lower() in _GOES_WITH or plain[:1].isupper() or plain[:1].isdigit()
    past = verb in IRREGULAR or (verb.endswith("ed") and is_verb(verb))
    return object_follows and (past or (verb.endswith("s") and is_verb(verb)))


def _is_whole(head: str) -> bool:
    """Whether what stands before a cut has a subject and a verb."""
    lower = words_of(head).lower
    return len(lower) > 3 and any(is_verb(word) for word in lower[1:])


def _is_row(head: str) -> bool:
    """Whether a comma behind the first verb shows that ", and" may bring the last of several."""
    lower = words_of(head).lower
    verb = next((word for word in lower[1:] if is_verb(word)), "")
    behind = re.sub(r"\([^()]*\)", "", head.partition(f" {verb} ")[2])
    last = words_of(behind.rpartition(",")[2]).lower[:1]
    return "," in behind and not (last and last[0].endswith("ing"))


def _says_something(head: str) -> bool:
    """Whether the verb of a head has something behind it: not "absorbs and stores water"."""
    lower = words_of(head).lower
    last = max((at for at, word in enumerate(lower) if at and is_verb(word)), default=0)
    return len(lower) - last - 1 >= _LEAST_SAID


def _has_subject(piece: str) -> bool:
    """Whether a part opens with a subject of its own, soon followed by its verb."""
    lower = words_of(piece).lower
    if len(lower) < 4 or lower[0] in OPENERS | PERSONAL or lower[0].endswith(("ing", "ly")):
        return False
    if lower[0] in FINITE or lower[0].endswith("ed") or lower[0] in {"in", "on", "at", "by", "to"}:
        return False
    named = piece[:1].isupper() and not piece.startswith(("The ", "A ", "An "))
    for number, word in enumerate(lower[1:_SOON], start=1):
        if word in RELATIVE:
            return False
        following = lower[number + 1 : number + 2]
        # "Handel travelled to Italy": behind a name it is no participle
        if is_verb(word) and (is_sure(word, following) or (named and number <= _NAME)):
            return word not in {"called", "named", "known"}
    return False


def _plain(marked: str) -> str:
    return marked.replace(OPEN, "").replace(CLOSE, "")


def _sentence(piece: str) -> str:
    """A part as a sentence of its own, with a capital and a full stop."""
    at = 1 if piece.startswith(OPEN) else 0
    first = piece[at:].split(maxsplit=1)[0]
    if first.strip(OPEN + CLOSE).islower():
        piece = piece[:at] + piece[at].upper() + piece[at + 1 :]
    return piece if piece.rstrip(CLOSE).endswith(".") else f"{piece}."

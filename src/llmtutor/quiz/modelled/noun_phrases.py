"""Noun phrases of plain English, found by the words that end them."""

from __future__ import annotations

import re

from llmtutor.search.analysis import stem

PREPOSITIONS = (
    "in|on|at|by|for|from|to|into|onto|with|without|as|about|around|between|through|over|under"
    "|outside|inside|during|after|before|until|since|against|among|across|towards?|near|within|per"
)
STOP = re.compile(
    rf"^(?:{PREPOSITIONS}|that|which|who|whom|whose|when|where|how|why|what|so|than|and|or|but|if"
    r"|early|late|twice|once|again|only|also|together|not)$"
)
"""A word that no noun phrase goes on with."""
COMPARED = (
    r"\b(?:(?:young|old|eld|small|larg|great|high|low|broad|clos|few|strong|weak|fast|slow|rich|poor"
    r"|cheap|long|short|deep|thick|thin|warm|cold|hot|dark|light|hard|soft|wid|larg|lat|great"
    r"|simpl|rough|tall|near|new|full|dens|bigg|heavi|earli|eas)er|better|worse)\b"
)
"""An adjective that leaves open than what: "younger players"."""
OF_NAME = re.compile(
    r"[Tt]he (?P<noun>battle|siege|treaty|peace|council|diet|edict|province|kingdom|duchy"
    r"|sultanate|city|town|island|conspiracy|revolt|theorem|school|order|cult|oath)"
    r" of (?-i:(?P<name>(?:the )?[A-Z0-9][\w’'-]*(?: [A-Z][\w’'-]+)*))(?= |$)",
    re.IGNORECASE,
)
"""One of a kind that is known by a name: "the Treaty of Utrecht"."""
_MOST = 6
_LONGEST_SIGN = len("kcal")
_PLURALS = frozenset("people men women children".split())
VAGUE_HEADS = frozenset(
    """thing kind type sort form part way reason result example case one number set group piece
    people person""".split()
)
"""Stems of nouns that do not say what a thing is."""


def noun_phrase(rest: str) -> tuple[str, str]:
    """A noun phrase that a text opens with, and what follows it; empty where it has none."""
    words = rest.split(" ")
    end = next((at for at, word in enumerate(words) if STOP.match(word)), len(words))
    if not 0 < end <= _MOST or any(word.endswith(",") for word in words[:end]):
        return "", rest
    return " ".join(words[:end]), " ".join(words[end:])


def counted_noun(after: str, unit: str) -> tuple[str, str]:
    """``("lymph nodes", "in the body")`` of what stands behind a number; empty where unsure.

    Args:
        after: the text behind the number.
        unit: its unit as far as that is known, in lower case: "kj".
    """
    words = after.split(" ")
    if words[0].lower() == unit and len(unit) <= _LONGEST_SIGN:
        return words[0], " ".join(words[1:])
    for at, word in enumerate(words[:4]):
        if STOP.match(word) or word == "of" or word.endswith(","):
            return "", after
        if (word.endswith("s") and not word.endswith("ss")) or word in _PLURALS:
            counted, rest = " ".join(words[: at + 1]), " ".join(words[at + 1 :])
            if not rest.startswith("of "):
                return counted, rest
            of_what, rest = noun_phrase(rest)  # "48 cases of injury"
            whole = of_what and not re.search(r"[A-Z]\S* [a-z]", of_what)  # "of LLaMA-2 free"
            return (f"{counted} {of_what}", rest) if whole else ("", after)
    return "", after


def sort_of(meaning: str) -> str:
    """The noun that a definition begins with: "protocol" of "a path-vector protocol that …"."""
    opening = re.split(r" (?:of|that|which|made|used|with|run) ", meaning)[0]
    if "," in opening:
        return ""  # "a soft, malleable metal"
    phrase, _ = noun_phrase(opening)
    head = phrase.split(" ")[-1] if re.match(r"an? ", phrase) else ""
    fit = head.isalpha() and head.islower() and stem(head) not in VAGUE_HEADS
    return (
        head
        if fit and not head.endswith(("ed", "ly", "wards", "ion", "ing", "ment", "ness", "ity"))
        else ""
    )

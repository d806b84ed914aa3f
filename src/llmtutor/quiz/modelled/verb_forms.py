"""English verbs in their forms: which words are past, and what stands behind "did"."""

from __future__ import annotations

import re

from llmtutor.quiz.notes.english_verbs import IRREGULAR

BE = frozenset("is are was were".split())
MODALS = frozenset("can could may might must should will would".split())
HAVE = frozenset("has have had".split())
PASTS = IRREGULAR
_NO_PAST = frozenset(
    """need seed feed weed deed bed red speed indeed embed hundred sacred naked breed exceed proceed
    succeed shed""".split()
)
_PARTICIPLES = frozenset(
    """been become begun born bought brought built called caught come cut done drawn driven eaten
    fallen fought found frozen given gone grown had held hidden kept known laid led left lent lost
    made meant met paid put read ridden risen run said seen sent set shot shown shrunk sold sought
    spent spoken spread stood struck sung sunk taken taught thought thrown told torn understood won
    worn written""".split()
)
_HISSING = re.compile(r"(?:ss|sh|ch|x|zz|o)es$")
_VOWELS = re.compile("[aeiou]+")
_DOUBLED_ANYWAY = "sfz"
_NO_E = re.compile(
    r"(?:ss|sh|ch|ck|x|w|y|th|ff|er|en|it|[ao]in|ai[dlmnr]|e[ae][dlkmnrt]|oat|oad|oo[dkmt]|[nl]d|nt"
    r"|[cpsx]t|lt|rt|gn|dd|rm|rn|rk|lk|nk|sk|sp|mp|lp|rl|[io]ng|ion|son|don|focus|bias|velop"
    r"|ou[dt]|oi[dln])$"
)
"""How verbs without their -ed end that have no -e."""
_E_ALL_THE_SAME = frozenset("creat unit cit invit excit".split())
_E = re.compile(r"(?:[vuzcgs]|[bcdfgkptz]l|[^e]at|[aeiou][dkmpbt]|ur|ir|[^e]ar|in|il|ul|um|yp|an)$")


_ALIKE = frozenset("set put cut hit let shut split spread burst".split())
"""Verbs without an -s that are the same in the past, as which notes have them."""


def is_past(word: str) -> bool:
    """Whether a word may be a verb in the past."""
    if word in PASTS or word in _ALIKE:
        return True
    return word.endswith("ed") and word.isalpha() and word not in _NO_PAST


def is_participle(word: str) -> bool:
    """Whether a word may follow "was" or "has" as a part of the verb."""
    return word in _PARTICIPLES or (word.endswith("ed") and word not in _NO_PAST)


def bases(verb: str) -> tuple[str, ...]:
    """What a verb may be after "did" or "does", the likelier first: "scaled": scal, scale."""
    if verb in _ALIKE:
        return (verb,)
    if verb in PASTS or verb in HAVE:
        return (PASTS.get(verb, "have"),)
    if verb in {"lies", "dies", "ties", "died", "tied"}:
        return (verb[:-1],)
    if verb.endswith(("ied", "ies")):
        return (f"{verb[:-3]}y",)
    if not is_past(verb):
        return (verb[:-2] if _HISSING.search(verb) else verb.removesuffix("s"),)
    return _without_ed(verb[:-2], verb[:-1])


def _without_ed(short: str, long: str) -> tuple[str, ...]:
    if len(short) > len("add") and short[-1] == short[-2] and short[-1] not in _DOUBLED_ANYWAY:
        kept = short.endswith("ll") and (len(_VOWELS.findall(short)) == 1 or "stall" in short)
        return (short if kept else short[:-1],)
    if _NO_E.search(short) and short not in _E_ALL_THE_SAME:
        return (short,)
    return (long,) if _E.search(short) else (short, long)

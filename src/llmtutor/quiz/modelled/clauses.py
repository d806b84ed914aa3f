"""A plain English sentence taken apart: what comes before it, its subject, its verb, the rest.

No parser and no model: what is not plainly of this form is left alone. A clause is only
offered for asking; whether the question made of it reads well, the model says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from llmtutor.quiz.modelled.verb_forms import BE, HAVE, MODALS, PASTS, is_participle, is_past
from llmtutor.quiz.notes.english_verbs import FINITE, VERBS_IN_S
from llmtutor.quiz.notes.english_words import PERSONAL
from llmtutor.search.analysis import STOPWORDS

_BRACKETS = re.compile(r" ?[(\[][^()\[\]]*[)\]]")
_ALONGSIDE = re.compile(r",? (?:whereas|although|though|while|because|so that) .*$")
_FRONT = re.compile(
    r"^(?P<front>(?:In|By|During|After|Before|At|On|From|Under|Throughout|Around|For|With|Within)"
    r" (?:\d{3,4}|[^,]{2,70})),? (?=[A-Z]|(?:the|a|an) )"
)
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_ERA = "(?: (?:BC|AD|BCE|CE))"
_DAY = (
    rf"\d{{1,2}}(?:[–-]\d{{1,2}})? {MONTH}(?: \d{{2,4}}{_ERA}?)?"
    rf"|{MONTH} \d{{1,2}}(?:, \d{{3,4}})?"
)
_YEAR = rf"(?:{MONTH} )?\d{{3,4}}(?:[–-]\d{{2,4}})?{_ERA}?|\d{{1,2}}{_ERA}"
_AGE = "the (?:early |late |mid-)?(?:\\d{3,4}s|[a-z-]+ century)"
_WHEN_FRONT = re.compile(
    rf"^(?:(?:In|On|By|Since) (?:about |around )?(?:{_DAY}|{_YEAR}|{_AGE})"
    rf"|(?:Between|From) (?:about )?\d{{3,4}} (?:and|to) \d{{3,4}}{_ERA}?)\b,? "
)
_ASIDE = re.compile(r"^(?P<subject>[^,]{2,60}), (?P<aside>[^,]{3,80}), (?!and |or )(?=[a-z])")
_BARRED = re.compile(
    r"\w[(\[]|[:\"“”?!→=<>]|--|—|– | (?:if|unless|except|not|never|no|neither"
    r"|nor|according to|so-called|would|might|i\.e|e\.g|for example|eventually)\b|n't\b",
    re.IGNORECASE,
)
"""What ties a sentence to a condition, denies it, or says it of two things at once; "LR(k)"."""
_TWO_SENTENCES = re.compile(r"(?:°[CF]|[a-z]{3,}|\d [A-Z])\. [A-Z]")
_NO_SUBJECT = PERSONAL | frozenset(
    """that which who whom whose when where if because there here this these those what how why
        some many few little much most several others such both each one all any another more
        other not as to
        only even since although while another than""".split()
)
_LED_IN = frozenset(
    """in on at by for from under with during after before to of as between among through since
    until despite like unlike within without near over above below along across beyond around
    throughout""".split()
)
"""A sentence that opens so has its subject later, where is unsure."""
_GOES_ON = re.compile(
    r", (?!\S+(?: \S+)?,? (?:and|or) )(?:and|but|which|who|whose|so|where|when|with|making|after"
    r"|before|including|such|or|as|followed|[a-z]+ing|[a-z]+ly|the|a|an|from|near|between|in|at|on|by|for|to|of)\b.*$"
    r"| since [a-z].*$| (?:before|after|until|when|as|while) (?:he|she|they|it)\b.*$"
)
_NEXT_CLAUSE = re.compile(r",? (?:and|but|so) |, ")
_AGAIN = re.compile(
    r"\b(?P<how>at|in|by|to|from|on|with|for) [^;]*?(?:,| and)"
    r" (?!(?:and )?(?:(?P=how)|later|then|\w+ly) )"
    r"(?:(?!to\b)[\w'’-]+ ){1,5}?(?P=how) "
)
"""The same said of another thing, its verb left out: "in 1895 and Russia in 1905"."""
_BROKEN_LIST = re.compile(r", (?!.*\b(?:and|or) )(?!\d{4}$)[^,]*$")
"""Things in a row of which the last was cut off: "affective, behavioural, cognitive"."""
_AND_DEED = re.compile(r",? and (?:[a-z]+ly |then |later )?(?P<verb>[a-z]+)\b")
_ADVERB = frozenset("first also then later often usually soon originally still now".split())
_NOUN_IN_LY = re.compile(r"(?:\w+poly|family|supply|assembly|anomaly|reply|ally|rally|fly|belly)$")
_SURELY_VERB = re.compile("[a-z]{3,}(?:ises|izes|ifies)$")
_MOST_SUBJECT = 9
_SMALL = frozenset("the a an its their his her to into from on with by that in of at for".split())
_AFTER_VERB = frozenset("a an the its their each every all any that how".split())
_TIED = frozenset("for in by from on at with to as for towards of".split())
_WITHOUT_OBJECT = frozenset(
    """died lived arrived began ended started happened occurred appeared worked travelled traveled
    moved ruled collapsed emerged existed evolved erupted failed fought grew increased decreased
    declined expanded landed lasted marched met opened participated passed remained resigned
    responded resulted retired returned reigned sailed served settled spread stayed studied
    succeeded surrendered survived turned visited voted crossed differed depended belonged
    won tried paid contributed converged dropped trained played performed escaped""".split()
)
"""Past forms that need nothing done to; others before a preposition may be "(was) fixed"."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One deed or state; its parts are words of the sentence, in the sentence's order."""

    front: str
    """What it opens with before its subject: "In 794"; often empty."""
    subject: str
    verb: str
    """The finite one: "was", "has", "can", "moved"."""
    rest: str
    """What follows, up to where the sentence goes on to something else."""
    first: str = ""
    """"first" where it stands before the verb, which keeps it there; else empty."""

    @property
    def is_linked(self) -> bool:
        """Whether the verb itself goes before the subject in a question."""
        word = self.verb
        after = self.rest.split(" ")[0] if self.rest else ""
        return word in BE | MODALS or (word in HAVE and is_participle(after))

    @property
    def is_past(self) -> bool:
        return self.verb in {"was", "were", "had"} or is_past(self.verb)

    @property
    def is_plural(self) -> bool:
        """Whether the verb shows that the subject is several things."""
        if self.verb in BE | MODALS | HAVE:
            return self.verb in {"are", "were", "have"}
        return not is_past(self.verb) and not self.verb.endswith("s")

    @property
    def text(self) -> str:
        """The clause as a sentence of its own."""
        front = self.front[:1].lower() + self.front[1:]
        line = " ".join(filter(None, (self.subject, self.first, self.verb, self.rest, front)))
        return f"{line[:1].upper()}{line[1:]}."


def clauses(text: str) -> Iterator[Clause]:
    """The plain clauses of a sentence, one at most for each part between semicolons."""
    for part in text.removesuffix(".").split("; "):
        if clause := _clause(f"{part[:1].upper()}{part[1:]}."):
            yield clause


def _clause(text: str) -> Clause | None:
    plain = _ALONGSIDE.sub(".", _BRACKETS.sub("", text).strip())
    if _BARRED.search(text) or not plain.endswith(".") or _TWO_SENTENCES.search(plain):
        return None
    front, line = _opened(plain[:-1])
    if (match := _ASIDE.match(line)) and _verb_at(match["subject"].split(" ")) is None:
        line = f"{match['subject']} {line[match.end() :]}"
        behind = len(match["subject"].split(" "))
        if _verb_at(line.split(" ")) not in {behind, behind + 1}:
            return None  # one of several in a row, not an aside
    words = line.split(" ")
    at = _verb_at(words)
    if at is None:
        return None
    subject = words[:at]
    adverbs: list[str] = []
    while len(subject) > 1 and _is_adverb(subject[-1]):
        adverbs.insert(0, subject.pop())
    if not _is_subject(subject):
        return None
    rest = _cut(" ".join(words[at + 1 :]))
    if _AGAIN.search(rest) or _BROKEN_LIST.search(rest):
        return None
    first = "first" if "first" in adverbs else ""
    return Clause(front, " ".join(subject), words[at], rest, first) if rest else None


def _opened(line: str) -> tuple[str, str]:
    match = _WHEN_FRONT.match(line)
    if match is None and (match := _FRONT.match(line)) and "," not in match[0]:
        match = None  # "In the cell the DNA is copied": where the subject begins is unsure
    if match is None:
        return "", line
    return match[0].rstrip(", "), line[match.end() :]


def _verb_at(words: list[str]) -> int | None:
    """Where the finite verb of the main clause stands; None where that is unsure."""
    for at in range(1, min(len(words), _MOST_SUBJECT + 2)):
        word = words[at]
        if word in {"that", "which", "who", "whose", "where", "when"} or word.endswith(","):
            return None
        # "the movement called X seized power"; Brønsted
        if word == "called" or word[:1].isupper() or not _is_verb(words, at):
            continue
        if words[at - 1] == "and":
            return None
        if word in BE | MODALS | HAVE:
            return at
        if is_past(word) and _only_describes(words, at):
            if _is_before_noun(words, at):
                continue
            return None
        return at
    return None


def _is_before_noun(words: list[str], at: int) -> bool:
    """Whether a past form stands before the noun that it describes: "inactivated vaccine was"."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return after.isalpha() and after.islower() and after not in _SMALL | _AFTER_VERB | _TIED


def _only_describes(words: list[str], at: int) -> bool:
    """Whether a past form may be no verb of its own: "a word found in two weighs less"."""
    if _has_another(words[at + 1 :]):
        return True
    after = words[at + 1] if at + 1 < len(words) else ""
    named = at > 1 and all(word[0].isupper() for word in words[:at])
    passive = is_participle(words[at]) and words[at] not in _WITHOUT_OBJECT
    if after in _TIED and passive and not named:
        return True  # notes leave "was" out: "header fixed at 40 bytes", "published in 1988"
    some = words[0] in {"A", "An"} or words[0].endswith("s")
    return some and not any(word[0].isupper() for word in words[1:at]) and after in _TIED


def _has_another(words: list[str]) -> bool:
    """Whether a verb comes yet, so that the first only described the subject."""
    for before, word in pairwise(["", *words]):
        if before.endswith(","):
            return word in BE | MODALS | HAVE  # "first performed in 1805, was longer"
        if before.endswith("s") and word in FINITE and f"{word}s" in VERBS_IN_S | FINITE:
            return True
        if word in {"that", "which", "who", "where", "when", "and", "but", "whose"}:
            return False
        if word in BE | MODALS | HAVE or word in VERBS_IN_S:
            return True
    return False


def _is_verb(words: list[str], at: int) -> bool:
    word, before = words[at], words[at - 1].lower()
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in BE | MODALS | HAVE or word in PASTS:
        return before not in {"to", "the", "a", "an", "of"}
    if is_past(word) or _SURELY_VERB.match(word):
        return before not in _SMALL and not before.endswith("ly")
    described = after.endswith("ed") and words[at + 2 : at + 3] and words[at + 2] in _TIED
    if f"{after}s" in VERBS_IN_S or described:
        return False  # "Safety measures work", "rules instated for 2006": the noun, and its verb
    if after and (word in VERBS_IN_S or (word in FINITE and word.endswith("s"))):
        return before not in _SMALL
    if word.endswith("s") and not word.endswith("ss") and word not in STOPWORDS:
        return after in _AFTER_VERB and not before.endswith("s") and before not in _SMALL
    return before.endswith("s") and (f"{word}s" in VERBS_IN_S or word in FINITE) and word.islower()


def _is_adverb(word: str) -> bool:
    return word in _ADVERB or (
        word.endswith("ly") and word.islower() and not _NOUN_IN_LY.match(word)
    )


def _is_subject(words: list[str]) -> bool:
    lower = [word.lower() for word in words]
    if not 0 < len(words) <= _MOST_SUBJECT or _NO_SUBJECT & set(lower):
        return False
    if lower[0] in _LED_IN | VERBS_IN_S:
        return False
    if lower[0].endswith("ing") and words[1:] and words[1][0].isupper():
        return False  # "Considering Modernism"
    return lower[-1] not in _SMALL and not any(word.endswith(",") for word in words)


def _cut(rest: str) -> str:
    """What a verb goes with, without a second deed or a clause that follows."""
    rest = _GOES_ON.sub("", rest).rstrip(" ,")
    for match in _AND_DEED.finditer(rest):
        if _is_deed(match["verb"]):
            # "evaporates from oceans, condenses into clouds and falls": a list of deeds
            return rest[: match.start()].partition(",")[0]
    for match in _NEXT_CLAUSE.finditer(rest):
        following = rest[match.end() :].split(" ")
        verb = 0 if _is_deed(following[0]) else _verb_at(following)
        if verb and match[0] == ", " and is_past(following[verb]):
            return ""  # "on a smaller, task-specific labelled set": no clause, but what?
        if verb is not None:
            inside = re.search(r"\b(?:that|which|who|how|whether)\b", rest[: match.start()])
            return "" if inside else rest[: match.start()]
    return rest


def _is_deed(word: str) -> bool:
    return is_past(word) or word in VERBS_IN_S | BE | MODALS | HAVE

"""What a sentence is about: its subject, as a later sentence may take it up again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from llmtutor.quiz.notes.english import is_adverb
from llmtutor.quiz.notes.english_verbs import IRREGULAR, VERBS_IN_S
from llmtutor.quiz.notes.english_words import OPENERS, PERSONAL
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Statement
from llmtutor.search.analysis import STOPWORDS

_MOST_WORDS = 8
"""Of a subject that is named again."""
_MOST_IN_A_ROW = 4
_SINGULAR = frozenset("is was has does".split())
_PLURAL = frozenset("are were have do".split())
_SURE = (
    _SINGULAR
    | _PLURAL
    | frozenset(
        "had can cannot could may might must will would did became means refers denotes".split()
    )
)
_BASES = frozenset(
    """use carry contain include require allow consist belong exist share produce provide store
    form cause lack differ depend bind help make take give get go come hold
    lead live grow""".split()
)
"""Verbs that a plural subject may have; behind an article they may be nouns."""
_PREPOSITIONS = frozenset(
    "of in at for on with to from under between by against over across through within".split()
)
_OPENS_NO_SUBJECT = (OPENERS | PERSONAL | _PREPOSITIONS) | frozenset(
    """if when while as because since although though after before until unless some many most few
    several every all no any much more less without during given using according despite unlike
    like among than who i you we only there today other multiple various numerous certain different
    additional further""".split()
)
"""Words that open no subject, or one of which each sentence means others."""
_ADVERBS = frozenset("also still only first once soon already never always then now later".split())
_BEFORE_OBJECTS = frozenset(
    """the a an its their his her both all no any each every two three four five several many some
    once twice again only""".split()
)
_NOT_INSIDE = PERSONAL | frozenset(
    "this these that those such who which whose where i we you if when because".split()
)
_ASIDE = re.compile(r" ?\([^()]*\)")
_INTRODUCTION = re.compile(
    r"^(?:In|On|At|By|From|After|Before|During|Under|Around|Until|Since|Between|Throughout|Within"
    r"|Among|For)\b[^,;:.]{1,60}, (?=\S)"
)
_APPOSITION = re.compile(
    r"^([^,;:]{2,60}), (?:an?|the|who|which|also|known|born) [^,;]*, (?=[a-z])"
)
_ONE_THING_IN_S = re.compile(r"(?:ss|us|is|ics|[Nn]ews|[Ss]eries|[Ss]pecies)$")
_ADJECTIVE_ALONE = re.compile(
    r"the (?:(?:larg|small|old|young|long|short|high|low|great|new|lat|earli|bigg|strong|weak|rich"
    r"|poor)(?:er|est)|former|latter|last|first|second|third|fourth|fifth|two|three|best|worst)"
)
"""A phrase whose noun another sentence has: "the larger is red"."""
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about."""

    name: str
    """As it stands inside a sentence: "the lipid bilayer", "Buddy Bolden"."""
    plural: bool
    proper: bool
    """Whether it is a name."""
    set_off: bool
    """Whether the author set it off as a term."""
    verb: str
    rest: str
    """What its sentence says behind the verb."""


def subject_of(statement: Statement) -> Subject | None:
    """The subject of an English sentence; None where its words do not show it for certain."""
    marked = without_introduction(_ASIDE.sub("", statement.marked))
    if match := _APPOSITION.match(marked):
        marked = f"{match[1]} {marked[match.end() :]}"
    opened = re.match(rf"(?:(?:The|An?) )?{OPEN}([^{CLOSE}]*){CLOSE}(?! of\b)", marked)
    words = marked.replace(OPEN, "").replace(CLOSE, "").split()
    head = len(marked[: opened.end()].split()) if opened else 1
    at = verb_at(words, head)
    if not at:
        return None
    verb, rest = words[at].strip(".,;:").lower(), " ".join(words[at + 1 :])
    while at > 1 and (is_adverb(words[at - 1]) or words[at - 1] in _ADVERBS):
        at -= 1
    if not _is_phrase(words[:at]):
        return None
    proper = _is_proper(words[:at])
    return Subject(
        name=" ".join(words[:at]) if proper else _inside(words[:at]),
        plural=_is_plural(words[:at], verb),
        proper=proper,
        set_off=bool(opened) and head == at,
        verb=verb,
        rest=rest,
    )


def said_of(subject: Subject, said: str) -> Subject | None:
    """The same subject in a sentence of which only what follows the subject is given."""
    words = said.split()
    while words and is_adverb(words[0]):
        words = words[1:]
    if not words:
        return None
    return replace(subject, verb=words[0].strip(".,;:").lower(), rest=" ".join(words[1:]))


def without_introduction(text: str) -> str:
    """A sentence without the phrase before its subject: "In 1922, Oliver …"."""
    return _INTRODUCTION.sub("", text, count=1)


def verb_at(words: Sequence[str], start: int = 1) -> int:
    """Where the verb of a sentence stands that opens with its subject; 0 where none is sure."""
    name = True
    for at in range(max(1, start), min(len(words), _MOST_WORDS + 2)):
        word = words[at].strip(".,;:")
        name = name and words[at - 1][:1].isupper()
        if word.lower() != word:
            continue
        before = words[at - 1].lower()
        if word in _SURE or word in VERBS_IN_S:
            return at
        if name and at > 1 and word.endswith("s") and word not in STOPWORDS:
            return at  # "Duke Ellington deserves": behind a name it is no plural
        past = word in IRREGULAR or (word.endswith("ed") and len(word) > len("need"))
        if past and before not in STOPWORDS:
            behind = {one.strip(".,;:") for one in words[at + 1 :]}
            # "proteins made in the liver are …": a participle, and the verb comes later
            described = " ".join(words[at + 1 : at + 2]) in _PREPOSITIONS
            later = described and not name and behind & (_SINGULAR | _PLURAL)
            return 0 if later else at
        if at + 1 < len(words) and is_verb_between(before, word, words[at + 1]):
            return at
        bare = words[0].lower() not in {"the", "a", "an"} or before.endswith("s")
        if word in _BASES and bare and before.endswith("s"):
            return at
    return 0


def is_verb_between(before: str, word: str, following: str) -> bool:
    """Whether a word is the verb of a sentence by its neighbours: "moths visit the thistle"."""
    object_follows = following.strip(".,;:") in _BEFORE_OBJECTS or following[:1].isdigit()
    if not object_follows or before in STOPWORDS or word in STOPWORDS or len(word) < len("sit"):
        return False
    if word.endswith("s"):
        return is_plural_noun(word) and not is_plural_noun(before)
    return is_plural_noun(before) and not word.endswith(("ly", "ing", "ed"))


def _is_phrase(words: Sequence[str]) -> bool:
    """Whether words are a noun phrase that says which thing it means."""
    lower = [word.lower() for word in words]
    headless = is_adverb(lower[0]) or _ADJECTIVE_ALONE.fullmatch(" ".join(lower))
    if not 1 <= len(words) <= _MOST_WORDS or lower[0] in _OPENS_NO_SUBJECT or headless:
        return False
    inside = {word.lower() for word in words if word != "I"}  # Selim I
    if any(re.search(r"[,;:\"“”()]", word) for word in words) or _NOT_INSIDE & inside:
        return False
    if "and" in lower and _PREPOSITIONS & {*lower}:
        return False
    if _longest_run(words) > _MOST_IN_A_ROW:
        return False  # a verb was missed
    # a second article behind no preposition shows that a verb was missed
    inner = (at for at, word in enumerate(lower) if at and word in {"the", "a", "an"})
    if any(lower[at - 1] not in _PREPOSITIONS | {"and"} for at in inner):
        return False
    dated = lower[-2:-1] == ["of"] and words[-1].isdigit()
    ends = words[-1] == "I" or lower[-1] not in STOPWORDS
    return ends and (dated or bool(_LETTERS.search(words[-1])))


def _longest_run(words: Sequence[str]) -> int:
    """Words in a row with no capital and no preposition between them."""
    longest = run = 0
    for at, word in enumerate(words):
        plain = word.islower() or at == 0
        run = run + 1 if plain and word not in _PREPOSITIONS | {"and"} else 0
        longest = max(longest, run)
    return longest


def _is_proper(words: Sequence[str]) -> bool:
    """Whether a phrase is a name: each word has a capital, a numeral or a particle aside."""
    small = frozenset("of the de van von al der ibn la and".split())
    named = [word for word in words if word not in small and word != "The"]
    capitals = all(word[:1].isupper() or word[:1].isdigit() for word in named)
    if not named or not capitals:
        return False
    return len(named) > 1 or words[0] == "The" or named[0][1:].lower() != named[0][1:]


def _inside(words: Sequence[str]) -> str:
    """A phrase as inside a sentence; a lone capitalised word keeps it, for it may be a name."""
    first = words[0]
    name = first[1:].lower() != first[1:] or (len(words) == 1) or first.endswith(("'s", "’s"))
    second = words[1][:1].isupper() if len(words) > 1 and first not in {"The", "A", "An"} else False
    return (
        " ".join(words) if name or second else " ".join([first[0].lower() + first[1:], *words[1:]])
    )


def _is_plural(words: Sequence[str], verb: str) -> bool:
    lower = [word.lower() for word in words]
    if verb in _PLURAL or verb in _BASES or "and" in lower:
        return True
    if verb in _SINGULAR or verb in VERBS_IN_S:
        return False
    head = next((at for at, word in enumerate(lower) if at and word in _PREPOSITIONS), len(lower))
    return is_plural_noun(lower[head - 1]) and lower[0] not in {"a", "an"}


def is_plural_noun(word: str) -> bool:
    """Whether a word looks like the plural of a noun."""
    if word in {"people", "men", "women", "children", "data", "criteria", "bacteria", "phenomena"}:
        return True
    return word.endswith("s") and len(word) > 2 and not _ONE_THING_IN_S.search(word)

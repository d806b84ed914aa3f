"""Whether a piece of English stands alone.

Each test errs towards no: a good sentence lost costs one question, a bad one kept
costs a student's trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.notes.dangling import dangling
from llmtutor.quiz.notes.definites import every_definite, opening_definite, pointed_definite
from llmtutor.quiz.notes.english import Known, Words, is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import VERBS_IN_S
from llmtutor.quiz.notes.english_words import (
    DEICTIC,
    FURNITURE,
    LEANING,
    NARROWING,
    OPENERS,
    OPENING_PHRASES,
)
from llmtutor.quiz.notes.lines import SURE
from llmtutor.quiz.notes.pronouns import loose_pronoun, nobody
from llmtutor.search.analysis import STOPWORDS, stem

_MARKUP = re.compile(r" ,|https?:|\]\(|\[\[|[|{}<>\\=≈~]|\.\.\.|…|!!|\?\?|\t")
_BRACKETS = {"(": ")", "[": "]", "“": "”"}
_QUANTIFIERS = frozenset("some many most several few all each both".split())
_BEHIND_NOUN = frozenset("of in to at on for from by with and or between".split())
_ORDINALS = frozenset("first second third last rest same".split())
_TAIL = re.compile(
    r"\bas (?:much|many|long|large|good|well|often|fast)\b(?! as\b)(?=[.,;]|$)"
    r"|\b(?:its|their|his|her) own\.?$|\b(?:either|again|too|likewise|so)\.?$"
)
_NAMED_BEFORE = re.compile(
    r"\b(?:named|mentioned|described|seen|shown|listed|introduced|said|discussed|given|defined)"
    r" (?:earlier|above|before|later|below)\b"
)
_INSTEAD = re.compile(r"\b(?:instead|rather|too|as well)[:,;]")
_LEFT_OUT = re.compile(
    r"\bfollow(?:s|ed)?(?=[.,;]"
    r"| (?:on|in|at|after|later|soon|suit|shortly|a (?:year|day|week|month))\b)"
    r"|\bthat followed (?:is|are|was|were)\b"
    r"|\bcarr(?:y|ied|ies) on with\b"
)
"""Verbs whose object stood in another sentence: whom she followed, what he carried on."""
_NO_SUBJECT = re.compile(
    r"^(?:[A-Z][a-z]{2,}ed|Built|Made|Found|Written|Taken|Held|Led|Known|Shown)"
    r"(?: out| up| on| down)? (?:(?:by|in|at|from|to|as)\b|(?:for|on|with)\b(?!.*,))"
)
"""Notes that leave out what they are about: "Worked out by Calvin at Berkeley"."""
_OF_NOTHING = re.compile(
    r"^(?:In|On|At|With|Under|By|For|From|To|After|Before|During)\b[^,.;]{0,12} (?:its|his|her)\b"
    r"|\bfor those (?:that|which)\b"
)
"""What another sentence named: "Under IFRS its official name", "Mahmud II was more patient"."""
_ONES = re.compile(r"^(?:The [a-z-]+|[A-Z][a-z-]+) ones\b")
_BARE_ONE_OF_SEVERAL = re.compile(
    r"^(?:Last|Next|Final|First|Only|Latest)((?: [a-z-]+){1,3}) (?:is|are|was|were)\b"
)
"""Notes that leave the article out leave out of what as well: "Last natural case was in 1977"."""
_ONE_OF_SEVERAL = re.compile(
    r"^The (?:[a-z]{3,}est|first|second|third|last|other|next)(?: [a-z]+){1,2},"
)
"""A superlative that nothing narrows: "The largest model, with 12 billion parameters, …"."""
_PHRASE_THEN_PRONOUN = re.compile(
    r"^(?:In|On|At|With|Without|By|For|From|To|After|Before|During|Under|Over|Between|Among|Unlike"
    r"|Like|Given|Using|Despite)\b[^,]*, (?:it|they|he|she)\b"
)
_SAME = re.compile(
    r"\bthe same (?:role|way|thing|purpose|reason|effect|result|idea|principle|function|line|kind"
    r"|job|task|place|position|conclusion|pattern|logic|trick|method|approach)\b(?! as\b)"
    r"(?![^,;]*\bas\b)"
)
"""Alike to what another sentence told."""
_THEN = re.compile(r", then(?= [a-z])")
_QUOTED = re.compile(r"[\"“][^\"“”]{2,60}[\"”]")
_THE_OTHER = re.compile(r"\bthe others?(?=[.,;]|$| (?:is|are|was|were|has|had|can|does|to|of)\b)")
_PREPOSITIONS = frozenset(
    "over under above below beyond within during until since against after before".split()
)
_AFTER_THAT = frozenset("of which in for with from".split())
"""Behind these "that" stands for a thing of its own sentence: "above that of water"."""
_BEING = frozenset("is are was were exist exists may can must will has have".split())
_JOINING = frozenset("and but called known which who that so".split())


def leaning(text: str, known: Known = (), *, opening: bool = True, strict: bool = False) -> str:
    """What in a text leans on its surroundings; empty where it stands alone.

    Args:
        text: a sentence, or what a question asks about.
        known: stems of terms that "the" may stand before.
        opening: whether its first word counts; not for the middle of a question.
        strict: whether every "the …" must say which, and nothing may have been left out; for
            sentences out of running text.
    """
    words = words_of(text)
    if not words.shown:
        return "no words"
    return next(filter(None, _findings(text, words, known, opening, strict)), "")


def _findings(text: str, words: Words, known: Known, opening: bool, strict: bool) -> Iterator[str]:
    yield _markup(text)
    if opening:
        yield _opening(words)
        yield _one_of_what(text, known)
    yield pointing(text)
    yield _furniture(words.lower, known)
    yield loose_pronoun(words)
    if opening:
        yield opening_definite(text, words, known)
    if strict:
        yield dangling(text)
        yield nobody(words)
    yield every_definite(words, known) if strict else pointed_definite(words, known)


def _markup(text: str) -> str:
    if match := _MARKUP.search(text):
        return f"'{match[0]}' in it"
    for opened, closed in _BRACKETS.items():
        if text.count(opened) != text.count(closed):
            return f"an unbalanced '{opened}'"
    return "an unbalanced '\"'" if text.count('"') % 2 else ""


def _opening(words: Words) -> str:
    lower = words.lower
    first = lower[0]
    if first in OPENERS or (first.endswith("'s") and first[:-2] in OPENERS):
        return f"opens with '{first}'"
    opening = " ".join(lower[:5]) + " "
    for phrase in OPENING_PHRASES:
        if opening.startswith(f"{phrase} ") and not _is_narrowed(words):
            return f"opens with '{phrase}'"
    if first in {"later", "earlier"}:
        return f"opens with '{first}'"
    acts = (
        first in VERBS_IN_S
        and lower[1:2]
        and lower[1] not in _BEHIND_NOUN
        and not is_verb(lower[1])
    )
    if acts and not SURE & {*lower}:
        return f"nobody before '{first}'"
    if first in _QUANTIFIERS and len(lower) > 1 and (is_verb(lower[1]) or lower[1] == "of"):
        return f"opens with a bare '{first}'"
    return ""


def _one_of_what(text: str, known: Known) -> str:
    """A last, next or only thing with no article, unless it is a term: "First aid is …"."""
    match = _BARE_ONE_OF_SEVERAL.match(text)
    if not match:
        return ""
    named = " ".join(stem(word) for word in words_of(text[: match.end(1)]).lower)
    return "" if named in known or " of " in match[1] else f"'{text[: match.end(1)]}' of what"


def _is_narrowed(words: Words) -> bool:
    """Whether "The first …" says which: "The first emperor of Rome", "The First Punic War"."""
    lower = words.lower
    if lower[0] != "the" or lower[1] not in _ORDINALS:
        return False
    if all(word[:1].isupper() for word in words.shown[1:3]):
        return True
    return any(word in NARROWING for word in lower[2:5])


def pointing(text: str) -> str:
    """A word that points out of a text: "this", "above"; empty where there is none."""
    if _ONE_OF_SEVERAL.match(text) or _INSTEAD.search(text):
        return "it sets itself against another sentence"
    for pattern in (
        _LEFT_OUT,
        _NO_SUBJECT,
        _OF_NOTHING,
        _ONES,
        _NAMED_BEFORE,
        _PHRASE_THEN_PRONOUN,
    ):
        if match := pattern.search(text):
            return f"'{match[0][-12:]}' leans on another sentence"
    if match := _SAME.search(text):
        return f"'{match[0]}' leans on another sentence"
    if _THE_OTHER.search(text) and not re.search(r"\b(?:[Oo]ne|[Ee]ach|[Tt]wo|[Bb]oth)\b", text):
        return "'the other' has nothing beside it"
    if _TAIL.search(text):
        return "its end goes back to another sentence"
    lower = _plain_lower(text)
    found = ["there"] if _names_a_place(lower) else _pointers(lower)
    return next((f"'{word}' points elsewhere" for word in found), "")


def _plain_lower(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, save Selim I, the US and what is quoted."""
    words = words_of(_QUOTED.sub('"', _after_its_deed(text)))
    lower = list(words.lower)
    for at, word in enumerate(words.shown):
        named = at and words.shown[at - 1][:1].isupper() and lower[at - 1] not in STOPWORDS
        if word == "US" or (word == "I" and named):
            lower[at] += "."
    return tuple(lower)


def _after_its_deed(text: str) -> str:
    """A text with "and then" where ", then" goes on from a verb of its own."""
    match = _THEN.search(text)
    before = words_of(text[: match.start()]).lower[1:] if match else ()
    return _THEN.sub(" and then", text) if any(map(is_verb, before)) else text


def _names_a_place(lower: Sequence[str]) -> bool:
    """Whether "there" stands for a place of another sentence: "found a stone there in 1799"."""
    places = (at for at, word in enumerate(lower) if word == "there" and at)
    return any("".join(lower[at + 1 : at + 2]) not in _BEING for at in places)


def _pointers(lower: Sequence[str]) -> Iterator[str]:
    for number, word in enumerate(lower):
        before = lower[number - 1] if number else ""
        after = lower[number + 1] if number + 1 < len(lower) else ""
        if word in DEICTIC or word in LEANING:
            points = _points_out(lower, number, before, after)
        elif word == "another":
            of_two = before in {"from", "to", "than", "into", "with", "of"}
            points = "one" not in lower and not (of_two and {"a", "an"} & set(lower[:number]))
        elif word in {"then", "also", "too"}:
            points = _ties_back(lower, word, before, after)
        elif word == "those":
            points = bool(number) and bool(after) and after not in NARROWING
        elif word == "similar":
            points = before in {"a", "the", "on"} and after not in {"to", "in"}
        elif word == "such":
            points = after != "as"
        else:
            points = word == "that" and (
                before in {"in", "for", "of", "at", "on"}
                or (before in _PREPOSITIONS and after not in _AFTER_THAT)
                or _names_what(lower, number)
            )
        if points:
            yield word


def _points_out(lower: Sequence[str], number: int, before: str, after: str) -> bool:
    """Whether a word that may point out of its sentence does."""
    word = lower[number]
    if word in {"above", "below"}:
        return not _is_a_measure(after)
    if word == "ago":  # not as the Earth counts
        return not {"million", "billion"} & {*lower[max(0, number - 2) : number]}
    if word == "current":  # not where the current slows
        return before in {"the", "our", "its"} and _is_noun(after)
    # "Following the war, …" is a preposition
    return bool(number) or word != "following"


def _is_noun(word: str) -> bool:
    return bool(word) and not is_finite(word) and word not in STOPWORDS


def _is_a_measure(word: str) -> bool:
    """Whether a word behind "above" says above what: "above sea level", "below 40 %"."""
    return word in {"sea", "average", "zero", "ground"} or word[:1].isdigit()


def _names_what(lower: Sequence[str], number: int) -> bool:
    """Whether "that" picks out a thing, "writing that text so", and opens no clause."""
    noun, following = [*lower[number + 1 : number + 3], "", ""][:2]
    if number != 1 or not lower[0].endswith("ing") or not noun or noun in STOPWORDS:
        return False
    return not (is_verb(noun) or is_verb(following))


def _ties_back(lower: Sequence[str], word: str, before: str, after: str) -> bool:
    """Whether "then", "also" or "too" goes on from another sentence."""
    if word == "then":
        return before not in {"and", "since", "by"} and "if" not in lower and "when" not in lower
    return not _JOINING & {before, after} if word == "also" else not after


def _furniture(lower: Sequence[str], known: Known) -> str:
    """A thing of the notes themselves: "the table", "our lecture"."""
    for number, word in enumerate(lower):
        if word in FURNITURE and number and lower[number - 1] in {"the", "our", "each"}:
            after = lower[number + 1] if number + 1 < len(lower) else ""
            if after not in NARROWING and stem(word) not in known:
                return f"'the {word}' is furniture of the notes"
    return ""

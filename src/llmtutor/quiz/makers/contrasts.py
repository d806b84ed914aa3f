"""True or false from contrasts: "X …, whereas Y …", as it stands and with X and Y exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.makers.claims import SUBORDINATE
from llmtutor.quiz.makers.drafting import draft, falsehood
from llmtutor.quiz.makers.statements import counted, is_anecdote
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import content_stems, head_stem, is_adverb, is_finite, words_of
from llmtutor.quiz.notes.english_verbs import FINITE, VERBS_IN_S
from llmtutor.quiz.notes.english_words import OPENERS, PERSONAL
from llmtutor.quiz.notes.lecture import LectureNotes

_CONTRAST = re.compile(
    r"^(?P<one>[^,;:]{8,120})(?P<link>, (?:whereas|while|but|and) |; |, )(?P<two>[^;:]{8,140})\.$"
)
_SHORTENED = re.compile(
    r"^(?P<one>[^,;:]{8,80}?) (?P<joint>to|towards|under|by|from|in|into|on|with|at|for)"
    r" (?P<said>[^,;:]{3,40}), (?:and |but |while |whereas )?(?P<two>[\w -]{3,40}?) (?P=joint)"
    r" (?P<meant>[^,;:]{3,40})\.$"
)
"""A contrast whose second half leaves the verb out: "…, cations towards the cathode"."""
_LOOSE_LINKS = frozenset(("; ", ", ", ", and "))
_UNCLEAR = PERSONAL | frozenset("whose which that who where".split())
"""Words of a subject that has a clause of its own, or leans on another."""
_OF_A_PLACE = re.compile("(?:ish|ese|ine|[ei]an)$")
"""Ends of words that are names as well: Florentine, Venetian."""
_LONGEST_SUBJECT = 7
_LONGEST = 26
"""Words of a contrast that can be held in mind at once."""
_SPLIT = re.compile(r"[\s]+")


def make(notes: LectureNotes) -> Iterator[Question]:
    """Two statements for each contrast: the author's, and the same with its sides exchanged."""
    for statement in notes.standing:
        false = "" if statement.cjk else exchanged(statement.text)
        if (
            not false
            or not _is_case_known(notes, statement.text)
            or not (counted(notes, statement) or _share_a_head(statement.text))
            or is_anecdote(statement.text)
            or re.search(r"(?<![\w-])\d", statement.text)
        ):
            continue
        text = statement.text
        yield draft("truefalse", text, True, statement.source, "contrast: true")
        yield falsehood(false, text, statement.source, "contrast: exchanged", harder=0.15)


def _share_a_head(text: str) -> bool:
    """Whether the two subjects are two kinds of one thing: saturated fats, unsaturated fats."""
    if _SHORTENED.match(text):
        return True
    match = _CONTRAST.match(text)
    parts = match and (_subject(match["one"]), _subject(match["two"]))
    if not parts or not parts[0] or not parts[1]:
        return False
    return head_stem(parts[0][0]) == head_stem(parts[1][0])


def exchanged(text: str) -> str:
    """A contrast with its two subjects exchanged; empty where it is none that can be."""
    if len(words_of(text).shown) > _LONGEST or " Is " in text or SUBORDINATE.match(text):
        return ""  # what stands behind "because" is no other side
    if match := _SHORTENED.match(text):
        return _with_ends_exchanged(text, match)
    match = _CONTRAST.match(text)
    if not match:
        return ""
    one, two = _subject(match["one"]), _subject(match["two"])
    if not one or not two or not _are_opposed(one, two, match["link"]):
        return ""
    (first, said), (second, meant) = one, two
    shown = second[0].upper() + second[1:]
    other = first if _keeps_capital(first) else first[0].lower() + first[1:]
    return f"{shown} {said}{match['link']}{other} {meant}."


def _are_opposed(one: tuple[str, str], two: tuple[str, str], link: str) -> bool:
    """Whether two clauses set two subjects against each other, in words that fit both."""
    (first, said), (second, meant) = one, two
    if content_stems(first) == content_stems(second) or content_stems(said) == content_stems(meant):
        return False
    if link in _LOOSE_LINKS and (not _parallel(said, meant) or " than " in said or ", " in meant):
        return False  # what is denser than one thing may be denser than the other; a list of three
    if link == ", " and not content_stems(said) & content_stems(meant):
        return False  # "the burden is on the State, regional custom is possible"
    return _number(said) == _number(meant)


def _with_ends_exchanged(text: str, match: re.Match[str]) -> str:
    said, meant = match["said"], match["meant"]
    other = words_of(match["two"]).lower
    if (
        any(is_finite(word) for word in other[1:])
        or {"not", "than"} & {*other}
        or other[-1].endswith("ed")
    ):
        return ""  # it has a verb of its own
    if not _subject(f"{match['one']} {match['joint']}") or content_stems(said) <= content_stems(
        meant
    ):
        return ""
    between = text[match.end("said") : match.start("meant")]
    return f"{text[: match.start('said')]}{meant}{between}{said}."


def _subject(clause: str) -> tuple[str, str] | None:
    """``(subject, rest)`` of a clause whose verb comes early; None where that is not clear."""
    words = _SPLIT.split(clause.strip())
    lower = [word.lower().strip("\"'") for word in words]
    if (
        lower[0].endswith("ing")
        or "one" in lower[:_LONGEST_SUBJECT]
        or lower[0] in OPENERS
        or lower[0] in PERSONAL
        or is_adverb(lower[0])
    ):
        return None
    for number, word in enumerate(lower[1 : _LONGEST_SUBJECT + 1], start=1):
        noun = word.endswith("s") and word not in VERBS_IN_S | FINITE
        if is_finite(word) and not (noun and _is_noun_before(lower, number)):
            if _UNCLEAR & set(lower[:number]):
                return None
            return " ".join(words[:number]), " ".join(words[number:])
    return None


def _parallel(said: str, meant: str) -> bool:
    """Whether two predicates have one verb, as two sides of a contrast do."""
    return words_of(said).lower[0] == words_of(meant).lower[0]


def _is_noun_before(lower: list[str], number: int) -> bool:
    """Whether a word in -s is rather a plural noun: a verb follows it."""
    following = lower[number + 1 : number + 2]
    return bool(following) and (
        following[0] in {"is", "are", "was", "were", "have", "has", "do", "can", "of", "with", "in"}
        or (is_finite(following[0]) and not following[0].endswith("ed"))
    )


def _number(rest: str) -> str:
    """Singular or plural, as the verb shows; a past tense fits both."""
    verb = words_of(rest).lower[0]
    if verb in {"is", "was", "has", "does"} or (verb.endswith("s") and verb != "does"):
        return "one"
    if verb in {"are", "were", "have", "do"}:
        return "many"
    return "past" if verb.endswith("ed") else verb


def _keeps_capital(subject: str) -> bool:
    first = subject.split(maxsplit=1)[0]
    if first in {"A", "An", "The"}:
        return False
    return any(char.isupper() or char.isdigit() for char in first[1:])


def _is_case_known(notes: LectureNotes, text: str) -> bool:
    """Whether the first word of a subject may be written small: "primavera" would tell."""
    match = None if _SHORTENED.match(text) else _CONTRAST.match(text)
    subject = _subject(match["one"]) if match else None
    if not subject or _keeps_capital(subject[0]):
        return True
    first, *more = subject[0].split()
    if more and not _OF_A_PLACE.search(first):
        return True
    return f" {first.lower()}" in notes.text

"""Short forms and what they stand for: one in brackets behind the other, or said outright."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.search.analysis import STOPWORDS

_BRACKETED = re.compile(
    r"(?P<before>[^()（）。，；]{2,120}?) ?[(（](?P<inside>[^()（）]{2,80})[)）]"
)
_SHORT = re.compile(r"[A-Z][A-Za-z0-9&+\-]{1,9}$")
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_SAID = re.compile(
    r"^(?P<short>[A-Z][A-Za-z0-9&+\-]{1,9}) ?(?:=|＝|\bstands for\b|\bis short for\b) ?"
    r"(?:the )?(?P<long>[^,;:()=.，；：。（）＝]{5,80})"
)
_APART_NUMBER = re.compile(r"(?:^|\s)\d")
_SAYS = frozenset("is are was were has have had".split())
_LETTERS = 2
"""Capitals a short form has at least, so that names are none."""


def abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """``(short form, what it stands for)`` of each pair in a line of English or Chinese."""
    if "(" not in text and "（" not in text:
        return
    for match in _BRACKETED.finditer(text):
        before, inside = match["before"].strip(), match["inside"].strip()
        inside = inside.removeprefix("also called ").removeprefix("the ")
        if _is_short(inside) and (long := expansion(inside, before)):
            yield _of_one(inside, long) if inside.endswith("s") else (inside, long)
        else:
            short = before.split()[-1] if before.split() else ""
            # what follows a comma may be something else: ALA (alpha-linolenic acid, omega-3)
            for long in dict.fromkeys(
                (_to_the_letter(short, inside), inside.partition(",")[0], inside)
            ):
                if _is_short(short) and len(long.split()) > 1 and expansion(short, long) == long:
                    yield _of_one(short, long)
                    break


def _to_the_letter(short: str, text: str) -> str:
    """The first words of a text, one a letter: of "control flow graph this time" three for CFG."""
    words = list(_WORD.finditer(text))[: len(short)]
    fits = [word[0][0].lower() for word in words] == [letter.lower() for letter in short]
    return text[: words[-1].end()] if fits else text


def _of_one(short: str, long: str) -> tuple[str, str]:
    """A pair in the singular: PRRs (pattern recognition receptors) is PRR, a receptor."""
    if not short.endswith("s"):
        return short, long
    plural = long.endswith("s") and not long.endswith("ss")
    return short[:-1], long[:-1] if plural else long


def spelled_out(text: str) -> Iterator[tuple[str, str]]:
    """The same where a line says it: ``PCB = process control block, one a process``."""
    match = _SAID.match(text)
    if not match or not _is_short(match["short"]):
        return
    short, ends = match["short"], [word.end() for word in _WORD.finditer(match["long"])]
    pieces = [match["long"][:end] for end in ends]
    letters = [char.lower() for char in short if char.isalnum()]
    exact = [one for one in pieces if _initials(letters, one, list(_WORD.finditer(one))) == one]
    fitting = exact or [one for one in reversed(pieces) if expansion(short, one) == one]
    if fitting:
        yield short, fitting[0]


def _is_short(text: str) -> bool:
    return (
        bool(_SHORT.match(text))
        and text[-1] not in "0123456789"
        and sum(char.isupper() for char in text) >= _LETTERS
    )


def expansion(short: str, text: str) -> str:
    """The end of a text that a short form stands for; empty where its letters do not fit.

    Every letter of the short form must be found, in order and from the end, and
    its first letter must open a word (Schwartz and Hearst, 2003).
    """
    letters = [char.lower() for char in short.rstrip("s") if char.isalnum()]
    words = list(_WORD.finditer(text))
    if not letters or len(words) < 2:
        return ""
    if exact := _initials(letters, text, words):
        return exact
    position = len(text)
    for number, letter in reversed(list(enumerate(letters))):
        position = _find(text, letter, position, opens_word=number == 0)
        if position < 0:
            return ""
    found = text[position:].strip()
    count = len(_WORD.findall(found))
    fitting = sum(word[0].lower() in letters for word in _WORD.findall(found))
    if count < 2 or count > len(letters) + 3 or fitting * 2 < len(letters):
        return ""
    if _words(found)[0] in STOPWORDS or _APART_NUMBER.search(found) or _SAYS & {*_words(found)}:
        return ""  # "up to 400 kV (UK)"; "ACID (acronym is from Härder)"
    return found


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _initials(letters: list[str], text: str, words: list[re.Match[str]]) -> str:
    """The last words of a text, where their first letters are the short form exactly."""
    last = words[-len(letters) :]
    if [word[0][0].lower() for word in last] != letters:
        return ""
    return text[last[0].start() :].strip()


def _find(text: str, letter: str, before: int, *, opens_word: bool) -> int:
    for at in range(before - 1, -1, -1):
        if text[at].lower() == letter and (
            not opens_word or at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "'")
        ):
            return at
    return -1

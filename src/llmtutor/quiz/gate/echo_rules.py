"""Rule 6, what the stem gives away: letters spelled out beside a blank, figures, stems of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.gate.context import GateContext, wrong_options
from llmtutor.quiz.gate.frames import content
from llmtutor.quiz.led import shown_above
from llmtutor.quiz.models import AUTHOR, Question
from llmtutor.quiz.notes.abbreviations import expansion
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.pairs import BEGINNING, CODE_FIGURE, Pair, long_words, shown_part
from llmtutor.search.analysis import stem as root

_BESIDE = re.compile(rf"{BLANK} ?[(（]([^()（）]+)[)）]")
_LATIN_NAME = re.compile(r"[^\W\d_㐀-鿿]{3,}")
_BRACKETED_CJK = re.compile("[(（]([^()（）]+)[)）]")
_ASIDE = re.compile(r"\(([^()]+)\)")
"""Names that a definition gives in passing: "(titrant)", beside a blank for titration."""
_SUFFIX = 5
"""Letters with which another word is made of a root."""
_CJK = re.compile("[㐀-鿿]")
_LEAST_CJK = 3


def not_echoed(question: Question, _context: GateContext) -> str:
    """The stem shows no part of the key: no words for its letters, no figure, no root of it.

    Kept: "____ sets the rate." for FOMC.
    Dropped: "____ (Federal Open Market Committee)"; "makes IL-17" for Th17; 漏水率 in the
    stem for 降低漏水率. What an author wrote is his own to answer for.
    """
    key = question.key
    if question.kind == "match" and isinstance(key, tuple) and question.maker != AUTHOR:
        return _tells_its_partner([pair for pair in key if isinstance(pair, tuple)])
    if key is True and question.maker != AUTHOR and (proof := _proves_itself(question.stem)):
        return f"'{proof}' proves the statement"
    if question.maker == AUTHOR or not isinstance(key, str):
        return ""
    found = _spelled_out(question.stem, key)
    if question.kind in {"cloze", "short"}:
        found = found or next(_shown(question.stem, key), "")
    elif question.kind == "choice":
        others = wrong_options(question)
        found = found or next(
            (part for part in _shown(question.stem, key, roots=True) if not _in_most(part, others)),
            "",
        )
    return f"the stem shows '{found}' of '{key}'" if found else ""


def not_shown_above(question: Question, _context: GateContext) -> str:
    """The lines of the notes above a question do not hold its answer.

    Kept: "Mitosis has four phases.", above "The first is ____."
    Dropped: "Prophase comes first.", above it; "Heat speeds it up.", above a false "Heat slows …".
    """
    shown = shown_above(question)
    return f"the lines above show '{shown}'" if shown else ""


def _tells_its_partner(pairs: Sequence[Pair]) -> str:
    for left, right in pairs:
        if part := shown_part(left, right, [one for one, _ in pairs if one != left]):
            return f"'{part}' of '{right}' stands in '{left}'"
    return ""


def _proves_itself(stem: str) -> str:
    """What stands in brackets, where it only says again what the Chinese before it says."""
    for match in _BRACKETED_CJK.finditer(stem):
        inside, before = set(_CJK.findall(match[1])), set(_CJK.findall(stem[: match.start()]))
        if len(inside) >= _LEAST_CJK and inside <= before:
            return match[1]
    return ""


def _spelled_out(stem: str, key: str) -> str:
    """What stands in brackets behind the blank, where the key's letters are its own."""
    beside = _BESIDE.search(stem)
    if beside and is_chinese(key) and _LATIN_NAME.search(beside[1]):
        return beside[1]  # the same name in Latin letters
    if not beside or not (key.isascii() and key.isupper()):
        return ""
    spelled = re.sub(r"[^\x00-\x7f].*", "", beside[1]).strip(" ,;")
    return beside[1] if expansion(key, spelled) else ""


def _shown(stem: str, key: str, *, roots: bool = False) -> Iterator[str]:
    """Parts of a key that its stem shows; roots of words where other options could have them."""
    stem = content(stem)
    if is_chinese(key):
        # the last pair may only say of what sort it is: 水庫
        pairs = (key[at : at + 2] for at in range(len(key) - 2))
        yield from (pair for pair in pairs if is_chinese(pair) and pair in stem)
        return
    if key.startswith("-") and re.search(rf"{re.escape(key[1:])}\b", stem):
        yield key  # the suffix of "Alkene"
    asides = {word[:BEGINNING] for aside in _ASIDE.findall(stem) for word in long_words(aside)}
    yield from (word for word in long_words(key) if word[:BEGINNING] in asides)
    if not roots and " " not in key:
        # "completely cleared" for clearance
        bare = {root(word) for word in long_words(stem)}
        yield from (
            one for one in bare if 0 <= len(key) - len(one) <= _SUFFIX and key.startswith(one)
        )
    figures = set(CODE_FIGURE.findall(stem))
    yield from (figure for figure in CODE_FIGURE.findall(key) if figure in figures)
    if not roots:
        return
    beginnings = {word[:BEGINNING] for word in long_words(stem)}
    yield from (word[:BEGINNING] for word in long_words(key) if word[:BEGINNING] in beginnings)


def _in_most(part: str, others: tuple[str, ...]) -> bool:
    """Whether half of the other options or more show it too, so that it tells nothing."""
    return sum(part in other.lower() for other in others) * 2 >= len(others)
